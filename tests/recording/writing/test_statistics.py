from __future__ import annotations

import math
from fractions import Fraction

import pytest

from tb_lifecycle.format.lifecycle_pb2 import Statistics
from tb_lifecycle.recording.writing.statistics import SeriesStatistics


def add(statistics: SeriesStatistics, *values: tuple[float, int]) -> Statistics:
    for value, step in values:
        statistics.add(value, step)
    return statistics.to_message()


def test_every_figure_and_its_step() -> None:
    message = add(SeriesStatistics(), (2.0, 1), (5.0, 2), (-1.0, 3), (3.0, 4))
    assert (message.count, message.first, message.last) == (4, 2.0, 3.0)
    assert (message.min, message.max, message.mean) == (-1.0, 5.0, 2.25)
    assert (message.first_step, message.last_step) == (1, 4)
    assert (message.min_step, message.max_step) == (3, 2)
    assert not message.inexact


def test_double_precision() -> None:
    assert add(SeriesStatistics(), (0.1, 0)).last == 0.1


def test_of_equal_values_the_first_is_the_extreme() -> None:
    message = add(SeriesStatistics(), (1.0, 3), (1.0, 4))
    assert (message.min_step, message.max_step) == (3, 3)


def test_nan_counts_and_is_in_no_extreme() -> None:
    message = add(SeriesStatistics(), (math.nan, 0), (4.0, 1), (2.0, 2), (math.nan, 3))
    assert (message.count, message.nan_count) == (4, 2)
    assert math.isnan(message.first)
    assert math.isnan(message.last)
    assert (message.min, message.max, message.mean) == (2.0, 4.0, 3.0)


def test_nothing_but_nan() -> None:
    message = add(SeriesStatistics(), (math.nan, 7))
    assert math.isnan(message.min)
    assert math.isnan(message.max)
    assert math.isnan(message.mean)
    assert (message.min_step, message.max_step) == (-1, -1)


def test_infinities_are_values() -> None:
    message = add(SeriesStatistics(), (math.inf, 0), (1.0, 1))
    assert (message.min, message.max, message.mean) == (1.0, math.inf, math.inf)
    assert add(SeriesStatistics(), (math.inf, 5)).min_step == 5
    assert add(SeriesStatistics(), (-math.inf, 5)).max_step == 5


@pytest.fixture
def carried() -> Statistics:
    return add(SeriesStatistics(), (2.0, 10), (6.0, 20), (math.nan, 30))


def test_a_restart_beyond_the_old_steps_goes_on_exactly(carried: Statistics) -> None:
    message = add(SeriesStatistics(carried), (1.0, 31))
    assert (message.count, message.nan_count, message.first, message.last) == (4, 1, 2.0, 1.0)
    assert (message.min, message.max, message.mean) == (1.0, 6.0, 3.0)
    assert (message.first_step, message.last_step, message.min_step, message.max_step) == (10, 31, 31, 20)
    assert not message.inexact


@pytest.mark.parametrize("step", [11, 20, 30])
def test_a_restart_between_the_old_steps_is_inexact(carried: Statistics, step: int) -> None:
    message = add(SeriesStatistics(carried), (1.0, step), (1.0, step + 1))
    assert message.count == 5
    assert message.inexact


@pytest.mark.parametrize("step", [0, 10])
def test_a_restart_from_the_beginning_starts_afresh(carried: Statistics, step: int) -> None:
    message = add(SeriesStatistics(carried), (1.0, step), (3.0, step))
    assert (message.count, message.first, message.mean, message.nan_count) == (2, 1.0, 2.0, 0)
    assert not message.inexact


def test_what_was_inexact_stays_so(carried: Statistics) -> None:
    carried.inexact = True
    assert add(SeriesStatistics(carried), (1.0, 31)).inexact
    assert not add(SeriesStatistics(carried), (1.0, 0)).inexact


def test_carried_figures_stand_until_the_first_value(carried: Statistics) -> None:
    statistics = SeriesStatistics(carried)
    assert statistics.to_message() == carried
    assert statistics.begun_step == -1
    statistics.add(1.0, 40)
    statistics.add(1.0, 50)
    assert statistics.begun_step == 40


@pytest.mark.parametrize(
    "values",
    [
        [1.5e308] * 10,
        [1.5e308] * 4 + [-1.5e308] * 4,
        [1.6e308, 1.2e308, 0.2e308, 1.0],
        [1.0, 1e100, 1.0, -1e100],
        [1e-300] * 7,
        [0.1] * 1001,
        [5e-324, 5e-324],
    ],
)
@pytest.mark.parametrize("parts", [1, 2])
def test_the_mean_is_that_of_all_values(values: list[float], parts: int) -> None:
    half = len(values) // 2 if parts == 2 else len(values)
    statistics = SeriesStatistics()
    message = add(statistics, *((value, step) for step, value in enumerate(values[:half])))
    rest = [(value, half + step) for step, value in enumerate(values[half:])]
    if rest:
        message = add(SeriesStatistics(message), *rest)
    true = float(sum(map(Fraction, values)) / len(values))
    assert math.isclose(
        message.mean, true, rel_tol=1e-15, abs_tol=max(map(abs, values)) * 1e-16 * (parts - 1)
    )


def test_infinities_of_both_signs_have_no_mean_also_after_a_restart() -> None:
    message = add(SeriesStatistics(), (math.inf, 0), (1.0, 1))
    assert math.isnan(add(SeriesStatistics(message), (-math.inf, 2)).mean)
    assert add(SeriesStatistics(message), (2.0, 2)).mean == math.inf
