from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tb_lifecycle.reading.significance.families import holm
from tb_lifecycle.reading.sweeps.lift import find_lift
from tb_lifecycle.reading.sweeps.ranking import rank_settings
from tb_lifecycle.reading.sweeps.settings import Settings, find_settings
from tests.reading.groups.tables import table_of
from tests.reading.sweeps.tables import run

FIGURES = st.lists(st.sampled_from([0.1, 0.11, 0.5, 0.52, 0.9, 0.91, math.nan]), min_size=1, max_size=5)


def found_of(figures: list[list[float]], direction: str = "up") -> Settings:
    runs = [
        run({"lr": lr}, figure, seed * 100 + lr)  # other seeds in each setting: nothing is paired
        for lr, values in enumerate(figures)
        for seed, figure in enumerate(values)
    ]
    return find_settings(table_of(runs), "accuracy", direction=direction)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@example([[0.1, 0.1], [0.5, 0.5, 0.9]], "up")
@given(st.lists(FIGURES, min_size=1, max_size=8), st.sampled_from(["up", "down"]))
def test_the_word_follows_the_corrected_interval(figures: list[list[float]], direction: str) -> None:
    found = found_of(figures, direction)
    ranking = rank_settings(found)
    assert sorted(each.place for each in ranking.order) == list(range(len(figures)))
    for each in ranking.order:
        if each.corrected is None or each.interval is None:
            continue
        low, high = each.corrected
        assert low <= each.interval[0] <= each.interval[1] <= high
        better = low > 0 if direction == "up" else high < 0
        worse = high < 0 if direction == "up" else low > 0
        assert each.word == ("better" if better else "worse" if worse else "not distinguishable")
    scores = [found.scores()[each.place] for each in ranking.order if each.rank is not None]
    assert scores == sorted(scores, reverse=True)


def test_all_settings_are_corrected_for_not_those_that_are_shown() -> None:
    rng = np.random.default_rng(1)
    figures = [rng.normal(0.5, 0.01, 5).tolist() for _ in range(30)]
    figures[7] = (0.02 + rng.normal(0.5, 0.01, 5)).tolist()
    ranking = rank_settings(found_of(figures))
    assert ranking.tests == 29
    (first,) = [each for each in ranking.order if each.place == 7]
    few = rank_settings(found_of([figures[0], figures[7]]))
    (alone,) = [each for each in few.order if each.word != "baseline"]
    assert first.interval == pytest.approx(alone.interval)
    assert first.p == pytest.approx(29 * (alone.p or 0))
    assert (first.corrected or (0, 0))[0] < (alone.corrected or (0, 0))[0]


def test_the_p_are_holms() -> None:
    rng = np.random.default_rng(2)
    found = found_of([rng.normal(mean, 0.02, 4).tolist() for mean in (0.5, 0.5, 0.55, 0.6, 0.52)])
    ranking = rank_settings(found)
    by_place = {each.place: each for each in ranking.order}
    single = [None] + [
        rank_settings(
            found_of([list(found.settings[0].sample.values), list(found.settings[k].sample.values)])
        ).order
        for k in range(1, 5)
    ]
    p = [None if order is None else next(each.p for each in order if each.p is not None) for order in single]
    assert [by_place[place].p for place in range(5)] == pytest.approx(holm(p), nan_ok=True)


def test_false_alarms_are_held_over_a_whole_sweep() -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(150):
        ranking = rank_settings(found_of(rng.normal(0.5, 0.1, (12, 4)).tolist()))
        alarms += any(each.word in ("better", "worse") for each in ranking.order)
    assert alarms <= 150 * 0.1


def test_settings_of_one_run_have_no_interval_and_those_without_spread_say_so() -> None:
    ranking = rank_settings(found_of([[0.5, 0.5], [0.7], [0.6, 0.6], [math.nan], [0.4, math.nan, math.nan]]))
    assert [(each.place, each.rank, each.word) for each in ranking.order] == [
        (1, 1, "one run"),
        (2, 2, "no spread"),
        (0, 3, "baseline"),
        (3, 4, "diverged"),
        (4, 4, "diverged"),
    ]
    assert ranking.order[0].delta == pytest.approx(0.2)
    assert all(each.corrected is None for each in ranking.order)


def test_the_baseline_is_the_first_of_several_runs_or_the_one_asked_for() -> None:
    found = found_of([[0.5], [0.6, 0.7], [0.8, 0.9]])
    ranking = rank_settings(found)
    assert (ranking.base, ranking.chosen) == (1, False)
    for asked in (
        found.settings[2].group.key,
        f"group:{found.settings[2].group.key}",
        found.settings[2].group.members[1],
    ):
        chosen = rank_settings(found, asked)
        assert (chosen.base, chosen.chosen) == (2, True)
    assert rank_settings(found, "gone").base == 1


def test_a_baseline_without_a_figure_is_said_of_the_others() -> None:
    failed = run({"lr": 1}, 0.5, 1, status="failed")
    runs = [failed, *(run({"lr": 2}, 0.6 + seed / 100, seed) for seed in range(3))]
    ranking = rank_settings(find_settings(table_of(runs), "accuracy"), failed.name)
    assert {each.place: each.word for each in ranking.order} == {0: "baseline", 1: "no baseline"}


def test_the_lift_is_what_the_best_of_equals_loses_when_it_is_run_again() -> None:
    rng = np.random.default_rng(4)
    lifts, drops = [], []
    for _ in range(40):
        found = found_of(rng.normal(0.5, 0.1, (10, 5)).tolist())
        lift = find_lift(found, rank_settings(found))
        assert lift is not None
        lifts.append(lift.amount)
        drops.append(max(setting.sample.mean for setting in found.settings) - 0.5)
    assert np.mean(lifts) == pytest.approx(np.mean(drops), rel=0.2)


def test_one_that_stands_alone_has_no_lift() -> None:
    found = found_of([[0.9, 0.901, 0.902], [0.1, 0.101, 0.102], [0.2, 0.201, 0.199]])
    assert find_lift(found, rank_settings(found)) is None
    assert find_lift(found_of([[0.9], [0.8]]), rank_settings(found_of([[0.9], [0.8]]))) is None
