"""Reads a TensorFlow Lite model's inputs and outputs without its interpreter.

A FlatBuffer; schema: tensorflow/lite/schema/schema.fbs, format: https://flatbuffers.dev/internals/
"""

from __future__ import annotations

import math
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Field, Signature
from tb_lifecycle.recording.exports.wire import little_endian, read_whole

_SUBGRAPHS, _BUFFERS = 2, 4
_TENSORS, _INPUTS, _OUTPUTS = 0, 1, 2
_SHAPE, _TYPE, _BUFFER, _NAME, _SHAPE_SIGNATURE = 0, 1, 2, 3, 7
_TYPES = (
    "float32",
    "float16",
    "int32",
    "uint8",
    "int64",
    "string",
    "bool",
    "int16",
    "complex64",
    "int8",
    "float64",
)


def read_tflite(path: Path) -> tuple[list[Signature], int]:
    """The model's one signature, named `main`, and the elements of its constant float and int8 tensors.

    Raises:
      ValueError: the file is no model.
      OSError: it cannot be read.
    """
    data = read_whole(path)
    try:
        return _read(_Table(data, little_endian(data, 0, "I")))
    except Exception as error:  # an offset that points nowhere
        raise ValueError(f"not a TensorFlow Lite model: {error}") from None


class _Table:
    """A FlatBuffer table: fields by number, found through its vtable."""

    def __init__(self, data: memoryview, position: int) -> None:
        self.data, self.position = data, position
        self._vtable = position - little_endian(data, position, "i")
        self._length = little_endian(data, self._vtable, "H")

    def field(self, number: int) -> int:
        """Position of a field's value; 0 where it is missing."""
        slot = 4 + 2 * number
        offset = little_endian(self.data, self._vtable + slot, "H") if slot < self._length else 0
        return self.position + offset if offset else 0

    def scalar(self, number: int, layout: str) -> int:
        position = self.field(number)
        return little_endian(self.data, position, layout) if position else 0

    def vector(self, number: int) -> tuple[int, int]:
        """Position of a vector's first item, and how many it has."""
        position = self.field(number)
        if not position:
            return 0, 0
        position += little_endian(self.data, position, "I")
        count = little_endian(self.data, position, "I")
        if count > len(self.data):
            raise ValueError("a vector is longer than the file")
        return position + 4, count

    def integers(self, number: int) -> list[int]:
        start, count = self.vector(number)
        return [little_endian(self.data, start + 4 * index, "i") for index in range(count)]

    def tables(self, number: int) -> list[_Table]:
        start, count = self.vector(number)
        places = [start + 4 * index for index in range(count)]
        return [_Table(self.data, place + little_endian(self.data, place, "I")) for place in places]

    def text(self, number: int) -> str:
        start, count = self.vector(number)
        return bytes(self.data[start : start + count]).decode("utf-8", "replace")


def _read(model: _Table) -> tuple[list[Signature], int]:
    graph = model.tables(_SUBGRAPHS)[0]
    tensors = graph.tables(_TENSORS)
    inputs, outputs = (
        [_field(tensors[index]) for index in graph.integers(part)] for part in (_INPUTS, _OUTPUTS)
    )
    filled = [buffer.vector(0)[1] > 0 for buffer in model.tables(_BUFFERS)]
    constants = [tensor for tensor in tensors if filled[tensor.scalar(_BUFFER, "I")]]
    parameters = sum(
        math.prod(item.integers(_SHAPE)) for item in constants if _type(item).startswith(("float", "int8"))
    )
    return [Signature(name="main", inputs=inputs, outputs=outputs)], parameters


def _field(tensor: _Table) -> Field:
    shape = tensor.integers(_SHAPE_SIGNATURE) or tensor.integers(_SHAPE)
    return Field(name=tensor.text(_NAME), dtype=_type(tensor), shape=shape)


def _type(tensor: _Table) -> str:
    number = tensor.scalar(_TYPE, "b")
    return _TYPES[number] if 0 <= number < len(_TYPES) else f"type {number}"
