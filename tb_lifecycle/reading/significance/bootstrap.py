"""The bootstrap of a difference of means: bias-corrected and accelerated (BCa; Efron 1987).

Used where the sample itself says that it is not normal, and is large enough for resampling it to be worth
more than Student's t: of fewer than 20 its intervals are too short.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.significance.sample import CONFIDENCE, Sample

Figures = npt.NDArray[np.float64]

LEAST, MOST = 20, 500  # above, a mean is normal whatever its figures are, and Student's t is right
DRAWS = 10_000
# Skewness that a normal sample exceeds in 1 % of all cases, in its standard errors.
_SKEWED = NormalDist().inv_cdf(0.995)
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Bootstrapped:
    """An interval, a two-sided p, and how often one of the second sample is above one of the first."""

    low: float
    high: float
    p: float
    higher: float


def is_skewed(sample: Sample) -> bool:
    """Whether a sample is skewed as no normal one of its size is, and has from `LEAST` to `MOST` figures."""
    if not LEAST <= sample.n <= MOST or not sample.sd:
        return False
    standard = [(value - sample.mean) / sample.sd for value in sample.values]
    n = sample.n
    skewness = math.fsum(value**3 for value in standard) * n / ((n - 1) * (n - 2))
    error = math.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return abs(skewness) > _SKEWED * error


def bootstrap_difference(
    first: Sequence[float], second: Sequence[float], confidence: float = CONFIDENCE
) -> Bootstrapped:
    """The difference of the second mean from the first; the same figures give the same answer.

    `confidence` is that of the interval.
    """
    random = np.random.default_rng(len(first) * 1_000_003 + len(second))
    ours, theirs = np.asarray(first, np.float64), np.asarray(second, np.float64)
    drawn = _draw_means(theirs, random) - _draw_means(ours, random)
    delta = float(theirs.mean() - ours.mean())
    bias = _NORMAL.inv_cdf(_within(float(np.mean(drawn < delta) + np.mean(drawn == delta) / 2)))
    speed = _acceleration(ours, theirs)
    tails = (0.5 - confidence / 2, 0.5 + confidence / 2)
    low, high = np.quantile(drawn, [_adjusted(tail, bias, speed) for tail in tails])
    above = np.mean(theirs[:, None] > ours[None, :]) + np.mean(theirs[:, None] == ours[None, :]) / 2
    return Bootstrapped(float(low), float(high), _probability(drawn, bias, speed), float(above))


def _draw_means(values: Figures, random: np.random.Generator) -> Figures:
    n = len(values)
    whole = max(1, 4_000_000 // n)
    parts = [
        values[random.integers(0, n, (min(whole, DRAWS - done), n))].mean(axis=1)
        for done in range(0, DRAWS, whole)
    ]
    return np.concatenate(parts)


def _acceleration(ours: Figures, theirs: Figures) -> float:
    """From what leaving out one figure does to the difference, over both samples (Efron and Tibshirani)."""
    pull = np.concatenate([(ours.mean() - ours) / len(ours), (theirs - theirs.mean()) / len(theirs)])
    spread = float(np.sum(pull**2))
    return float(np.sum(pull**3)) / (6 * spread**1.5) if spread else 0.0


def _adjusted(tail: float, bias: float, speed: float) -> float:
    moved = bias + _NORMAL.inv_cdf(tail)
    return _NORMAL.cdf(bias + moved / (1 - speed * moved))


def _probability(drawn: Figures, bias: float, speed: float) -> float:
    """The p at which the interval would just leave out 0: BCa's own formula, solved for it."""
    share = _within(float(np.mean(drawn < 0) + np.mean(drawn == 0) / 2))
    moved = _NORMAL.inv_cdf(share) - bias
    tail = _NORMAL.cdf(moved / (1 + speed * moved) - bias)
    return max(2 * min(tail, 1 - tail), 1 / DRAWS)


def _within(share: float) -> float:
    """A share that is neither 0 nor 1: of so many draws nothing is known to be impossible."""
    return min(max(share, 0.5 / DRAWS), 1 - 0.5 / DRAWS)
