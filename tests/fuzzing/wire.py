"""Changes the bytes of a protocol buffer field by field, without knowing its message.

Source of the encoding: https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from tests.fuzzing.source import Source

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

NUMBERS = (0, 1, 2, 3, 7, 255, 2**31 - 1, 2**31, 2**32 - 1, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1)
DOUBLES = (
    0.0, -0.0, 1.0, -1.0, float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 5e-324, 1e-300, 1e300,
    2.0**53 + 2, 1.7e9, 1.7e12, 1.7e18, 253402300800.0, -62135596801.0,
)  # fmt: skip
TEXTS = (
    b"", b"\0", b"\xff\xfe", b"a" * 70_000, b".", b"..", b"../../../etc/passwd", b"/etc/passwd",
    b"/dev/zero", b"a/b/c", b"a//b", b"//", b"\x1b[2J", b"\r\n", b"=1+1", b"NaN", b"__proto__",
    b"<script>alert(1)</script>", "\u202e\u2028\U0001f9ea".encode(), "ü".encode(), b"metric.loss",
    b"running", b'"', b"'\\", b"%00%2e", b" ", b"loss", b"train/loss", b"lr", b"0" * 64, b"\x12\x00", b"{}",
    b"[", b"None",
)  # fmt: skip
KINDS = (
    "value", "value", "value", "value", "add", "drop", "repeat", "many", "type", "number", "cut", "splice",
    "nest", "swap",
)  # fmt: skip

DEEPEST = 12


class Change(NamedTuple):
    """One change.

    Attributes:
      place: chooses the field.
      kind: one of `KINDS`.
      choice: chooses what stands there afterwards.
    """

    place: int
    kind: str
    choice: int


class Field(NamedTuple):
    """A field: its number, its type on the wire, and what it holds."""

    number: int
    kind: int
    content: int | bytes


MOST_CHANGES = 4


def mutate(message: bytes, source: Source) -> bytes:
    """Makes some changes, one after the other."""
    for _ in range(source.number(MOST_CHANGES)):
        change = Change(source.number(2**24), source.choose(KINDS), source.number(2**13))
        message = _change(message, change, change.place, DEEPEST)
    return message


def _change(message: bytes, change: Change, place: int, deepest: int) -> bytes:
    fields = split(message)
    if not fields:
        return message + join([_odd_field(change.choice)])
    at, rest = place % len(fields), place // len(fields)
    field = fields[at]
    inner = split(field.content) if isinstance(field.content, bytes) and deepest else None
    if inner and rest % 4:
        assert isinstance(field.content, bytes)
        content = _change(field.content, change, rest // 4, deepest - 1)
        return join([*fields[:at], field._replace(content=content), *fields[at + 1 :]])
    return join([*fields[:at], *_changed(field, change), *fields[at + 1 :]])


def _changed(field: Field, change: Change) -> list[Field]:
    choice, content = change.choice, field.content
    match change.kind:
        case "value":
            return [field._replace(content=_odd_content(field.kind, choice))]
        case "add":
            return [field, _odd_field(choice)]
        case "drop":
            return []
        case "repeat":
            return [field, field._replace(content=_odd_content(field.kind, choice))]
        case "many":
            return [field] * (2 + choice % 400)
        case "type":
            kind = (VARINT, FIXED64, BYTES, FIXED32)[choice % 4]
            return [Field(field.number, kind, _odd_content(kind, choice // 4))]
        case "number":
            return [field._replace(number=1 + choice % 40)]
        case "nest":
            return [field._replace(content=_nested(field, 1 + choice % 200))]
    if not isinstance(content, bytes):
        return [field._replace(content=_odd_content(field.kind, choice))]
    cut = choice % (len(content) + 1)
    if change.kind == "cut":
        return [field._replace(content=content[:cut])]
    if change.kind == "splice":
        return [field._replace(content=content[:cut] + TEXTS[choice % len(TEXTS)] + content[cut:])]
    return [field._replace(content=content[cut:] + content[:cut])]


def _nested(field: Field, depth: int) -> bytes:
    """A field within itself, as a list of values is."""
    content = join([field])
    for _ in range(depth):
        content = join([Field(6, BYTES, join([Field(1, BYTES, content[:4096])]))])
    return content


def _odd_field(choice: int) -> Field:
    kind = (VARINT, FIXED64, BYTES, FIXED32)[choice % 4]
    return Field(1 + choice // 4 % 26, kind, _odd_content(kind, choice // 104))


def _odd_content(kind: int, choice: int) -> int | bytes:
    if kind == VARINT:
        return NUMBERS[choice % len(NUMBERS)]
    if kind == BYTES:
        return TEXTS[choice % len(TEXTS)]
    double = DOUBLES[choice % len(DOUBLES)]
    if kind == FIXED64:
        return int.from_bytes(struct.pack("<d", double), "little")
    return (0, 0x7FC00000, 0x7F800000, 0xFF800000, 0x7F7FFFFF, 1)[choice % 6]


def split(message: bytes) -> list[Field]:
    """The fields of a message; none where it is no message."""
    fields, at = [], 0
    try:
        while at < len(message):
            key, at = _varint(message, at)
            number, kind = key >> 3, key & 7
            if not 0 < number < 2**29:
                return []
            content: int | bytes
            if kind == VARINT:
                content, at = _varint(message, at)
            elif kind == BYTES:
                size, at = _varint(message, at)
                content, at = message[at : at + size], at + size
            elif kind in (FIXED64, FIXED32):
                size = 8 if kind == FIXED64 else 4
                content, at = int.from_bytes(message[at : at + size], "little"), at + size
            else:
                return []
            if at > len(message):
                return []
            fields.append(Field(number, kind, content))
    except IndexError:
        return []
    return fields


def join(fields: Sequence[Field]) -> bytes:
    """The message of these fields."""
    parts = []
    for number, kind, content in fields:
        parts.append(varint(number << 3 | kind))
        if isinstance(content, bytes):
            parts += [varint(len(content)), content]
        elif kind == VARINT:
            parts.append(varint(content))
        else:
            parts.append(
                (content % 2 ** (64 if kind == FIXED64 else 32)).to_bytes(
                    8 if kind == FIXED64 else 4, "little"
                )
            )
    return b"".join(parts)


def varint(number: int) -> bytes:
    """A number of up to 64 bits."""
    number %= 2**64
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80 or shift > 63:
            return number, at
        shift += 7
