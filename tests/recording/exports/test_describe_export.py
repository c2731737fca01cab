from __future__ import annotations

import hashlib
import json
import pickle
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tb_lifecycle.format.lifecycle_pb2 import Export, Signature
from tb_lifecycle.recording.exports.describe_export import describe_export
from tests.recording.models import Models


def fields(signature: Signature) -> tuple[str, list[Any], list[Any]]:
    parts = (
        [(item.name, item.dtype, list(item.shape)) for item in side]
        for side in (signature.inputs, signature.outputs)
    )
    inputs, outputs = parts
    return signature.name, inputs, outputs


def describe(path: Path, run_directory: Path | None = None) -> Export:
    return describe_export(path, None, run_directory or path.parent)


def test_a_saved_model_of_a_module(models: Models) -> None:
    export = describe_export(models.module, "classifier", models.root, 7)
    assert (export.name, export.path, export.format, export.step) == ("classifier", "module", "SavedModel", 7)
    [signature] = export.signatures
    assert fields(signature) == (
        "serving_default",
        [("images", "float32", [-1, 4])],
        [("classes", "int64", [-1]), ("scores", "float32", [-1, 3])],
    )
    assert export.parameters == 4 * 3 + 3
    files = [path for path in models.module.rglob("*") if path.is_file()]
    assert export.files == len(files)
    assert export.size == sum(path.stat().st_size for path in files)
    assert export.created == max(path.stat().st_mtime for path in files)


def test_a_saved_model_of_keras(models: Models) -> None:
    export = describe(models.keras_saved_model)
    assert export.parameters == models.keras_parameters
    assert export.signatures[0].inputs[0].dtype == "float32"
    assert list(export.signatures[0].inputs[0].shape) == [-1, 4]


def test_a_saved_model_of_a_session(models: Models) -> None:
    """As TensorFlow 1 saved one: no object graph, so the parameters come from the variables' index."""
    export = describe(models.session)
    assert export.format == "SavedModel"
    assert fields(export.signatures[0]) == (
        "serving_default",
        [("x", "float32", [-1, 4])],
        [("y", "float32", [-1, 3])],
    )
    assert export.parameters == 4 * 3 + 3


def test_the_digest_does_not_depend_on_the_place(models: Models, tmp_path: Path) -> None:
    shutil.copytree(models.module, tmp_path / "copy")
    assert describe(tmp_path / "copy").digest == describe(models.module).digest
    (tmp_path / "copy" / "assets").mkdir(exist_ok=True)
    (tmp_path / "copy" / "assets" / "words.txt").write_text("a")
    assert describe(tmp_path / "copy").digest != describe(models.module).digest


def test_the_newest_version_is_described(models: Models, tmp_path: Path) -> None:
    for version, model in (("9", models.session), ("10", models.module)):
        shutil.copytree(model, tmp_path / "export" / version)
    (tmp_path / "export" / "11").mkdir()
    export = describe_export(tmp_path / "export", None, tmp_path)
    assert (export.name, export.path) == ("export", "export/10")
    assert export.digest == describe(models.module).digest


def test_a_file_inside_a_saved_model_means_the_model(models: Models) -> None:
    assert describe_export(models.module / "saved_model.pb", "m", models.root).path == "module"


def test_a_damaged_saved_model_is_still_described(models: Models, tmp_path: Path) -> None:
    for content in (b"", b"\x00\xff nonsense", (models.module / "saved_model.pb").read_bytes()[:-100]):
        directory = tmp_path / str(len(content))
        directory.mkdir()
        (directory / "saved_model.pb").write_bytes(content)
        export = describe(directory)
        assert (export.format, len(export.digest)) == ("SavedModel", 32)


def test_a_keras_file(models: Models) -> None:
    export = describe(models.keras_file)
    assert (export.format, export.parameters) == ("Keras", models.keras_parameters)
    assert export.digest == hashlib.sha256(models.keras_file.read_bytes()).digest()
    [signature] = export.signatures
    assert (signature.name, list(signature.inputs[0].shape)) == ("call", [-1, 4])


def test_keras_weights(models: Models) -> None:
    export = describe(models.keras_weights)
    assert (export.format, export.parameters) == ("Keras", models.keras_parameters)


