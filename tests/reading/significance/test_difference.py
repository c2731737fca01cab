"""Differences against worked examples, and by simulation."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from tb_lifecycle.reading.significance.bootstrap import LEAST, bootstrap_difference, is_skewed
from tb_lifecycle.reading.significance.difference import Difference, find_difference
from tb_lifecycle.reading.significance.sample import Sample

# Student (1908): hours of sleep that two drugs gained ten patients.
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def differ(first: list[float], second: list[float], seeds: list[int] | None = None) -> Difference:
    both = None if seeds is None else (seeds, seeds)
    found = find_difference(Sample(first), Sample(second), both)
    assert found is not None
    return found


def test_welch_as_published() -> None:
    """What R's manual prints for `t.test(extra ~ group, data = sleep)`."""
    found = differ(DRUG_1, DRUG_2)
    assert found.method == "welch"
    assert found.delta == pytest.approx(1.58)
    assert found.freedom == pytest.approx(17.776, abs=0.0005)
    assert found.p == pytest.approx(0.07939, abs=0.000005)
    assert (found.low, found.high) == (
        pytest.approx(-0.2054832, abs=1e-7),
        pytest.approx(3.3654832, abs=1e-7),
    )


def test_paired_as_published() -> None:
    """Student's own: t = 4.0621, 9 degrees of freedom, p = 0.002833."""
    found = differ(DRUG_1, DRUG_2, list(range(10)))
    assert found.method == "paired"
    assert (found.freedom, found.p) == (9, pytest.approx(0.002833, abs=0.0000005))
    assert (found.low, found.high) == (
        pytest.approx(0.7001142, abs=1e-7),
        pytest.approx(2.4598858, abs=1e-7),
    )


def test_pairs_are_made_by_seed_and_not_by_place() -> None:
    sample, other = Sample([1.0, 2.0, 4.0]), Sample([4.3, 1.1, 2.2])
    found = find_difference(sample, other, ([1, 2, 3], [3, 1, 2]))
    assert found is not None
    assert found.method == "paired"
    assert found.delta == pytest.approx(0.2)
    assert found.p < 0.1


@pytest.mark.parametrize(
    "seeds", [([1, 2, 3], [1, 2, 4]), ([1, 1, 2], [1, 1, 2]), ([(), (), ()], [(), (), ()])]
)
def test_without_the_same_seeds_once_each_nothing_is_paired(seeds: tuple[list[int], list[int]]) -> None:
    found = find_difference(Sample([1.0, 2.0, 4.0]), Sample([1.1, 2.2, 4.3]), seeds)
    assert found is not None
    assert found.method == "welch"


def test_pairs_that_all_differ_by_the_same_are_not_called_certain() -> None:
    found = find_difference(Sample([1.0, 2.0]), Sample([2.0, 3.0]), ([1, 2], [1, 2]))
    assert found is not None
    assert found.method == "welch"


def test_pairs_that_differ_by_the_same_but_for_rounding_are_not_called_certain() -> None:
    first = [float(np.float32(value)) for value in (0.1, 0.2, 0.3, 0.7)]
    second = [float(np.float32(value + 0.01)) for value in (0.1, 0.2, 0.3, 0.7)]
    assert np.std(np.subtract(second, first)) > 0
    assert differ(first, second, [1, 2, 3, 4]).method == "welch"
    assert differ([0.1, 0.2, 0.3], [0.11, 0.21, 0.31], [1, 2, 3]).method == "welch"


def test_one_run_against_many_is_one_more_draw() -> None:
    many = [1.0, 2.0, 3.0, 4.0]
    found = differ(many, [2.5])
    assert (found.method, found.delta, found.p) == ("one against many", 0.0, 1.0)
    spread = np.std(many, ddof=1) * math.sqrt(1.25)
    assert found.high == pytest.approx(3.182446 * spread, rel=1e-6)
    assert differ([2.5], many).high == pytest.approx(found.high)


@pytest.mark.parametrize(("first", "second"), [([], [1.0, 2.0]), ([1.0], [2.0]), ([1.0] * 3, [2.0] * 3)])
def test_nothing_is_said_where_nothing_is_known(first: list[float], second: list[float]) -> None:
    assert find_difference(Sample(first), Sample(second)) is None


