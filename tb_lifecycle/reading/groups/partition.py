"""Puts rows together that have equal values in every one of several columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from tb_lifecycle.reading.expressions import limits

_NAN = ("NaN",)


def partition(columns: Iterable[Sequence[object]], rows: int) -> list[list[int]]:
    """The rows of each group, in their order; groups are in the order of their first rows.

    1 and 1.0 are equal, NaN and NaN are, missing and missing are; 1 and True are not.
    """
    frozen = [_freeze_column(values) for values in columns]
    groups: dict[Hashable, list[int]] = {}
    for row, found in enumerate(zip(*frozen, strict=True) if frozen else [()] * rows):
        groups.setdefault(found, []).append(row)
    return list(groups.values())


def _freeze_column(values: Sequence[object]) -> Sequence[Hashable]:
    limits.check()
    types = set(map(type, values)) - {type(None)}
    if types <= {int, str} or types <= {bool, str}:
        return values
    if types <= {int, float, str} and not any(value != value for value in values):
        return values
    return [freeze(value) for value in values]


def freeze(value: object) -> Hashable:
    """A value that is equal to another's, and has its hash, where the two values are the same."""
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, float) and value != value:
        return _NAN
    if isinstance(value, (list, tuple)):
        return tuple(map(freeze, value))
    return value if isinstance(value, Hashable) else repr(value)
