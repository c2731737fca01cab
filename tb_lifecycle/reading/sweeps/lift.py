"""By how much the best of many is better than it is: of equals, one is always highest by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tb_lifecycle.reading.significance.best_of_many import expected_maximum
from tb_lifecycle.reading.significance.difference import find_difference
from tb_lifecycle.reading.significance.sample import CONFIDENCE
from tb_lifecycle.reading.sweeps.ranking import Ranking
from tb_lifecycle.reading.sweeps.settings import Settings

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
    first = found.settings[known[0]]
    among = 1
    for place in known[1:_MOST]:
        other = found.settings[place]
        difference = find_difference(first.sample, other.sample, (first.seeds, other.seeds))
        among += difference is not None and difference.p >= 1 - CONFIDENCE
    if among < 2:
        return None
    return Lift(among, expected_maximum(among) * noise / math.sqrt(first.sample.n))