def test_a_side_without_spread_and_very_large_figures() -> None:
    assert differ([0.5] * 3, [0.4, 0.6, 0.8]).freedom == pytest.approx(2)
    large = differ([1e300, 2e300, 3e300], [2e300, 3e300, 5e300])
    small = differ([1.0, 2.0, 3.0], [2.0, 3.0, 5.0])
    assert (large.p, large.high / 1e300) == (pytest.approx(small.p), pytest.approx(small.high))


def test_a_new_run_is_higher() -> None:
    assert differ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]).higher == pytest.approx(0.5)
    apart = differ([1.0, 2.0, 3.0], [2.0, 3.0, 4.0])
    assert 0.5 < apart.higher < 0.9
    assert differ([2.0, 3.0, 4.0], [1.0, 2.0, 3.0]).higher == pytest.approx(1 - apart.higher)


def test_a_new_run_of_a_single_runs_setting_is_as_uncertain_as_that_run() -> None:
    """Both new runs, the one run and the mean of the others all vary: over settings drawn from far apart,
    those that are said to be higher in three of four cases are."""
    random = np.random.default_rng(1)
    said, was = [], []
    for _ in range(20_000):
        apart = random.uniform(-4, 4)
        many, one = random.normal(size=5), random.normal(apart)
        higher = differ(many.tolist(), [one]).higher
        if 0.7 < higher < 0.8:
            said.append(higher)
            was.append(random.normal(apart) > random.normal())
    assert np.mean(was) == pytest.approx(np.mean(said), abs=0.035)
    half = differ([1.0, 3.0], [2.0 + math.sqrt(2) * math.sqrt(3.5)]).higher
    assert half == pytest.approx(0.75)  # one standard deviation, of Student's t with one degree of freedom


def test_skewed_figures_are_resampled_where_there_are_enough() -> None:
    random = np.random.default_rng(1)
    first, second = random.exponential(size=40).tolist(), (random.exponential(size=40) + 2).tolist()
    assert is_skewed(Sample(first))
    found = differ(first, second)
    assert found.method == "bootstrap"
    assert found == differ(first, second)
    assert found.low < found.delta < found.high
    assert found.p < 0.01
    assert not is_skewed(Sample(first[: LEAST - 1]))
    assert not is_skewed(Sample(random.normal(size=40).tolist()))


def test_bca_as_others_work_it_out() -> None:
    """The interval that scipy 1.17's `bootstrap(method="BCa")` finds with 200,000 draws."""
    first = [
        0.1,
        0.2,
        0.2,
        0.3,
        0.4,
        0.4,
        0.5,
        0.7,
        0.8,
        1.0,
        1.1,
        1.3,
        1.6,
        2.0,
        2.1,
        2.6,
        3.3,
        4.0,
        5.5,
        9.0,
    ]
    second = [value * 1.5 + 0.5 for value in first]
    found = bootstrap_difference(first, second)
    assert (found.low, found.high) == (pytest.approx(-0.065, abs=0.08), pytest.approx(3.390, abs=0.08))


Draw = Callable[[np.random.Generator, int], "np.ndarray[tuple[int], np.dtype[np.float64]]"]
DISTRIBUTIONS: dict[str, tuple[Draw, Draw]] = {
    "normal": (lambda r, n: r.normal(size=n), lambda r, n: r.normal(size=n)),
    "unequal": (lambda r, n: r.normal(size=n), lambda r, n: r.normal(scale=3, size=n)),
    "skewed": (lambda r, n: r.exponential(size=n), lambda r, n: r.exponential(size=n)),
    "bounded": (lambda r, n: r.beta(30, 1, size=n), lambda r, n: r.beta(30, 1, size=n)),
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("n", [3, 5])
def test_false_alarms_are_few_and_intervals_cover(name: str, n: int) -> None:
    random = np.random.default_rng(20240501)
    one, other = DISTRIBUTIONS[name]
    found = [differ(one(random, n).tolist(), other(random, n).tolist()) for _ in range(400)]
    alarms = sum(each.p < 0.05 for each in found)
    assert alarms == sum(not each.low <= 0 <= each.high for each in found)
    # 5 % of 400 are 20, with a standard error of 4.4: three of them above.
    assert alarms <= 33
