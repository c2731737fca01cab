"""Reads an ONNX model's inputs, outputs and parameters without the onnx package.

Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

import math
import os
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Field, Signature
from tb_lifecycle.recording.exports.wire import integer, integers, messages, read_whole, text

_GRAPH, _INITIALIZER, _INPUT, _OUTPUT = 7, 5, 11, 12
_DATA_TYPE, _NAME, _EXTERNAL_DATA = 2, 8, 13
_WEIGHTS = frozenset({1, 2, 3, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23})
"""Types of numbers that are learnt: floating point, and what they are quantized to (8 and 4 bits)."""
_TYPES = (
    "",
    "float32",
    "uint8",
    "int8",
    "uint16",
    "int16",
    "int32",
    "int64",
    "string",
    "bool",
    "float16",
    "float64",
)
_MORE_TYPES = ("uint32", "uint64", "complex64", "complex128", "bfloat16")


def read_onnx(path: Path) -> tuple[list[Signature], int]:
    """The model's one signature, named `main`, and how many parameters it has.

    Raises:
      ValueError: the file is no ONNX model.
      OSError: it cannot be read.
    """
    return _read(read_whole(path))


def external_files(path: Path) -> dict[str, Path]:
    """The files beside a model that hold its weights, by their names relative to it; those alone that lie in
    its directory or below it.

    Raises:
      ValueError: the file is no ONNX model.
      OSError: it cannot be read.
    """
    graph = next(messages(read_whole(path), _GRAPH), memoryview(b""))
    found: dict[str, Path] = {}
    base = Path(os.path.realpath(path.parent))
    for tensor in messages(graph, _INITIALIZER):
        for entry in messages(tensor, _EXTERNAL_DATA):
            name = text(entry, 2)
            place = Path(os.path.realpath(base / name)) if text(entry, 1) == "location" and name else None
            if place is not None and place.is_relative_to(base) and place.is_file():
                found[place.relative_to(base).as_posix()] = place
    return found


def _read(model: memoryview) -> tuple[list[Signature], int]:
    graph = next(messages(model, _GRAPH), None)
    if graph is None:
        raise ValueError("it holds no graph")
    names = set()
    parameters = 0
    for tensor in messages(graph, _INITIALIZER):
        names.add(text(tensor, _NAME))
        if integer(tensor, _DATA_TYPE) in _WEIGHTS:
            parameters += math.prod(integers(tensor, 1))
    inputs = [item for item in (_field(value) for value in messages(graph, _INPUT)) if item.name not in names]
    outputs = [_field(value) for value in messages(graph, _OUTPUT)]
    if not outputs:
        raise ValueError("its graph has no output")
    return [Signature(name="main", inputs=inputs, outputs=outputs)], parameters


def _field(value: memoryview) -> Field:
    kind = next(messages(value, 2), memoryview(b""))
    tensor = next(messages(kind, 1), memoryview(b""))
    shape = next(messages(tensor, 2), memoryview(b""))
    sizes = [integer(dimension, 1, -1) for dimension in messages(shape, 1)]
    number = integer(tensor, 1)
    names = _TYPES + _MORE_TYPES
    return Field(
        name=text(value, 1), dtype=names[number] if number < len(names) else f"type {number}", shape=sizes
    )
