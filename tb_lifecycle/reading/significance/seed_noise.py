"""How far runs spread that differ by nothing but their seed, over many settings: a yardstick, not a test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tb_lifecycle.reading.significance.sample import Sample

_FAR_MORE = math.sqrt(10)


@dataclass(frozen=True)
class SeedNoise:
    """The typical standard deviation of a metric among runs of one setting.

    Attributes:
      sd: the typical one, in the metric's unit.
      groups: of how many settings it is.
      runs: of how many runs in all.
    """

    sd: float
    groups: int
    runs: int


def typical_noise(samples: Sequence[Sample]) -> SeedNoise | None:
    """The pooled standard deviation of the samples but those that spread far more than most do.

    A setting that diverges for some seeds has a noise of its own, which is not the others': a sample is left
    out whose variance is more than ten times the median one. Of equal settings that is one in six hundred of
    two runs, and fewer of larger ones. The variance of few figures is more often too small than too large;
    each is therefore divided for that by the median that it has where the true one is 1: that of chi squared
    over its degrees of freedom f, (1 - 2 / (9 f))^3 (Wilson and Hilferty, "The
    distribution of chi-square", 1931).

    Args:
      samples: one a setting; those of fewer than two figures say nothing.

    Returns:
      None where no sample has two figures.
    """
    telling = [sample for sample in samples if sample.n > 1]
    if not telling:
        return None
    middle = median(sample.sd / math.sqrt(_median_share(sample.n - 1)) for sample in telling)
    kept = [sample for sample in telling if sample.sd <= _FAR_MORE * middle]
    freedom = sum(sample.n - 1 for sample in kept)
    largest = max(sample.sd for sample in kept) or 1.0
    pooled = largest * math.sqrt(
        math.fsum((sample.n - 1) * (sample.sd / largest) ** 2 for sample in kept) / freedom
    )
    return SeedNoise(pooled, len(kept), sum(sample.n for sample in kept))


def _median_share(freedom: int) -> float:
    return (1 - 2 / (9 * freedom)) ** 3
