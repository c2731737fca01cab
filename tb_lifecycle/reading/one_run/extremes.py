"""The extremes that a run recorded, put back into a curve whose sample left them out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tb_lifecycle.reading.tensorboard.listing import Point

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Statistics


def with_extremes(points: Sequence[Point], recorded: Statistics, most: int) -> list[Point]:
    """Adds the least and the greatest value where they are not among the points.

    Args:
      points: a sample of a curve, at least one.
      recorded: the whole curve's statistics.
      most: how long the curve may be: beyond that an added point takes its neighbour's place.

    Returns:
      The points in their order. When an added one was logged is not known: its time lies between those of
      its neighbours.
    """
    result = list(points)
    for step, value in ((recorded.min_step, recorded.min), (recorded.max_step, recorded.max)):
        if step >= 0 and not any(point.step == step and _is_same(point.value, value) for point in result):
            _insert(result, step, value, most)
    return result


def _insert(points: list[Point], step: int, value: float, most: int) -> None:
    place = next((index for index, point in enumerate(points) if point.step > step), len(points))
    points.insert(place, Point(step, _time_at(points, place, step), value))
    if len(points) > most:
        for neighbour in (place - 1, place + 1):
            if 0 < neighbour < len(points) - 1:
                del points[neighbour]
                return


def _time_at(points: Sequence[Point], place: int, step: int) -> float:
    if place in (0, len(points)):
        return points[min(place, len(points) - 1)].wall_time
    before, after = points[place - 1], points[place]
    share = (step - before.step) / (after.step - before.step)
    return before.wall_time + (after.wall_time - before.wall_time) * share


def _is_same(kept: float, recorded: float) -> bool:
    """TensorBoard keeps a value in 32 bits."""
    return kept == recorded or math.isclose(kept, recorded, rel_tol=1e-6)
