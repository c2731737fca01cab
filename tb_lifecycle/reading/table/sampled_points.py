"""Figures over curves: those that TensorBoard keeps, and those read whole from event files.

TensorBoard keeps a reservoir of points a curve, 1,000 unless it is told otherwise. A curve that has fewer was
kept whole, and its figures are those of everything that was logged; of any other only the last value is.
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
    """What a curve comes to. NaN is left out of `min`, `max` and `mean`, unless there is nothing else.

    Attributes:
      min_time, max_time: when the extremes were logged, in epoch seconds; None where unknown.
      whole: every value that was logged is in them.
    """

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
    min_time: float | None = None
    max_time: float | None = None
    nan_count: int = 0
    whole: bool = False


def compute_figures(points: Sequence[Point], *, whole: bool = False) -> Figures:
    """Computes the figures of a curve with at least one point."""
    numbers = [point for point in points if not math.isnan(point.value)]
    first, last = points[0], points[-1]
    low = min(numbers, key=lambda point: point.value, default=first)
    high = max(numbers, key=lambda point: point.value, default=first)
    return Figures(
        count=len(points),
        first=first.value,
        last=last.value,
        min=low.value,
        max=high.value,
        mean=mean([point.value for point in numbers]),
        first_step=first.step,
        last_step=last.step,
        min_step=low.step,
        max_step=high.step,
        min_time=low.wall_time,
        max_time=high.wall_time,
        nan_count=len(points) - len(numbers),
        whole=whole,
    )


def mean(values: Sequence[float]) -> float:
    """The mean of numbers, rounded once; NaN for none and for infinities of both signs."""
    if not values:
        return math.nan
    infinities = {value for value in values if math.isinf(value)}
    if infinities:
        return infinities.pop() if len(infinities) == 1 else math.nan
    try:
        return math.fsum(values) / len(values)
    except OverflowError:  # the sum, not the mean: the numbers are near the largest double
        return math.fsum(value * 2.0**-64 for value in values) / len(values) * 2.0**64


def value_at(points: Sequence[Point], step: int, time: float | None = None) -> float | None:
    """The value at `step`, or at the nearest step that there is; None where the curve does not reach it.

    Args:
      points: in any order of steps.
      step: where.
      time: of several values at one step the one that was logged nearest to it, in epoch seconds; else the
        last one.
    """
    if not points:
        return None
    steps = [point.step for point in points]
    if not min(steps) <= step <= max(steps):
        return None
    distance = min(abs(other - step) for other in steps)
    near = [point for point in points if abs(point.step - step) == distance]
    near = [point for point in near if point.step == min(near).step]
    if time is None:
        return near[-1].value
    return min(near, key=lambda point: abs(point.wall_time - time)).value


class FiguresCache:
    """Figures of curves, read all at once when first asked for and kept while a curve does not change."""

    def __init__(self, read_points: ReadPoints, kept: int = SAMPLES) -> None:
        """Reads nothing yet.

        Args:
          read_points: asks TensorBoard.
          kept: points a curve that TensorBoard keeps; 0 for all.
        """
        self._read_points = read_points
        self._limit = min(kept or SAMPLES, SAMPLES)
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
                    self._kept[key] = (series[key], compute_figures(points, whole=self.is_whole(points)))
        return {key: self._kept[key][1] for key in series if key in self._kept}

    def is_whole(self, points: Sequence[Point]) -> bool:
        """Whether so few points are all that TensorBoard ever had of the curve."""
        return len(points) < self._limit

    def read_points(self, series: Collection[Series]) -> Mapping[Series, Sequence[Point]]:
        """Reads curves, all at once."""
        return self._read_points(series, SAMPLES) if series else {}
