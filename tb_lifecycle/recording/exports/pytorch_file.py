"""Counts the parameters in a file that torch.save wrote, without torch and without running what the pickle
names.

The file is a zip archive; its `data.pkl` names each tensor's storage and shape. Nothing that it names is
imported: every class is a stand-in. Format: torch/serialization.py.
"""

from __future__ import annotations

import math
import pickle
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

_LARGEST_PICKLE = 64 * 1024 * 1024
_DEEPEST = 64
_NUMBERS = ("Float", "Double", "Half", "BFloat16", "Complex")
_NOT_PARAMETERS = ("optim", "scheduler", "ema_")


def pytorch_parameters(path: Path) -> int:
    """Elements of the tensors of floating point numbers, without an optimizer's; 0 for the format before
    2020.

    Raises:
      ValueError: the archive is damaged.
      OSError: it cannot be read.
    """
    if not zipfile.is_zipfile(path):
        return 0
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((name for name in archive.namelist() if name.endswith("data.pkl")), "")
            if not name or archive.getinfo(name).file_size > _LARGEST_PICKLE:
                return 0
            with archive.open(name) as file:
                whole = _Unpickler(file).load()  # type: ignore[arg-type]
    except Exception as error:  # a pickle may fail in any way
        raise ValueError(f"not a file of torch.save: {error}") from None
    return sum({tensor.place: tensor.size for tensor in _tensors(whole, _DEEPEST)}.values())


class _Tensor:
    """A tensor's place in its storage, which tensors may share, and how many elements it has."""

    def __init__(self, storage: tuple[str, str], offset: int, shape: tuple[int, ...]) -> None:
        kind, key = storage
        self.place = (key, offset)
        self.size = math.prod(shape) if kind.startswith(_NUMBERS) else 0


class _Standin:
    """Stands for an object of any class: keeps what it was made of."""

    def __init__(self, *parts: Any) -> None:
        self.parts: list[Any] = list(parts)

    def __call__(self, *parts: Any) -> _Standin:
        return _Standin(*parts)

    def __setstate__(self, state: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), state]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), {key: value}]

    def append(self, value: Any) -> None:
        self.parts = [*getattr(self, "parts", ()), value]


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)

    def find_class(self, module: str, name: str) -> Any:
        if module == "torch._utils" and name in (
            "_rebuild_tensor",
            "_rebuild_tensor_v2",
            "_rebuild_tensor_v3",
        ):
            return lambda storage, offset, shape, *_: _Tensor(storage, offset, shape)
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return lambda tensor, *_: tensor
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        return type(name, (_Standin,), {})

    def persistent_load(self, identity: Any) -> tuple[str, str]:
        _, kind, key, *_ = identity
        return getattr(kind, "__name__", str(kind)), str(key)


def _tensors(x: Any, depth: int) -> Iterator[_Tensor]:
    """The tensors inside a structure, not those below a name that says optimizer."""
    if isinstance(x, _Tensor):
        yield x
    elif depth and isinstance(x, Mapping):
        for key, value in x.items():
            if not str(key).lower().startswith(_NOT_PARAMETERS):
                yield from _tensors(value, depth - 1)
    elif depth and isinstance(x, (list, tuple)):
        for value in x:
            yield from _tensors(value, depth - 1)
    elif depth and isinstance(x, _Standin):
        yield from _tensors(getattr(x, "parts", []), depth - 1)
