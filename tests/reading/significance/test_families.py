from __future__ import annotations

import math

import pytest

from tb_lifecycle.reading.significance.families import MOST_RUNS, holm, runs_needed
from tb_lifecycle.reading.significance.sample import Sample


def test_holm_as_published() -> None:
    """What R's `p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm")` gives, and a known textbook case."""
    assert holm([0.01, 0.02, 0.03, 0.04]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_leaves_out_what_is_unknown() -> None:
    assert holm([None, 0.02, None]) == [None, 0.02, None]
    assert holm([0.7, 0.6]) == [1.0, 1.0]


@pytest.mark.parametrize(("effect", "runs"), [(0.2, 394), (0.5, 64), (0.8, 26)])
def test_runs_needed_as_published(effect: float, runs: int) -> None:
    """Cohen's table 2.4.1 has 393, 64 and 26 for a power of 0.80 (394 when not rounded down)."""
    half = math.sqrt(0.5)
    assert runs_needed(Sample([-half, half]), Sample([effect - half, effect + half])) == runs


def test_more_runs_are_needed_for_more_comparisons() -> None:
    first, second = Sample([0.0, 1.0, 2.0]), Sample([1.0, 2.0, 3.0])
    one, five = runs_needed(first, second), runs_needed(first, second, 5)
    assert one is not None
    assert five is not None
    assert one < five


def test_no_number_of_runs_tells_what_is_no_difference() -> None:
    assert runs_needed(Sample([1.0, 2.0]), Sample([1.0, 2.0])) is None
    assert runs_needed(Sample([1.0, 1.0]), Sample([2.0, 2.0])) is None
    assert runs_needed(Sample([0.0, 1.0]), Sample([0.0001, 1.0001])) is None
    assert MOST_RUNS == 1000


def test_pairs_need_as_many_as_a_test_of_them() -> None:
    """R's `power.t.test(delta = 1, sd = 1, power = 0.8, type = "paired")` says 9.94 pairs."""
    first, second = Sample([0.0, 0.0, 0.0]), Sample([0.0, 1.0, 2.0])
    assert runs_needed(first, second, pairs=Sample([0.0, 1.0, 2.0])) == 10
    apart = Sample([5.0, 0.0, -5.0])
    with_pairs = runs_needed(apart, Sample([6.0, 1.0, -4.1]), pairs=Sample([1.0, 1.0, 0.9]))
    without = runs_needed(apart, Sample([6.0, 1.0, -4.1]))
    assert with_pairs is not None
    assert without is not None
    assert with_pairs < 5 < without
