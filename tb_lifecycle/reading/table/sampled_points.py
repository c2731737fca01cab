"""Figures over TensorBoard's sampled points, for the metrics whose exact ones nobody recorded.

At most 1,000 points of a curve are kept there, so that a minimum over them need not be the minimum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.tensorboard.listing import Point, Series

SAMPLES = 1000

ReadPoints = Callable[[Collection[Series], int], Mapping[Series, Sequence[Point]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a curve comes to. NaN is left out of `min`, `max` and `mean`, unless there is nothing else."""

    count: int
    first: float
    last: float
    min: float
    max: float
    mean: float
    first_step: int
    last_step: int
    min_step: int
    max_step: int


def compute_figures(points: Sequence[Point]) -> Figures:
    """Computes the figures of a curve with at least one point."""
    numbers = [point for point in points if not math.isnan(point.value)]
    first, last = points[0], points[-1]
    low = min(numbers, key=lambda point: point.value, default=first)
    high = max(numbers, key=lambda point: point.value, default=first)
    mean = _mean([point.value for point in numbers])
    return Figures(
        count=len(points),
        first=first.value,
        last=last.value,
        min=low.value,
        max=high.value,
        mean=mean,
        first_step=first.step,
        last_step=last.step,
        min_step=low.step,
        max_step=high.step,
    )


def _mean(values: Sequence[float]) -> float:
    if not values:
        return math.nan
    infinities = {value for value in values if math.isinf(value)}
    if infinities:
        return infinities.pop() if len(infinities) == 1 else math.nan
    return math.fsum(values) / len(values)


def value_at(points: Sequence[Point], step: int) -> float | None:
    """The value at `step`, or at the nearest step that was kept; None where the curve does not reach it."""
    if not points or not points[0].step <= step <= points[-1].step:
        return None
    return min(points, key=lambda point: abs(point.step - step)).value


class FiguresCache:
    """Figures of curves, read all at once when first asked for and kept while a curve does not change."""

    def __init__(self, read_points: ReadPoints) -> None:
        self._read_points = read_points
        self._kept: dict[Series, tuple[object, Figures]] = {}

    def find(self, series: Mapping[Series, object]) -> dict[Series, Figures]:
        """Finds the figures of each series that has points.

        Args:
          series: with each an object that is another one when the curve has changed.
        """
        missing = [
            key for key, stamp in series.items() if key not in self._kept or self._kept[key][0] is not stamp
        ]
        if missing:
            for key, points in self._read_points(missing, SAMPLES).items():
                if points:
                    self._kept[key] = (series[key], compute_figures(points))
        return {key: self._kept[key][1] for key in series if key in self._kept}

    def read_points(self, series: Collection[Series]) -> Mapping[Series, Sequence[Point]]:
        """Reads curves, all at once."""
        return self._read_points(series, SAMPLES) if series else {}
