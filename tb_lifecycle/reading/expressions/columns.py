"""The operators over whole columns: plain loops where the values' types allow them, else value by value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.values import calculate, contains, equal, ordered

Values = list[object]
T = TypeVar("T")

_NUMBERS = {int, float, bool}
_TEXTS = {str}
_MISSING = type(None)
_SCALARS = {*_NUMBERS, *_TEXTS, _MISSING}
_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def compare(symbol: str, left: Sequence[object], right: Sequence[object]) -> Values:
    """`left symbol right` for each row, True or False; False where either is missing."""
    types = _types(left, right)
    if symbol in _PLAIN and (types <= _NUMBERS or types <= _TEXTS):
        return list(map(_PLAIN[symbol], left, right))
    if symbol in _PLAIN and (types - {_MISSING} <= _NUMBERS or types - {_MISSING} <= _TEXTS):
        plain = _PLAIN[symbol]
        return [a is not None and b is not None and plain(a, b) for a, b in zip(left, right, strict=True)]
    if symbol in _PLAIN and types <= _SCALARS:
        return _compare_scalars(symbol, left, right)
    return [
        a is not None and b is not None and _holds(symbol, a, b)
        for a, b in _watched(zip(left, right, strict=True))
    ]


def _compare_scalars(symbol: str, left: Sequence[object], right: Sequence[object]) -> Values:
    """As `compare`, for columns in which numbers, texts and missing values are mixed."""
    plain = _PLAIN[symbol]
    if symbol in ("==", "!="):
        return [a is not None and b is not None and plain(a, b) for a, b in zip(left, right, strict=True)]
    return [
        ((type(a) in _NUMBERS and type(b) in _NUMBERS) or (type(a) is str and type(b) is str)) and plain(a, b)
        for a, b in zip(left, right, strict=True)
    ]


def member(symbol: str, left: Sequence[object], items: Sequence[object]) -> Values:
    """`left in items` or `left not in items` for each row, with constant items; False where it is missing."""
    inside, outside = (True, False) if symbol == "in" else (False, True)
    present = [item for item in items if item is not None]
    if {*map(type, left), *map(type, present)} <= _SCALARS:
        # Equal numbers hash alike whatever their type; NaN equals nothing, itself included.
        wanted = {item for item in present if item == item}
        return [
            False if value is None else (inside if value in wanted and value == value else outside)
            for value in left
        ]
    return [
        False if value is None else (inside if contains(items, value) else outside)
        for value in _watched(left)
    ]


def combine(symbol: str, left: Sequence[object], right: Sequence[object]) -> Values:
    """`left symbol right` for each row, for `+ - * /`; missing where either is no number."""
    if symbol in _PLAIN and _types(left, right) <= {float, bool}:
        return list(map(_PLAIN[symbol], left, right))
    return [calculate(symbol, a, b) for a, b in zip(left, right, strict=True)]


def logical(symbol: str, left: Sequence[object], right: Sequence[object]) -> Values:
    """`left and right` or `left or right` for each row: as in Python, one of the two values."""
    if symbol == "and":
        return [a and b for a, b in zip(left, right, strict=True)]
    return [a or b for a, b in zip(left, right, strict=True)]


def _watched(values: Iterable[T]) -> Iterator[T]:
    """The values, as long as there is time: those that hold lists may take long, each."""
    for value in values:
        limits.check()
        yield value


def _types(left: Sequence[object], right: Sequence[object]) -> set[type]:
    return {*map(type, left), *map(type, right)}


def _holds(symbol: str, a: object, b: object) -> bool:
    if symbol == "==":
        return equal(a, b)
    if symbol == "!=":
        return not equal(a, b)
    if symbol == "in":
        return contains(b, a)
    if symbol == "not in":
        return not contains(b, a)
    return ordered(symbol, a, b)
