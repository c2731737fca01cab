"""Reads protobuf's wire format without a schema: the messages of formats whose definitions
nobody ships to us.

Format: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

Bytes = bytes | memoryview
Scalar = int | memoryview


def fields(message: Bytes) -> Iterator[tuple[int, Scalar]]:
    """The fields of a message in order: number, and an integer or (strings, messages, packed) the bytes.

    Raises:
      ValueError: it is no message, or cut short.
    """
    view = memoryview(message)
    position = 0
    while position < len(view):
        key, position = _varint(view, position)
        number, kind = key >> 3, key & 7
        if not number:
            raise ValueError("field number 0")
        value: Scalar
        if kind == 0:
            value, position = _varint(view, position)
        elif kind == 2:
            length, position = _varint(view, position)
            value, position = view[position : position + length], position + length
        elif kind in (1, 5):
            width = 8 if kind == 1 else 4
            value, position = view[position : position + width], position + width
        else:
            raise ValueError(f"wire type {kind}")
        if position > len(view):
            raise ValueError("the message is cut short")
        yield number, value


def messages(message: Bytes, number: int) -> Iterator[memoryview]:
    """The bytes of each occurrence of a field."""
    for found, value in fields(message):
        if found == number and isinstance(value, memoryview):
            yield value


def text(message: Bytes, number: int) -> str:
    """A text field; empty where it is missing."""
    return next((bytes(value).decode("utf-8", "replace") for value in messages(message, number)), "")


def integer(message: Bytes, number: int, default: int = 0) -> int:
    """An integer field; the last one wins."""
    for found, value in fields(message):
        if found == number and isinstance(value, int):
            default = value - (1 << 64) if value >= 1 << 63 else value
    return default


def integers(message: Bytes, number: int) -> list[int]:
    """A repeated integer field, packed or not."""
    found = []
    for key, value in fields(message):
        if key != number:
            continue
        if isinstance(value, int):
            found.append(value)
        else:
            position = 0
            while position < len(value):
                item, position = _varint(value, position)
                found.append(item)
    return [value - (1 << 64) if value >= 1 << 63 else value for value in found]


def little_endian(data: Bytes, position: int, layout: str) -> int:
    """One number of the given struct layout (`I`, `H`, `i`, `Q`).

    Raises:
      ValueError: the data ends before it.
    """
    try:
        number: int = struct.unpack_from("<" + layout, data, position)[0]
    except struct.error as error:
        raise ValueError(f"the data is cut short: {error}") from None
    return number


def read_whole(path: Path) -> memoryview:
    """A file's bytes. It is not mapped into memory: were it cut meanwhile, the process would be killed.

    Raises:
      ValueError: it has more than two gigabytes, which no protobuf message and no FlatBuffer has.
      OSError: it cannot be read.
    """
    if path.stat().st_size > 2 << 30:
        raise ValueError("it has more than two gigabytes")
    return memoryview(path.read_bytes())


def _varint(view: memoryview, position: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        if position >= len(view) or shift > 63:
            raise ValueError("the message is cut short")
        byte = view[position]
        position += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, position
        shift += 7


def read_varint(data: Bytes, position: int) -> tuple[int, int]:
    """A number at a position, and the position after it."""
    return _varint(memoryview(data), position)
