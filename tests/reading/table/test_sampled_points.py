from __future__ import annotations

import math
from collections.abc import Collection

import pytest

from tb_lifecycle.reading.table.sampled_points import FiguresCache, compute_figures, value_at
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
