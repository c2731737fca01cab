"""What a few figures of one setting say: mean, spread, and an interval for the mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tb_lifecycle.reading.significance.student import t_quantile

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Sample:
    """Finite figures of one setting, one a run."""

    values: Sequence[float]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.values)

    @cached_property
    def mean(self) -> float:
        """Their mean; of none, 0."""
        scale = self._scale
        return scale * (math.fsum(value / scale for value in self.values) / self.n) if self.values else 0.0

    @cached_property
    def sd(self) -> float:
        """Their standard deviation, over n - 1; 0 of one or none, and where they are all equal."""
        if self.n < 2 or min(self.values) == max(self.values):
            return 0.0
        scale = self._scale
        middle = self.mean / scale
        return scale * math.sqrt(
            math.fsum((value / scale - middle) ** 2 for value in self.values) / (self.n - 1)
        )

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the mean by Student's t; None of fewer than two."""
        if self.n < 2:
            return None
        half = t_quantile(0.5 + CONFIDENCE / 2, self.n - 1) * self.sd / math.sqrt(self.n)
        return self.mean - half, self.mean + half

    @cached_property
    def _scale(self) -> float:
        """What the figures are divided by, so that neither their sum nor a square leaves the floats."""
        return max(map(abs, self.values), default=0.0) or 1.0
