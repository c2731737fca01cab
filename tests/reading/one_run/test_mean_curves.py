import math
from typing import Any

import numpy as np
import pytest

from tb_lifecycle.reading.one_run.mean_curves import align_curves, fold_mean, fold_quantiles, side_curves


def curve(values: list[float], steps: list[int] | None = None, **rest: Any) -> dict[str, Any]:
    steps = list(range(len(values))) if steps is None else steps
    walls = [100.0 + step for step in steps]
    return {
        "run": "a",
        "tag": "m",
        "steps": steps,
        "values": values,
        "wall_times": walls,
        "count": len(values),
        **rest,
    }


def test_curves_with_the_same_steps_are_averaged_step_by_step():
    folded = fold_mean([curve([1.0, 2.0]), curve([3.0, 6.0]), curve([5.0, 7.0])], 100)
    assert folded["values"] == [3.0, 5.0]
    assert folded["band"]["n"] == [3, 3]
    assert folded["band"]["exact"]
    half = 4.302652729911275 * 2 / math.sqrt(3)
    assert folded["band"]["low"][0] == pytest.approx(3 - half)
    assert folded["band"]["high"][0] == pytest.approx(3 + half)
    assert folded["wall_times"] == [100.0, 101.0]


def test_a_curve_that_ends_early_is_counted_as_far_as_it_came():
    folded = fold_mean([curve([1.0, 1.0, 1.0]), curve([3.0, 3.0])], 100)
    assert folded["values"] == [2.0, 2.0, 1.0]
    assert folded["band"]["n"] == [2, 2, 1]
    assert folded["band"]["low"][2] is None


def test_between_its_points_a_curve_is_straight_and_the_mean_no_longer_exact():
    folded = fold_mean([curve([0.0, 2.0], [0, 2]), curve([0.0, 1.0, 2.0])], 100)
    assert folded["values"] == [0.0, 1.0, 2.0]
    assert not folded["band"]["exact"]


@pytest.mark.parametrize(("count", "exact"), [(2, True), (5000, False), (None, True)])
def test_a_sample_is_not_exact(count: int | None, exact: bool):
    assert fold_mean([curve([1.0, 2.0]), curve([1.0, 2.0], count=count)], 100)["band"]["exact"] is exact


def test_what_is_not_finite_is_left_out():
    folded = fold_mean([curve([1.0, math.nan]), curve([3.0, math.inf])], 100)
    assert (folded["steps"], folded["values"]) == ([0], [2.0])


def test_the_largest_numbers_have_a_mean():
    folded = fold_mean([curve([1.7e308]), curve([1.7e308])], 100)
    assert folded["values"] == [1.7e308]


def test_a_step_that_was_logged_twice_has_its_last_value():
    aligned = align_curves([[0, 1, 0]], [[5.0, 6.0, 7.0]], 10)
    assert (aligned.x.tolist(), aligned.values.tolist()) == ([0, 1], [[7.0, 6.0]])


def test_a_long_curve_keeps_its_ends():
    aligned = align_curves([range(1000)], [range(1000)], 10)
    assert (len(aligned.x), aligned.x[0], aligned.x[-1]) == (10, 0, 999)


def test_quantiles_are_over_the_runs_that_are_under_way():
    curves = [curve([float(value)] * 2) for value in range(11)] + [curve([100.0])]
    folded = fold_quantiles(curves, "step")
    assert (folded["x"], folded["n"]) == ([0, 1], [12, 11])
    assert [quantile[1] for quantile in folded["quantiles"]] == pytest.approx([1, 2.5, 5, 7.5, 9])


def test_relative_time_begins_at_each_curves_own_start():
    late = curve([1.0, 2.0], wall_times=[500.0, 501.0])
    assert fold_quantiles([curve([1.0, 2.0]), late], "relative")["x"] == [0, 1]
    assert fold_quantiles([curve([1.0, 2.0]), late], "wall")["x"] == [100, 101, 500, 501]


def test_nothing_is_folded_to_nothing():
    assert fold_quantiles([curve([math.nan])], "step")["x"] == []
    assert fold_mean([curve([])], 10)["values"] == []
    assert align_curves([], [], 10).values.shape == (0, 0)


def test_a_run_is_as_it_is_and_a_group_folded():
    curves = [curve([1.0], run="a"), curve([3.0], run="b")]
    assert side_curves("a", ["a"], curves, 10) == [curves[0]]
    [folded] = side_curves("group:x", ["a", "b"], curves, 10)
    assert (folded["run"], folded["values"]) == ("group:x", [2.0])
    assert np.isfinite(folded["band"]["low"]).all()