def test_a_checkpoint_by_prefix_index_and_directory(models: Models) -> None:
    prefix = models.checkpoint
    by_prefix = describe_export(prefix, None, models.root)
    assert (by_prefix.name, by_prefix.path, by_prefix.format) == (
        prefix.name,
        f"checkpoints/{prefix.name}",
        "checkpoint",
    )
    assert by_prefix.files == 2
    assert by_prefix.parameters == models.keras_parameters
    for path in (prefix.with_name(prefix.name + ".index"), prefix.parent):
        export = describe_export(path, None, models.root)
        assert (export.digest, export.path) == (by_prefix.digest, by_prefix.path)


def test_a_checkpoint_of_a_session(models: Models) -> None:
    assert describe(models.session_checkpoint).parameters == 4 * 3 + 3


def test_a_tflite_model(models: Models) -> None:
    export = describe(models.tflite)
    assert export.format == "TFLite"
    [signature] = export.signatures
    assert [(item.dtype, list(item.shape)) for item in signature.inputs] == [("float32", [1, 4])]
    assert [(item.dtype, list(item.shape)) for item in signature.outputs] == [("float32", [1, 3])]
    assert export.parameters >= 4 * 3


def message(*parts: tuple[int, int | bytes]) -> bytes:
    """A protobuf message in its wire format."""
    out = b""
    for number, value in parts:
        out += varint(number << 3 | (2 if isinstance(value, bytes) else 0))
        out += varint(len(value)) + value if isinstance(value, bytes) else varint(value)
    return out


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def onnx_value(name: str, kind: int, *sizes: int | str) -> bytes:
    dimensions = [(1, message((1, size) if isinstance(size, int) else (2, size.encode()))) for size in sizes]
    tensor = message((1, kind), (2, message(*dimensions)))
    return message((1, name.encode()), (2, message((1, tensor))))


def test_an_onnx_model(tmp_path: Path) -> None:
    weights = message((1, 4), (1, 3), (2, 1), (8, b"w"), (9, bytes(48)))
    bias = message((1, varint(3)), (2, 1), (8, b"b"))
    graph = message(
        (5, weights),
        (5, bias),
        (11, onnx_value("x", 1, "batch", 4)),
        (11, onnx_value("w", 1, 4, 3)),
        (12, onnx_value("y", 7, 3)),
    )
    (tmp_path / "m.onnx").write_bytes(message((1, 8), (7, graph)))
    export = describe(tmp_path / "m.onnx")
    assert export.digest == hashlib.sha256((tmp_path / "m.onnx").read_bytes()).digest()
    assert (export.format, export.parameters) == ("ONNX", 15)
    assert fields(export.signatures[0]) == ("main", [("x", "float32", [-1, 4])], [("y", "int64", [3])])


def external(name: str, location: str) -> bytes:
    """A weight of 2 × 3 whose numbers lie in a file."""
    entry = message((1, b"location"), (2, location.encode()))
    return message((1, 2), (1, 3), (2, 1), (8, name.encode()), (13, entry), (14, 1))


def test_weights_beside_an_onnx_model_belong_to_it(tmp_path: Path) -> None:
    shape = message((1, 2), (2, 7), (8, b"shape"), (9, bytes(16)))
    names = ("m.data", "parts/more.data", "../outside.data", "link.data", "/etc/hostname", "missing.data")
    weights = [(5, external(f"w{number}", name)) for number, name in enumerate(names)]
    graph = message(*weights, (5, shape), (12, onnx_value("y", 1, 3)))
    model = tmp_path / "model"
    (model / "parts").mkdir(parents=True)
    (tmp_path / "outside.data").write_bytes(bytes(24))
    (model / "link.data").symlink_to("../outside.data")
    (model / "m.onnx").write_bytes(message((1, 8), (7, graph)))
    (model / "m.data").write_bytes(bytes(24))
    (model / "parts/more.data").write_bytes(bytes(24))
    export = describe(model / "m.onnx")
    assert [part.name for part in export.parts] == ["m.data", "m.onnx", "parts/more.data"]
    assert export.parameters == 6 * len(names)
    (model / "parts/more.data").write_bytes(b"\1" * 24)
    assert describe(model / "m.onnx").digest != export.digest


