"""The difference between two samples: an interval, a probability, and what it was worked out by.

- Two samples of two or more: Welch's t test (Welch 1947), which takes no equal variance for granted.
- The same seeds on both sides: Student's t over the differences of the pairs.
- One run against two or more: whether it could be one more of those, by Student's t, as if both spread alike.
- Enough runs whose skewness says that no normal distribution made them: the bootstrap, BCa.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from tb_lifecycle.reading.significance.bootstrap import bootstrap_difference, is_skewed
from tb_lifecycle.reading.significance.sample import CONFIDENCE, Sample
from tb_lifecycle.reading.significance.student import t_cdf, t_quantile, t_tail

# TensorBoard's figures have 24 bits: differences that spread by less than this part of a figure are rounding.
_ROUNDING = 2.0**-22
Method = Literal["welch", "paired", "one against many", "bootstrap"]


@dataclass(frozen=True)
class Difference:
    """How far the second sample's mean is above the first's.

    Attributes:
      method: what it was worked out by.
      delta: the difference of the means.
      low, high: its 95 % interval.
      p: the probability of a difference as large or larger where there is none, two-sided, uncorrected.
      freedom: degrees of freedom; None of a bootstrap.
      higher: the probability that a new run of the second is higher than a new one of the first.
    """

    method: Method
    delta: float
    low: float
    high: float
    p: float
    freedom: float | None
    higher: float


def find_difference(
    first: Sample,
    second: Sample,
    seeds: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
) -> Difference | None:
    """The difference between two samples.

    Args:
      first, second: the samples.
      seeds: what each figure was drawn with, where that is known.

    Returns:
      None where nothing can be said: fewer than three figures in all, or no spread on either side.
    """
    if min(first.n, second.n) < 1 or first.n + second.n < 3 or not (first.sd or second.sd):
        return None
    if min(first.n, second.n) == 1:
        return _one_against_many(first, second)
    if seeds is not None and (pairs := find_pairs(first, second, seeds)) is not None:
        error = pairs.sd / math.sqrt(pairs.n)
        return _student("paired", pairs.mean, error, pairs.n - 1, _is_higher(first, second))
    if is_skewed(first) or is_skewed(second):
        delta = second.mean - first.mean
        found = bootstrap_difference(first.values, second.values)
        return Difference("bootstrap", delta, found.low, found.high, found.p, None, found.higher)
    return _welch(first, second)


def _welch(first: Sample, second: Sample) -> Difference:
    error, freedom = _error(first, second)
    return _student("welch", second.mean - first.mean, error, freedom, _is_higher(first, second))


def _error(first: Sample, second: Sample) -> tuple[float, float]:
    """The standard error of the difference, and Welch and Satterthwaite's degrees of freedom."""
    scale = max(first.sd, second.sd)
    parts = [(each.sd / scale) ** 2 / each.n for each in (first, second)]
    whole = sum(parts)
    freedom = whole**2 / sum(
        part**2 / (each.n - 1) for part, each in zip(parts, (first, second), strict=True)
    )
    return scale * math.sqrt(whole), freedom


def find_pairs(
    first: Sample, second: Sample, seeds: tuple[Sequence[Hashable], Sequence[Hashable]]
) -> Sample | None:
    """The differences at equal seeds.

    Returns:
      None unless both sides have the same seeds, each once, and the differences spread by more than what
      follows from rounding the figures.
    """
    ours, theirs = (
        dict(zip(of_side, each.values, strict=True))
        for of_side, each in zip(seeds, (first, second), strict=True)
    )
    whole = len(ours) == first.n and len(theirs) == second.n and ours.keys() == theirs.keys()
    if not whole:
        return None
    pairs = Sample([theirs[seed] - value for seed, value in ours.items()])
    largest = max(abs(value) for value in (*first.values, *second.values))
    return pairs if pairs.sd > _ROUNDING * largest else None


def _one_against_many(first: Sample, second: Sample) -> Difference:
    many = first if first.n > 1 else second
    error = many.sd * math.sqrt(1 + 1 / many.n)
    delta = second.mean - first.mean
    # Two new draws, the one run's, and the mean's.
    wide = many.sd * math.sqrt(3 + 1 / many.n)
    return _student("one against many", delta, error, many.n - 1, t_cdf(delta / wide, many.n - 1))


def _student(method: Method, delta: float, error: float, freedom: float, higher: float) -> Difference:
    half = t_quantile(0.5 + CONFIDENCE / 2, freedom) * error
    p = min(1.0, 2 * t_tail(abs(delta) / error, freedom))
    return Difference(method, delta, delta - half, delta + half, p, freedom, higher)


def _is_higher(first: Sample, second: Sample) -> float:
    """The probability that a new run of `second` is higher: both normal, their means not quite known."""
    _, freedom = _error(first, second)
    spread = math.hypot(*(each.sd * math.sqrt(1 + 1 / each.n) for each in (first, second)))
    return t_cdf((second.mean - first.mean) / spread, freedom)
