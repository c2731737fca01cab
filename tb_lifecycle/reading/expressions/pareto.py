"""Which rows nothing else beats in everything at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.expressions import limits

# So many rows are held against the front between two looks at the clock.
_BATCH = 256


def on_front(columns: Sequence[Sequence[object]]) -> list[bool]:
    """Whether no other row is at least as high in every column and higher in one (Pareto's front).

    Rows that are equal in all columns are on it together. One without a number in a column, or with NaN, is
    not on it and keeps no other from it; infinities are numbers.

    Args:
      columns: one or more, of one length; higher is better in each.
    """
    figures = np.array([[_number(value) for value in values] for values in columns], np.float64)
    known = np.flatnonzero(~np.isnan(figures).any(axis=0))
    points, places = np.unique(figures[:, known].T, axis=0, return_inverse=True)
    best = _undominated(points)
    found = np.zeros(figures.shape[1], bool)
    found[known] = best[places.reshape(-1)]
    return found.tolist()


def _undominated(points: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Of different points in ascending order: those that no other is nowhere below.

    What dominates a point comes after it in this order, so from the last on a point is held against the
    front found so far.
    """
    found = np.zeros(len(points), bool)
    if points.shape[1] <= 2:
        highest = np.maximum.accumulate(points[::-1, -1])
        found[::-1] = np.concatenate([[True], points[::-1, -1][1:] > highest[:-1]])[: len(points)]
        return found
    front = np.empty_like(points)
    size = 0
    for place in range(len(points) - 1, -1, -1):
        if place % _BATCH == 0:
            limits.check()
        if not (front[:size] >= points[place]).all(axis=1).any():
            front[size] = points[place]
            size += 1
            found[place] = True
    return found


def _number(value: object) -> float:
    if not isinstance(value, (int, float)):
        return np.nan
    try:
        return float(value)
    except OverflowError:  # an integer that no float can hold
        return np.inf if value > 0 else -np.inf
