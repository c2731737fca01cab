"""Several comparisons at once, and how many runs one would take."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tb_lifecycle.reading.significance.sample import CONFIDENCE, Sample
from tb_lifecycle.reading.significance.student import t_quantile

POWER = 0.8
MOST_RUNS = 1000


def holm(values: Sequence[float | None]) -> list[float | None]:
    """The p of comparisons that are shown together, corrected (Holm 1979); None stays None."""
    known = sorted((value, place) for place, value in enumerate(values) if value is not None)
    corrected: list[float | None] = [None] * len(values)
    most = 0.0
    for rank, (value, place) in enumerate(known):
        most = max(most, min(1.0, (len(known) - rank) * value))
        corrected[place] = most
    return corrected


def runs_needed(
    first: Sample, second: Sample, comparisons: int = 1, pairs: Sample | None = None
) -> int | None:
    """How many runs a side would tell a difference such as this one.

    As many as Welch's test needs to find it in four of five repetitions, if means and spreads are those of
    the samples: n = (t(1 - alpha / 2) + t(0.8))^2 (s1^2 + s2^2) / delta^2, both with the degrees of freedom
    that n gives. Of pairs as many as Student's test of them needs: with their variance in place of the sum.

    Args:
      first, second: of two figures or more.
      comparisons: that are shown together; alpha is divided by it.
      pairs: the differences at equal seeds, where these were tested.

    Returns:
      From 2 to `MOST_RUNS`; None where it would be more, or there is no difference or no spread.
    """
    delta = abs(second.mean - first.mean)
    spread = pairs.sd if pairs is not None else math.hypot(first.sd, second.sd)
    if not delta or not spread:
        return None
    ratio = spread / delta
    tail = (1 - CONFIDENCE) / 2 / max(1, comparisons)
    shape = 1.0 if pairs is not None else _shape(first.sd, second.sd)
    low, high = 1, MOST_RUNS + 1
    while high - low > 1:
        n = (low + high) // 2
        freedom = shape * (n - 1)
        enough = n >= ((t_quantile(1 - tail, freedom) + t_quantile(POWER, freedom)) * ratio) ** 2
        low, high = (low, n) if enough else (n, high)
    return high if high <= MOST_RUNS else None


def _shape(one: float, other: float) -> float:
    """Welch's degrees of freedom over n - 1, with n a side: 1 for one that spreads alone, 2 for equals."""
    whole = math.hypot(one, other)
    return 1 / ((one / whole) ** 4 + (other / whole) ** 4)
