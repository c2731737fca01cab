"""The order of runs by the values of expressions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.source import ColumnSource
from tb_lifecycle.reading.expressions.tokens import split_top_level

# Unlike values are never compared: groups follow one another in this order, both ways.
_NUMBERS, _TEXTS, _LISTS, _OTHERS, _NAN, _MISSING = range(6)


def sort_order(
    keys: str | Sequence[str],
    source: ColumnSource,
    *,
    now: float | None = None,
    column: Callable[[str, int], list[object]] | None = None,
) -> list[int]:
    """The positions of the runs in order.

    Args:
      keys: expressions, the first counts most: a text, split at top-level commas, or several such texts.
        A leading `-` makes the whole of its expression descending: `-a + b` is `a + b` from high to low.
      source: the runs.
      now: epoch seconds from which `ago` counts.
      column: gives the values of an expression and takes its place in what the user wrote; by default it is
        evaluated over the source.

    Returns:
      Positions in the source. Missing values come last both ways, NaN just before them; ties go by name.

    Raises:
      ExpressionError: a key is no expression; its position counts from that text's beginning.
    """
    order = sorted(range(len(source)), key=source.names.__getitem__)
    places: dict[str, int] = {}
    for text in [keys] if isinstance(keys, str) else keys:
        for part, place in split_top_level(text):
            places.setdefault(part, place)  # what is named again changes nothing
    if column is None:
        column = partial(_evaluate, source, now)
    columns = [(part, place, *_key_column(part, place, column)) for part, place in places.items()]
    for part, place, values, descending in reversed(columns):
        limits.begin_expression(place, place + len(part))
        order = _ordered(order, values, descending)
    return order


def _evaluate(source: ColumnSource, now: float | None, text: str, offset: int) -> list[object]:
    return evaluate(text, source, now=now, offset=offset)


def _key_column(
    part: str, place: int, column: Callable[[str, int], list[object]]
) -> tuple[list[object], bool]:
    expression = part.removeprefix("-").lstrip()
    return column(expression, place + len(part) - len(expression)), part.startswith("-")


def _ordered(order: list[int], values: list[object], descending: bool) -> list[int]:
    groups: list[list[int]] = [[] for _ in range(_MISSING + 1)]
    for position in order:
        groups[_group(values[position])].append(position)
    for group in (_NUMBERS, _TEXTS, _LISTS, _OTHERS):
        groups[group].sort(key=lambda position: _sortable(values[position]), reverse=descending)
    return [position for group in groups for position in group]


def _group(value: object) -> int:
    if value is None:
        return _MISSING
    if isinstance(value, float) and math.isnan(value):
        return _NAN
    if isinstance(value, (int, float)):
        return _NUMBERS
    if isinstance(value, str):
        return _TEXTS
    return _LISTS if isinstance(value, (list, tuple)) else _OTHERS


def _sortable(value: object) -> Any:
    """The value itself, or a list's elements, each after its group, so that any two lists can be compared."""
    if isinstance(value, (int, float, str)):
        return value
    if not isinstance(value, (list, tuple)):
        return repr(value)
    return [
        (group, 0 if group in (_NAN, _MISSING) else _sortable(item))
        for item in value
        for group in [_group(item)]
    ]