def test_a_safetensors_file(tmp_path: Path) -> None:
    header = json.dumps(
        {"__metadata__": {"a": "b"}, "w": {"dtype": "F32", "shape": [4, 3], "data_offsets": [0, 48]},
         "s": {"dtype": "F32", "shape": [], "data_offsets": [48, 52]}}
    ).encode()  # fmt: skip
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(52))
    export = describe(path)
    assert (export.format, export.parameters) == ("safetensors", 13)
    assert describe_export(tmp_path, None, tmp_path.parent).parameters == 13


@pytest.mark.parametrize("name", ["m.pt", "m.pth"])
def test_a_file_of_pytorch(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}))
    assert describe(tmp_path / name).format == "PyTorch"


@pytest.mark.parametrize(
    "name",
    [
        "m.onnx",
        "m.tflite",
        "m.safetensors",
        "m.keras",
        "m.h5",
        "m.pt",
        "m.bin",
        "saved.pkl",
        "x.index",
        "plain",
    ],
)
@pytest.mark.parametrize(
    "content", [b"", b"text", b"\x80\x02.", b"PK\x03\x04", b"\x89HDF\r\n\x1a\nxx", b"0000TFL3\xff\xff"]
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    export = describe(tmp_path / name)
    assert export.format
    digest = hashlib.sha256(content).digest() if content else b""
    assert (export.digest, export.size, export.files) == (digest, len(content), 1)
    assert export.parameters == 0


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Cut somewhere, or with some bytes changed."""
    changed = bytearray(content)
    if rng.random() < 0.3:
        return bytes(changed[: rng.randrange(len(changed))])
    for _ in range(rng.choice([1, 4, 64])):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("name", ["tflite", "keras_file", "keras_weights", "module", "checkpoint"])
def test_damaged_files_are_described_all_the_same(models: Models, tmp_path: Path, name: str) -> None:
    path: Path = getattr(models, name)
    copied = tmp_path / path.name
    if path.is_dir():
        shutil.copytree(path, copied)
        target = copied / "saved_model.pb"
    else:
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, tmp_path / file.name)
        target = copied if copied.is_file() else tmp_path / f"{path.name}.index"
    whole, rng = target.read_bytes(), random.Random(1)
    for _ in range(60):
        target.write_bytes(damaged(whole, rng))
        assert len(describe_export(copied, None, tmp_path).digest) == 32


def test_any_directory(tmp_path: Path) -> None:
    for name in ("weights.bin", "deep/er/config.json", ".hidden"):
        (tmp_path / "export" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "export" / name).write_bytes(b"12345")
    export = describe(tmp_path / "export")
    assert (export.format, export.files, export.size) == ("directory", 2, 10)


def test_an_empty_directory(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    assert (describe(tmp_path / "export").files, describe(tmp_path / "export").size) == (0, 0)


def test_the_path_is_relative_inside_the_run_and_absolute_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run" / "model").mkdir(parents=True)
    np.save(tmp_path / "run" / "model" / "w.npy", np.zeros(3))
    (tmp_path / "link").symlink_to(tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    assert describe_export("run/model/w.npy", None, "run").path == "model/w.npy"
    assert describe_export("link/model/w.npy", None, "run").path == "model/w.npy"
    assert describe_export("run/model/w.npy", None, tmp_path / "other").path == str(
        tmp_path / "run" / "model" / "w.npy"
    )
    assert describe_export("run", None, "run").path == "."


def test_a_missing_path_says_when_to_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        FileNotFoundError, match=f"nothing is at {tmp_path}/model/export.*after the model is saved"
    ):
        describe_export("model/export", None, tmp_path)


@pytest.mark.parametrize("path", [None, 3, [], {"a": 1}])
def test_a_path_is_a_path(path: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="log_export takes the path of a file or directory, not "):
        describe_export(path, None, tmp_path)


def test_a_home_directory_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "m.bin").write_bytes(b"1")
    assert describe_export("~/m.bin", None, tmp_path).path == "m.bin"
