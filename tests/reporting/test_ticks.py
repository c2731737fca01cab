import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tb_lifecycle.reporting.ticks import linear_ticks, log_ticks, tick_text


def test_they_are_round_and_few() -> None:
    assert linear_ticks(0.63, 0.95) == [0.7, 0.8, 0.9]
    assert linear_ticks(0, 28_000) == [0, 10_000, 20_000]
    assert linear_ticks(1, 12, whole=True) == [3, 6, 9, 12]
    assert linear_ticks(0, 1, whole=True) == [0, 1]
    assert log_ticks(0.04, 2.3) == [0.1, 1.0]
    assert log_ticks(0.2, 9) == [0.2, 0.5, 1.0, 2.0, 5.0]


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_they_lie_within_any_range_in_order(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    ticks = linear_ticks(low, high)
    assert len(ticks) <= 21
    assert all(map(math.isfinite, ticks))
    assert all(before < after for before, after in itertools.pairwise(ticks))
    room = (high / 2 - low / 2) * 1e-6 + max(abs(low), abs(high)) * 1e-9 + 1e-12
    assert all(low - room <= tick <= high + room for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high"), [(-1e308, 1e308), (1e-300, 2e-300), (5e-324, 1e-323), (1e15, 1e15 + 1), (0, 5e-324)]
)
def test_the_ends_of_what_numbers_can_be(low: float, high: float) -> None:
    assert all(map(math.isfinite, linear_ticks(low, high)))
    if low > 0:
        assert all(map(math.isfinite, log_ticks(low, high)))


def test_a_hundred_decades_have_few_marks() -> None:
    assert 2 <= len(log_ticks(1e-50, 1e50)) <= 6


def test_they_are_said_short() -> None:
    assert list(map(tick_text, (0.05, 20_000, 1_500_000, 0, -5000))) == ["0.05", "20k", "1.5M", "0", "-5000"]
