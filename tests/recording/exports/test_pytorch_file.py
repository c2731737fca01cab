from __future__ import annotations

import collections
import io
import os
import pickle
import sys
import types
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.recording.exports.describe_export import describe_export
from tb_lifecycle.recording.exports.pytorch_file import pytorch_parameters


class Storage:
    """A storage as torch.save writes it: by kind, key, device and length."""

    def __init__(self, kind: str, key: str, length: int) -> None:
        self.identity = ("storage", getattr(sys.modules["torch"], kind), key, "cpu", length)


class Tensor:
    def __init__(self, storage: Storage, offset: int, shape: tuple[int, ...]) -> None:
        self.parts = (storage, offset, shape, (1,) * len(shape), False, collections.OrderedDict())

    def __reduce__(self) -> Any:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.parts


class Pickler(pickle.Pickler):
    def persistent_id(self, x: Any) -> Any:
        return x.identity if isinstance(x, Storage) else None


class Module:
    """A pickled model: its class is named, its state follows."""


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a pickle of torch names; it is gone when the file is read."""
    main, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for kind in ("FloatStorage", "LongStorage"):
        setattr(main, kind, type(kind, (), {"__module__": "torch"}))

    def _rebuild_tensor_v2(*_: Any) -> None:
        raise AssertionError("nothing that the pickle names may run")

    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    utils._rebuild_tensor_v2 = _rebuild_tensor_v2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch", main)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)
    return main


def save(whole: Any, path: Path) -> Path:
    buffer = io.BytesIO()
    Pickler(buffer, protocol=2).dump(whole)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", buffer.getvalue())
    return path


def state() -> dict[str, Any]:
    weights, counter = Storage("FloatStorage", "0", 15), Storage("LongStorage", "1", 1)
    return collections.OrderedDict(
        weight=Tensor(weights, 0, (4, 3)),
        bias=Tensor(weights, 12, (3,)),
        tied=Tensor(weights, 0, (4, 3)),
        num_batches_tracked=Tensor(counter, 0, ()),
    )


def test_a_state_dictionary(tmp_path: Path, torch: Any) -> None:
    assert torch
    path = save(state(), tmp_path / "m.pt")
    assert pytorch_parameters(path) == 15
    export = describe_export(path, None, tmp_path)
    assert (export.format, export.parameters) == ("PyTorch", 15)


def test_an_optimizer_s_state_is_not_counted(tmp_path: Path, torch: Any) -> None:
    assert torch
    moments = Tensor(Storage("FloatStorage", "7", 12), 0, (4, 3))
    whole = {"model": state(), "optimizer_state_dict": {"state": {0: {"exp_avg": moments}}}, "epoch": 3}
    assert pytorch_parameters(save(whole, tmp_path / "m.pt")) == 15


def test_a_whole_module(tmp_path: Path, torch: Any) -> None:
    assert torch
    module = Module()
    vars(module).update(_parameters=state(), _modules={}, training=True)
    assert pytorch_parameters(save(module, tmp_path / "m.pt")) == 15


class Evil:
    def __reduce__(self) -> Any:
        return os.mkdir, (os.environ["EVIL"],)


def test_nothing_that_the_pickle_names_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIL", str(tmp_path / "evil"))
    path = save({"a": Evil()}, tmp_path / "m.pt")
    assert pytorch_parameters(path) == 0
    assert not (tmp_path / "evil").exists()


def test_a_damaged_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.pt", "w") as archive:
        archive.writestr("archive/data.pkl", b"\x80\x02nonsense")
    with pytest.raises(ValueError, match=r"not a file of torch\.save"):
        pytorch_parameters(tmp_path / "m.pt")
