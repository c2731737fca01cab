"""Python values to the record's `Value` and back."""

from __future__ import annotations

import collections
import datetime
import enum
import os
import re
from typing import Any

from tb_lifecycle.format.lifecycle_pb2 import Value

Plain = None | bool | int | float | str | list["Plain"]

LONGEST_TEXT = 1024
"""Characters of a text that are kept; a mark says that there was more."""

LONGEST_LIST = 256
"""Items of a list that are kept; a text at its end says how many there were."""

_DEEPEST = 8
_MOST_ITEMS = 2048
_SEQUENCES = (list, tuple, set, frozenset, collections.deque)
_WRITTEN = {"decimal", "fractions", "uuid", "ipaddress"}
"""Modules whose values `str` writes as people do."""

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def to_value(x: object) -> Value:
    """Encodes a value. Never fails: what is no number, text, list or None becomes text."""
    return _encode(simplify(x))


def from_value(value: Value) -> Plain:
    """Decodes to None, bool, int, float, str or a list of them; an unset value is None."""
    kind = value.WhichOneof("kind")
    if kind is None or kind == "none":
        return None
    if kind == "list":
        return [from_value(item) for item in value.list.values]
    decoded: Plain = getattr(value, kind)
    return decoded


def simplify(x: object) -> Plain:
    """The value as None, bool, int, float, str or a list of these: what a record can hold."""
    return _Simplifier().simplify(x, 0)


def is_plain(x: object) -> bool:
    """Whether `simplify` keeps the value itself, rather than a description of an object."""
    return _is_plain(x, set())


def _is_plain(x: object, seen: set[int]) -> bool:
    if isinstance(x, _SEQUENCES):
        if id(x) in seen:
            return True
        seen.add(id(x))
        return all(_is_plain(item, seen) for item in x)
    known = (str, bytes, bool, int, float, enum.Enum, os.PathLike, datetime.date, datetime.time)
    return x is None or isinstance(x, known) or _is_written(x) or _is_array(x) or _is_dtype(x)


def describe(x: object) -> str:
    """The first line of an object's repr, without its address in memory; that it raises, where it does."""
    try:
        if isinstance(x, type) or (callable(x) and hasattr(x, "__qualname__")):
            return f"{getattr(x, '__module__', None) or ''}.{x.__qualname__}".removeprefix("builtins").strip(
                "."
            )
        text = repr(x)
    except Exception as error:  # somebody else's __repr__
        return f"<{type_name(x)}, whose repr raises {type(error).__name__}>"
    return cut(_ADDRESS.sub("", (text.strip().splitlines() or [""])[0]))


def type_name(x: object) -> str:
    """The name of an object's type, with its module unless that is a built-in."""
    kind = type(x)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def cut(text: str) -> str:
    """Shortens a long text and says so."""
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}… [{len(text) - LONGEST_TEXT} more characters]"


def _encode(x: Plain) -> Value:
    if x is None:
        return Value(none=True)
    if isinstance(x, bool):
        return Value(boolean=x)
    if isinstance(x, int):
        return Value(integer=x) if -(2**63) <= x < 2**63 else Value(text=_big_integer(x))
    if isinstance(x, float):
        return Value(number=x)
    if isinstance(x, str):
        return Value(text=x)
    return Value(list=Value.List(values=[_encode(item) for item in x]))


def _big_integer(x: int) -> str:
    return cut(str(x) if x.bit_length() < 12_000 else hex(x))  # str refuses more than 4,300 digits


class _Simplifier:
    """Simplifies one value; bounded in depth and items, so that a list which holds itself ends."""

    def __init__(self) -> None:
        self._left = _MOST_ITEMS

    def simplify(self, x: object, depth: int) -> Plain:
        if isinstance(x, enum.Enum):
            return self.simplify(x.value, depth) if _is_given_by_value(x) else x.name
        if x is None or isinstance(x, bool):
            return x
        if isinstance(x, int):
            return int(x)
        if isinstance(x, float):
            return float(x)
        if isinstance(x, str):
            return cut(str(x).encode("utf-8", "replace").decode("utf-8"))
        return self._sequence(x, depth) if isinstance(x, _SEQUENCES) or _is_array(x) else _as_text(x)

    def _sequence(self, x: Any, depth: int) -> Plain:
        if isinstance(x, (list, tuple)):
            return self._list(x, depth)
        if isinstance(x, collections.deque):
            return self._list(list(x), depth)
        if isinstance(x, (set, frozenset)):
            return self._list(sorted(x, key=describe), depth)
        if x.ndim and x.size > LONGEST_LIST:
            return f"{type_name(x)} of {x.dtype}, shape {list(x.shape)}"
        item = x.tolist()
        return describe(x) if item is x else self.simplify(item, depth)

    def _list(self, x: list[Any] | tuple[Any, ...], depth: int) -> Plain:
        self._left -= min(len(x), LONGEST_LIST)
        if depth >= _DEEPEST or self._left < 0:
            return "…"
        items: list[Plain] = [self.simplify(item, depth + 1) for item in x[:LONGEST_LIST]]
        if len(x) > LONGEST_LIST:
            items.append(f"… [{len(x)} items in all]")
        return items


def _as_text(x: object) -> str:
    if isinstance(x, bytes):
        return cut(x.decode("utf-8", "backslashreplace"))
    if isinstance(x, os.PathLike):
        return cut(os.fsdecode(os.fspath(x)))
    if isinstance(x, (datetime.datetime, datetime.date, datetime.time)):
        return x.isoformat()
    if _is_written(x):
        return cut(str(x))
    return str(getattr(x, "name", x)) if _is_dtype(x) else describe(x)


def _is_array(x: object) -> bool:
    """A numpy array or scalar, or something like one (JAX), without importing numpy."""
    if isinstance(x, type):
        return False
    try:
        return all(
            hasattr(x, name) for name in ("dtype", "ndim", "size", "shape", "item", "tolist")
        ) and isinstance(getattr(x, "size", None), int)
    except Exception:  # somebody else's __getattr__
        return False


def _is_written(x: object) -> bool:
    return isinstance(x, (complex, datetime.timedelta)) or type(x).__module__ in _WRITTEN


def _is_given_by_value(x: enum.Enum) -> bool:
    """Whether people write a member's value (`fp16`, 3) rather than its name: the value is a text, or the
    member is itself a number."""
    return isinstance(x.value, str) or isinstance(x, (int, float))


def _is_dtype(x: object) -> bool:
    return type(x).__name__.endswith(("DType", "dtype")) and not isinstance(x, type)
