"""How a metric runs along one flag: settings as points, the running median, quartiles, where it is best.

Other flags vary along with it: a slope here is not yet a cause.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tb_lifecycle.reading.sweeps.best_range import BestRange, find_range
from tb_lifecycle.reading.sweeps.levels import Levels, numbers_of
from tb_lifecycle.reading.sweeps.settings import Figures, Settings

# Up to so many different numbers, each has a median of its own; else it runs over neighbours.
_EACH = 12
_STOPS = 25
_LEAST_WINDOW = 7


@dataclass(frozen=True)
class Stop:
    """The middle of the settings at or about one place of the axis.

    Attributes:
      at: the number, or the level of words; None of the settings without the flag.
      median, low, high: with both quartiles; infinite where diverged settings make them.
      n: how many settings.
    """

    at: float | None
    median: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Marginal:
    """One flag's picture.

    Attributes:
      flag, id: its name, and the expression of it.
      scale: of its axis.
      levels: the texts of words; empty of numbers.
      at: of each setting its number, or its level's place among words; None where the flag is not set.
      curve: along the axis, `not set` last.
      best: where the best tenth of the runs lies.
    """

    flag: str
    id: str
    scale: str
    levels: Sequence[str]
    at: Sequence[float | None]
    curve: Sequence[Stop]
    best: BestRange | None


def find_marginal(found: Settings, levels: Levels, best: Sequence[int]) -> Marginal:
    """One flag along all settings.

    Args:
      found: the settings.
      levels: the flag over all of them.
      best: the setting of each of the best runs.
    """
    values = found.flags[levels.flag]
    figures = found.scores() * found.sign
    places = numbers_of(values) if levels.is_number else levels.places.astype(np.float64)
    at = [None if math.isnan(place) else place for place in places.tolist()]
    known = ~np.isnan(figures)
    curve = _curve(
        places[known & ~np.isnan(places)], figures[known & ~np.isnan(places)], words=not levels.is_number
    )
    unset = figures[known & np.isnan(places)]
    if len(unset):
        curve.append(_stop(None, unset))
    return Marginal(
        flag=levels.flag,
        id=levels.id,
        scale=levels.scale,
        levels=() if levels.is_number else levels.texts,
        at=at,
        curve=curve,
        best=find_range(levels, values, best),
    )


def _curve(places: Figures, figures: Figures, *, words: bool) -> list[Stop]:
    different = np.unique(places)
    if words or len(different) <= _EACH:
        return [_stop(float(place), figures[places == place]) for place in different]
    order = np.argsort(places, kind="stable")
    places, figures = places[order], figures[order]
    window = min(len(places), max(_LEAST_WINDOW, len(places) // 8))
    stops = np.unique(np.linspace(0, len(places) - window, _STOPS).astype(int))
    return [
        _stop(float(np.median(places[start : start + window])), figures[start : start + window])
        for start in stops
    ]


def _stop(at: float | None, figures: Figures) -> Stop:
    ordered = np.sort(figures)
    return Stop(at, quantile(ordered, 0.5), quantile(ordered, 0.25), quantile(ordered, 0.75), len(figures))


def quantile(ordered: Figures, share: float) -> float:
    """Linear between neighbours; where one of the two is infinite, the nearer one."""
    position = share * (len(ordered) - 1)
    below, part = int(position), position - int(position)
    if not part:
        return float(ordered[below])
    pair = ordered[below : below + 2]
    if not np.isfinite(pair).all():
        return float(pair[int(part > 0.5)])
    return float(pair[0] + (pair[1] - pair[0]) * part)
