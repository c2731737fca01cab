"""Reads a Keras file (`.keras`, `.h5`): its inputs, and its parameters where h5py is installed."""

from __future__ import annotations

import importlib.util
import io
import json
import math
import zipfile
from pathlib import Path
from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import Field, Signature

_LARGEST_MEMBER = 512 * 1024 * 1024
_STATE = ("optimizer", "optimizer_weights", "seed_generator", "seed_generator_state")


def read_keras(path: Path) -> tuple[list[Signature], int]:
    """The model's inputs as a signature named `call`, and how many parameters it has (0 unknown).

    Raises:
      ValueError: the archive is no Keras file.
      OSError: it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            config = json.loads(_read_bounded(archive, "config.json") or b"{}")
            weights = _read_bounded(archive, "model.weights.h5") if _has_h5py() else b""
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(f"not a Keras file: {error}") from None
    inputs = list(_inputs(config))
    signatures = [Signature(name="call", inputs=inputs)] if inputs else []
    return signatures, _parameters(io.BytesIO(weights)) if weights else 0


def _read_bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of an archive; nothing where it is larger than is worth reading to count parameters."""
    if archive.getinfo(name).file_size > _LARGEST_MEMBER:
        return b""
    with archive.open(name) as file:
        return file.read(_LARGEST_MEMBER)


def h5_parameters(path: Path) -> int:
    """How many parameters an HDF5 file of Keras holds; 0 where h5py is not installed."""
    return _parameters(path) if _has_h5py() else 0


def _has_h5py() -> bool:
    return importlib.util.find_spec("h5py") is not None


def _parameters(file: Any) -> int:
    import h5py

    total = 0

    def count(name: str, item: Any) -> None:
        nonlocal total
        parts = name.split("/")
        if isinstance(item, h5py.Dataset) and not any(part.split(":")[0] in _STATE for part in parts):
            total += math.prod(item.shape) if item.dtype.kind == "f" or item.dtype.kind == "V" else 0

    with h5py.File(file, "r") as opened:
        opened.visititems(count)
    return total


def _inputs(config: dict[str, Any]) -> list[Field]:
    found = []
    layers = config.get("config", {}).get("layers", [])
    for layer in layers if isinstance(layers, list) else []:
        settings = layer.get("config", {})
        shape = settings.get("batch_shape") or settings.get("batch_input_shape")
        if layer.get("class_name") == "InputLayer" and isinstance(shape, list):
            sizes = [-1 if size is None else int(size) for size in shape]
            dtype = settings.get("dtype")
            name = str(settings.get("name", ""))
            found.append(Field(name=name, dtype=dtype if isinstance(dtype, str) else "float32", shape=sizes))
    if not found and isinstance(shape := config.get("build_config", {}).get("input_shape"), list):
        sizes = [-1 if size is None else int(size) for size in shape if size is None or isinstance(size, int)]
        found.append(Field(name="inputs", dtype="float32", shape=sizes))
    return found
