"""By how much the best of many is better than it is: of equals, one is always highest by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from tb_lifecycle.reading.significance.difference import find_difference
from tb_lifecycle.reading.significance.sample import CONFIDENCE
from tb_lifecycle.reading.sweeps.ranking import Ranking
from tb_lifecycle.reading.sweeps.settings import Settings

_NORMAL = NormalDist()
# Of more settings those after these are worse than the best by more than its luck.
_MOST = 200


@dataclass(frozen=True)
class Lift:
    """What picking the best gives by noise.

    Attributes:
      among: how many settings the figures cannot tell from the first, itself among them.
      amount: by how much the best of so many equals is better than they are, in the metric's unit.
    """

    among: int
    amount: float


def find_lift(found: Settings, ranking: Ranking) -> Lift | None:
    """The lift of the first; None where no seeds tell how large noise is, or it is alone."""
    noise = found.noise()
    known = [each.place for each in ranking.order if found.settings[each.place].sample.n and each.rank]
    if noise is None or not known:
        return None
    first = found.settings[known[0]].sample
    among = 1
    for place in known[1:_MOST]:
        sample = found.settings[place].sample
        difference = find_difference(first, sample)
        among += difference is not None and difference.p >= 1 - CONFIDENCE
    if among < 2:
        return None
    return Lift(among, expected_maximum(among) * noise / math.sqrt(first.n))


@lru_cache(maxsize=256)
def expected_maximum(count: int) -> float:
    """The mean of the highest of so many draws from the standard normal distribution.

    The integral over the quantiles, u -> quantile(u ** (1 / count)), by the midpoint rule: right to 0.001.
    """
    middles = (np.arange(20_000) + 0.5) / 20_000
    return float(np.mean([_NORMAL.inv_cdf(u) for u in _inside(middles ** (1 / count))]))


def _inside(shares: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    return [min(max(float(share), 1e-300), 1 - 1e-16) for share in shares]
