from __future__ import annotations

import math

from tb_lifecycle.format.lifecycle_pb2 import Statistics
from tb_lifecycle.reading.one_run.extremes import with_extremes
from tb_lifecycle.reading.tensorboard.listing import Point


def statistics(low: tuple[int, float], high: tuple[int, float]) -> Statistics:
    return Statistics(min_step=low[0], min=low[1], max_step=high[0], max=high[1])


POINTS = [Point(0, 100.0, 1.0), Point(10, 110.0, 0.5), Point(20, 120.0, 0.2)]


def test_a_spike_and_a_dip_stand_where_they_were() -> None:
    curve = with_extremes(POINTS, statistics((4, -3.0), (15, 50.0)), 1000)
    assert curve == [
        POINTS[0],
        Point(4, 104.0, -3.0),
        POINTS[1],
        Point(15, 115.0, 50.0),
        POINTS[2],
    ]


def test_what_the_sample_has_is_not_added_again() -> None:
    kept = [Point(0, 100.0, 1.0), Point(20, 120.0, 0.20000000298023224)]
    assert with_extremes(kept, statistics((20, 0.2), (0, 1.0)), 1000) == kept


def test_an_extreme_before_or_after_the_sample_is_drawn_too() -> None:
    curve = with_extremes(POINTS[1:2], statistics((3, 0.1), (30, 2.0)), 1000)
    assert curve == [Point(3, 110.0, 0.1), POINTS[1], Point(30, 110.0, 2.0)]


def test_a_curve_grows_no_longer_than_asked_for_and_keeps_its_ends() -> None:
    curve = with_extremes(POINTS, statistics((20, 0.2), (15, 50.0)), 3)
    assert [point.step for point in curve] == [0, 15, 20]
    assert [point.step for point in with_extremes(POINTS[:2], statistics((10, 0.5), (5, 9.0)), 2)] == [
        0,
        5,
        10,
    ]


def test_one_that_was_never_set_is_none() -> None:
    only_nan = statistics((-1, 0.0), (-1, 0.0))
    points = [Point(0, 1.0, math.nan)]
    assert with_extremes(points, only_nan, 10) == points
