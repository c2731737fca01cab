"""The figures of many groups at once: mean, spread and interval of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tb_lifecycle.reading.significance.sample import CONFIDENCE
from tb_lifecycle.reading.significance.student import t_quantile


@dataclass(frozen=True)
class GroupFigures:
    """One value a group; None where there is none.

    Attributes:
      n: how many finite figures its counted members have.
      mean: of those.
      sd: their standard deviation, over n - 1; None of fewer than two.
      low, high: the mean's 95 % interval by Student's t; None of fewer than two.
    """

    n: list[int]
    mean: list[float | None]
    sd: list[float | None]
    low: list[float | None]
    high: list[float | None]


def fold_figures(values: Sequence[object], counted: Sequence[Sequence[int]]) -> GroupFigures:
    """Folds one column.

    Args:
      values: one a run; what is no finite number is left out.
      counted: of each group, the places of the members that count.
    """
    groups = len(counted)
    sizes = [len(rows) for rows in counted]
    places = np.repeat(np.arange(groups), sizes)
    figures = np.array([_number(values[row]) for rows in counted for row in rows], np.float64)
    finite = np.isfinite(figures)
    places, figures = places[finite], figures[finite]
    n = np.bincount(places, minlength=groups)
    # Divided by the largest of a group, so that neither a sum nor a square leaves the floats.
    scale = np.zeros(groups)
    np.maximum.at(scale, places, np.abs(figures))
    scale[scale == 0] = 1.0
    scaled = figures / scale[places]
    some = np.maximum(n, 1)
    mean = np.bincount(places, scaled, groups) / some
    mean += np.bincount(places, scaled - mean[places], groups) / some
    squares = np.bincount(places, (scaled - mean[places]) ** 2, groups)
    lowest, highest = np.full(groups, np.inf), np.full(groups, -np.inf)
    np.minimum.at(lowest, places, scaled)
    np.maximum.at(highest, places, scaled)
    sd = np.where(lowest < highest, np.sqrt(squares / np.maximum(n - 1, 1)), 0.0) * scale
    mean = np.where(lowest < highest, mean, np.where(n > 0, lowest, 0.0)) * scale
    factors = {size: _factor(size) for size in set(n.tolist())}
    half = sd * np.array([factors[size] for size in n.tolist()])
    several, any_at_all = (n > 1).tolist(), (n > 0).tolist()
    return GroupFigures(
        n=n.tolist(),
        mean=_where(mean, any_at_all),
        sd=_where(sd, several),
        low=_where(mean - half, several),
        high=_where(mean + half, several),
    )


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:  # an integer that no float can hold
            return math.inf
    return math.nan


def _factor(n: int) -> float:
    return t_quantile(0.5 + CONFIDENCE / 2, n - 1) / math.sqrt(n) if n > 1 else 0.0


def _where(values: np.ndarray[tuple[int], np.dtype[np.float64]], known: Sequence[bool]) -> list[float | None]:
    return [value if is_known else None for value, is_known in zip(values.tolist(), known, strict=True)]
