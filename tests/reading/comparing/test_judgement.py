from __future__ import annotations

from typing import Any

import pytest

from tb_lifecycle.reading.comparing.judgement import Judged, judge
from tb_lifecycle.reading.significance.sample import Sample

LOW = [0.900, 0.905, 0.910]
HIGH = [0.950, 0.955, 0.962]


def hold(metric: str, *figures: list[float], seeds: bool = False) -> dict[str, Any]:
    sides = [
        Judged(name, Sample(values), range(len(values)) if seeds else [()] * len(values))
        for name, values in zip("ABCDEFGH", figures, strict=False)
    ]
    return judge(metric, sides, 0)


def test_better_and_worse_go_by_the_metric() -> None:
    assert hold("accuracy", LOW, HIGH)["word"] == "better"
    assert hold("accuracy", HIGH, LOW)["word"] == "worse"
    assert hold("loss", LOW, HIGH)["word"] == "worse"
    assert hold("loss", HIGH, LOW)["word"] == "better"


def test_the_sentence_has_all_that_it_rests_on() -> None:
    verdict = hold("accuracy", LOW, HIGH)
    assert verdict["text"] == (
        "By accuracy, B is better than A: a difference of 0.0507 (95 % interval 0.0379 to 0.0634), "
        "p = 0.00043, 3 against 3 runs, Welch's t. A new run of it beats one of A with a probability "
        "of more than 0.99."
    )
    low, high = verdict["interval"]
    assert low < verdict["delta"] < high
    assert verdict["method"] == "welch"


def test_what_cannot_be_told_apart_says_how_many_runs_would_tell() -> None:
    verdict = hold("accuracy", [0.90, 0.92, 0.94], [0.91, 0.94, 0.95])
    assert verdict["word"] == "not distinguishable"
    assert verdict["runs_needed"] == 38
    assert verdict["text"].endswith(
        "If the difference is what it seems, 38 runs a side would tell in four of five cases."
    )
    assert hold("accuracy", LOW, HIGH)["runs_needed"] is None
    assert hold("accuracy", LOW, LOW)["text"].endswith("More than 1,000 runs a side would tell.")


def test_as_many_runs_as_there_are_would_not_tell() -> None:
    """Seeds that go against each other: Welch's test would have told, that of the pairs does not."""
    first, second = [0.90, 0.91, 0.92, 0.93], [0.97, 0.96, 0.95, 0.94]
    assert hold("accuracy", first, second)["word"] == "better"
    paired = hold("accuracy", first, second, seeds=True)
    assert (paired["word"], paired["method"]) == ("not distinguishable", "paired")
    assert paired["runs_needed"] > 4


def test_pairs_by_seed_are_said() -> None:
    paired = hold("accuracy", [0.90, 0.93, 0.96], [0.911, 0.940, 0.971], seeds=True)
    assert (paired["word"], paired["method"]) == ("better", "paired")
    assert "paired by seed" in paired["text"]
    assert hold("accuracy", [0.90, 0.93, 0.96], [0.911, 0.940, 0.971])["word"] == "not distinguishable"


def test_one_run_each_has_no_interval() -> None:
    verdict = hold("accuracy", [0.9], [0.95])
    assert (verdict["word"], verdict["interval"], verdict["p"]) == ("one run each", None, None)
    assert verdict["text"].endswith("One run each: a difference without an interval.")


def test_one_run_against_many() -> None:
    assert hold("accuracy", LOW, [0.98])["word"] == "better"
    inside = hold("accuracy", LOW, [0.912])
    assert (inside["word"], inside["runs_needed"]) == ("not distinguishable", None)
    assert "1 against 3 runs" in inside["text"]


def test_sides_without_spread_are_not_judged() -> None:
    verdict = hold("accuracy", [0.9] * 3, [0.95] * 3)
    assert (verdict["word"], verdict["interval"]) == (None, None)
    rest = "3 against 3 runs. Neither side spreads, so nothing says what noise there is."
    assert verdict["text"] == f"B has a accuracy 0.0500 higher than A, {rest}"
    equal = hold("accuracy", [0.9] * 3, [0.9] * 3)
    assert equal["word"] == "not distinguishable"
    assert equal["text"] == f"B and A have the same accuracy, {rest}"


def test_a_side_without_figures_is_named() -> None:
    verdict = hold("accuracy", LOW, [])
    assert (verdict["word"], verdict["delta"]) == (None, None)
    assert verdict["text"] == "No run of B went to its end with a figure of accuracy."


def test_all_that_are_shown_are_corrected_for() -> None:
    pair = hold("accuracy", [0.900, 0.910, 0.920], [0.925, 0.935, 0.945])
    assert pair["word"] == "better"
    others = [[0.90, 0.91, 0.93]] * 4
    many = hold("accuracy", [0.900, 0.910, 0.920], [0.925, 0.935, 0.945], *others)
    assert many["word"] == "not distinguishable"
    assert many["p"] == pytest.approx(5 * pair["p"])
    assert many["interval"] == pair["interval"]
    assert "after Holm's correction for 5 comparisons" in many["text"]
    assert [side and side["p"] for side in many["sides"]][:2] == [None, many["p"]]
    assert many["sides"][1]["text"] == many["text"]


def test_the_sentence_is_about_the_best_mean() -> None:
    assert "C is better than A" in hold("accuracy", LOW, [0.92, 0.93, 0.94], HIGH)["text"]
    assert "C is better than A" in hold("loss", HIGH, [0.92, 0.93, 0.94], LOW)["text"]


def test_the_probability_is_of_being_better() -> None:
    assert hold("accuracy", LOW, HIGH)["probability"] > 0.95
    assert hold("loss", LOW, HIGH)["probability"] < 0.05


def test_a_side_on_other_data_is_left_out_of_the_verdict_on_the_others() -> None:
    sides = [
        Judged(name, Sample(values), [()] * 3) for name, values in zip("ABC", (LOW, HIGH, HIGH), strict=True)
    ]
    verdict = judge("accuracy", sides, 0, {2})
    assert (verdict["word"], verdict["about"]) == ("better", 1)
    assert "Holm" not in verdict["text"]  # one comparison was made
    assert (verdict["sides"][2]["word"], verdict["sides"][2]["p"]) == ("not comparable", None)
