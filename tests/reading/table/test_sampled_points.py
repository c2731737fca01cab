from __future__ import annotations

import math
from collections.abc import Collection

import pytest

from tb_lifecycle.reading.table.sampled_points import Figures, FiguresCache, compute_figures, mean, value_at
from tb_lifecycle.reading.tensorboard.listing import Point, Series


def curve(*values: float, steps: list[int] | None = None) -> list[Point]:
    return [Point(step, 0.0, value) for step, value in zip(steps or range(len(values)), values, strict=True)]


def test_figures() -> None:
    figures = compute_figures(curve(3.0, 1.0, 5.0, 1.0, 2.0, steps=[0, 10, 20, 30, 40]))
    assert (figures.count, figures.first, figures.last) == (5, 3.0, 2.0)
    assert (figures.min, figures.max, figures.mean) == (1.0, 5.0, 2.4)
    assert (figures.first_step, figures.last_step) == (0, 40)
    assert (figures.min_step, figures.max_step) == (10, 20)


def test_nan_is_left_out() -> None:
    figures = compute_figures(curve(math.nan, 2.0, 4.0, math.nan))
    assert (figures.count, figures.min, figures.max, figures.mean) == (4, 2.0, 4.0, 3.0)
    assert math.isnan(figures.first)
    assert math.isnan(figures.last)


def test_only_nan() -> None:
    figures = compute_figures(curve(math.nan))
    assert all(math.isnan(value) for value in (figures.min, figures.max, figures.mean))


@pytest.mark.parametrize(
    ("values", "mean"),
    [((1.0, math.inf), math.inf), ((-math.inf, 1.0), -math.inf), ((math.inf, -math.inf), math.nan)],
)
def test_infinities_count(values: tuple[float, ...], mean: float) -> None:
    figures = compute_figures(curve(*values))
    assert (figures.min, figures.max) == (min(values), max(values))
    assert figures.mean == mean or (math.isnan(figures.mean) and math.isnan(mean))


def test_the_value_at_a_step() -> None:
    points = curve(1.0, 2.0, 3.0, steps=[0, 10, 30])
    assert value_at(points, 10) == 2.0
    assert value_at(points, 12) == 2.0
    assert value_at(points, 29) == 3.0
    assert value_at(points, 31) is None
    assert value_at(points, -1) is None
    assert value_at([], 0) is None


def test_figures_are_kept_while_a_curve_stays_as_it_is() -> None:
    asked: list[list[Series]] = []

    def read(series: Collection[Series], limit: int) -> dict[Series, list[Point]]:
        assert limit == 1000
        asked.append(sorted(series))
        return {key: curve(1.0) for key in series if key != ("r", "empty")}

    cache = FiguresCache(read)
    first, second = {"loss": (1, 1.0)}, {"loss": (2, 2.0)}
    assert list(cache.find({("r", "a"): first, ("r", "b"): first, ("r", "empty"): first})) == [
        ("r", "a"),
        ("r", "b"),
    ]
    cache.find({("r", "a"): first})
    cache.find({("r", "a"): second, ("r", "b"): first})
    assert asked == [[("r", "a"), ("r", "b"), ("r", "empty")], [("r", "a")]]
    assert cache.find({}) == {}


def test_figures_have_times_and_what_was_left_out() -> None:
    points = [Point(step, 10.0 + step, value) for step, value in enumerate((math.nan, 3.0, 1.0, 3.0, 1.0))]
    assert compute_figures(points[1:], whole=True) == Figures(
        count=4,
        first=3.0,
        last=1.0,
        min=1.0,
        max=3.0,
        mean=2.0,
        first_step=1,
        last_step=4,
        min_step=2,
        max_step=1,
        min_time=12.0,
        max_time=11.0,
        nan_count=0,
        whole=True,
    )
    figures = compute_figures(points)
    assert (figures.count, figures.nan_count, figures.whole) == (5, 1, False)


def test_the_mean_is_rounded_once_and_reaches_as_far_as_doubles() -> None:
    assert mean([0.1] * 10) == 0.1
    assert mean([1e308, 1e308, 1.5e308]) == pytest.approx(1.1666666666666667e308)
    assert mean([-1.7e308, -1.7e308]) == -1.7e308
    assert math.isnan(mean([]))


def test_of_several_values_at_one_step_the_one_nearest_in_time() -> None:
    points = [Point(5, 10.0, 1.0), Point(5, 20.0, 2.0), Point(5, 30.0, 3.0), Point(9, 40.0, 4.0)]
    assert value_at(points, 5) == 3.0
    assert [value_at(points, 5, time) for time in (0.0, 14.0, 16.0, 99.0)] == [1.0, 1.0, 2.0, 3.0]
    assert value_at(points, 7) == 3.0  # as near to both: the lower step
    assert value_at(points, 9) == 4.0


@pytest.mark.parametrize(("kept", "most"), [(1000, 999), (0, 999), (10, 9), (5000, 999)])
def test_a_curve_of_fewer_points_than_are_kept_is_whole(kept: int, most: int) -> None:
    def read(series: Collection[Series], limit: int) -> dict[Series, list[Point]]:
        assert limit == 1000
        return {key: curve(*[1.0] * int(key[1])) for key in series}

    cache = FiguresCache(read, kept)
    assert cache.is_whole(curve(*[1.0] * most))
    assert not cache.is_whole(curve(*[1.0] * (most + 1)))
    found = cache.find({("r", str(most)): 1, ("r", str(most + 1)): 1})
    assert [figures.whole for figures in found.values()] == [True, False]
    assert {key: len(points) for key, points in cache.read_points([("r", "3")]).items()} == {("r", "3"): 3}


def test_nothing_is_asked_where_nothing_is_wanted() -> None:
    def read(_series: Collection[Series], _limit: int) -> dict[Series, list[Point]]:
        raise AssertionError

    assert FiguresCache(read).read_points([]) == {}
