"""Scalars as TensorFlow's Event messages, encoded by hand: message objects take several times as long.

Event is `wall_time` (field 1, double), `step` (2, varint), `summary` (5); Summary is a repeated `value` (1);
Value is `tag` (1) and `simple_value` (2, 32-bit float). Source:
TensorFlow's `core/util/event.proto` and `core/framework/summary.proto`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable

_pack_start = struct.Struct("<BdB").pack
_pack_float = struct.Struct("<f").pack
_WALL_TIME_KEY, _STEP_KEY, _SUMMARY_KEY = 0x09, 0x10, b"\x2a"
_VALUE_KEY, _TAG_KEY, _SIMPLE_VALUE_KEY = b"\x0a", b"\x0a", b"\x15"
_FLOAT_BYTES = 4


def varint(number: int) -> bytes:
    """Protobuf's variable-length encoding of `number` ≥ 0."""
    if number < 0x80:
        return bytes((number,))
    if number < 0x4000:
        return bytes((number & 0x7F | 0x80, number >> 7))
    if number < 0x200000:
        return bytes((number & 0x7F | 0x80, number >> 7 & 0x7F | 0x80, number >> 14))
    return bytes((number & 0x7F | 0x80,)) + varint(number >> 7)


def _delimited(key: bytes, data: bytes) -> bytes:
    return key + varint(len(data)) + data


def value_head(tag: str) -> bytes:
    """A summary value up to its four bytes of float."""
    head = _delimited(_TAG_KEY, tag.encode()) + _SIMPLE_VALUE_KEY
    return _VALUE_KEY + varint(len(head) + _FLOAT_BYTES) + head


def summary_head(head: bytes) -> bytes:
    """A summary of one value, up to its four bytes of float."""
    return _SUMMARY_KEY + varint(len(head) + _FLOAT_BYTES) + head


def pack_float(value: float) -> bytes:
    """`value` as a 32-bit float; what is too large for one becomes infinite."""
    try:
        return _pack_float(value)
    except OverflowError:
        return _pack_float(math.copysign(math.inf, value))


def scalar_event(wall_time: float, step: int, head: bytes, value: float) -> bytes:
    """An event with one scalar; `head` is the tag's `summary_head`."""
    try:
        one, two, three = _packers[len(head)]
        if step < 0x80:
            return one(_WALL_TIME_KEY, wall_time, _STEP_KEY, step, head, value)
        if step < 0x4000:
            return two(_WALL_TIME_KEY, wall_time, _STEP_KEY, step & 0x7F | 0x80, step >> 7, head, value)
        if step < 0x200000:
            return three(
                _WALL_TIME_KEY, wall_time, _STEP_KEY, step & 0x7F | 0x80, step >> 7 & 0x7F | 0x80, step >> 14,
                head, value,
            )  # fmt: skip
    except KeyError:
        _packers[len(head)] = _packers_of(len(head))
    except OverflowError:  # too large for 32 bits
        pass
    return _pack_start(_WALL_TIME_KEY, wall_time, _STEP_KEY) + varint(step) + head + pack_float(value)


_Packer = Callable[..., bytes]

_packers: dict[int, tuple[_Packer, _Packer, _Packer]] = {}
"""By the size of the head: what packs an event whose step takes one, two and three bytes."""


def _packers_of(size: int) -> tuple[_Packer, _Packer, _Packer]:
    one, two, three = (struct.Struct(f"<BdB{step}B{size}sf").pack for step in (1, 2, 3))
    return one, two, three


def scalars_event(wall_time: float, step: int, scalars: Iterable[tuple[bytes, float]]) -> bytes:
    """One event with several scalars, each the tag's `value_head` and the value."""
    listed = list(scalars)
    try:
        parts = [head + _pack_float(value) for head, value in listed]
    except OverflowError:
        parts = [head + pack_float(value) for head, value in listed]
    summary = b"".join(parts)
    start = _pack_start(_WALL_TIME_KEY, wall_time, _STEP_KEY)
    return start + varint(step) + _delimited(_SUMMARY_KEY, summary)
