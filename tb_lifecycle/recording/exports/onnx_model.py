"""Reads an ONNX model's inputs, outputs and parameters without the onnx package.

Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

import math
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Field, Signature
from tb_lifecycle.recording.exports.wire import integer, integers, messages, read_whole, text

_GRAPH, _INITIALIZER, _INPUT, _OUTPUT = 7, 5, 11, 12
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


def _read(model: memoryview) -> tuple[list[Signature], int]:
    graph = next(messages(model, _GRAPH), None)
    if graph is None:
        raise ValueError("it holds no graph")
    initializers = [(text(tensor, 8), integers(tensor, 1)) for tensor in messages(graph, _INITIALIZER)]
    names = {name for name, _ in initializers}
    inputs = [item for item in (_field(value) for value in messages(graph, _INPUT)) if item.name not in names]
    outputs = [_field(value) for value in messages(graph, _OUTPUT)]
    if not outputs:
        raise ValueError("its graph has no output")
    return [Signature(name="main", inputs=inputs, outputs=outputs)], sum(
        math.prod(shape) for _, shape in initializers
    )


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
