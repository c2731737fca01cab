"""Reads the index of a TensorFlow checkpoint: names, types and shapes of its variables, without TensorFlow.

The `.index` file is a LevelDB table whose values are BundleEntryProto messages. Formats:
https://github.com/google/leveldb/blob/main/doc/table_format.md and
tensorflow/core/protobuf/tensor_bundle.proto.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.recording.exports.wire import (
    integer,
    integers,
    little_endian,
    messages,
    read_varint,
    read_whole,
)

_MAGIC = 0xDB4775248B80FB57
_FOOTER = 48
_LARGEST_INDEX = 256 * 1024 * 1024

_FLOATS = {1, 2, 14, 19, 8, 18}
_NOT_PARAMETERS = re.compile(
    r"\.OPTIMIZER_SLOT|(^|/)_?optimizer(_weights)?/(?!_trainable_variables/)"  # Keras saves the model's there
    r"|(^|/)(save_counter|global_step|_?iter|_?iterations|seed_generator_state)(/|$)"
    r"|/(Adam|Momentum|RMSProp|Adagrad|Ftrl|Adadelta|ExponentialMovingAverage)(_\d+)?$|^beta[12]_power"
)


@dataclass(frozen=True)
class Variable:
    """An entry of a checkpoint.

    Attributes:
      name: the checkpoint's key.
      dtype: TensorFlow's number of the type.
      shape: its dimensions.
    """

    name: str
    dtype: int
    shape: tuple[int, ...]


def read_index(path: Path) -> list[Variable]:
    """The variables of a checkpoint's `.index` file.

    Raises:
      ValueError: it is no such file, or compressed.
      OSError: it cannot be read.
    """
    if path.stat().st_size > _LARGEST_INDEX:
        raise ValueError("the index is too large")
    table = read_whole(path)
    if len(table) < _FOOTER or little_endian(table, len(table) - 8, "Q") != _MAGIC:
        raise ValueError("not a checkpoint's index")
    footer = table[-_FOOTER:]
    _, position = read_varint(footer, 0)
    _, position = read_varint(footer, position)
    variables = []
    for _, handle in _block(table, *_handle(footer, position)):
        for key, value in _block(table, *_handle(handle, 0)):
            if key:  # the empty key is the header
                variables.append(_variable(key, value))
    return variables


def parameters(variables: list[Variable]) -> int:
    """Elements of the model's own variables: optimizer state, counters and seeds are none."""
    counted = [item for item in variables if item.dtype in _FLOATS and not _NOT_PARAMETERS.search(item.name)]
    return sum(math.prod(item.shape) for item in counted)


def _handle(data: memoryview, position: int) -> tuple[int, int]:
    offset, position = read_varint(data, position)
    size, _ = read_varint(data, position)
    return offset, size


def _block(table: memoryview, offset: int, size: int) -> Iterator[tuple[bytes, memoryview]]:
    """Keys and values of a block; each key shares a prefix with the one before."""
    if table[offset + size] != 0:
        raise ValueError("the index is compressed")
    block = table[offset : offset + size]
    end = size - 4 * (little_endian(block, size - 4, "I") + 1)
    key, position = b"", 0
    while position < end:
        shared, position = read_varint(block, position)
        unshared, position = read_varint(block, position)
        length, position = read_varint(block, position)
        key = key[:shared] + bytes(block[position : position + unshared])
        position += unshared
        yield key, block[position : position + length]
        position += length


def _variable(key: bytes, entry: memoryview) -> Variable:
    shape = next(messages(entry, 2), memoryview(b""))
    sizes = tuple(integer(dimension, 1) for dimension in messages(shape, 2))
    return Variable(key.decode("utf-8", "replace"), next(iter(integers(entry, 1)), 0), sizes)
