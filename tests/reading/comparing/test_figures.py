import math
from typing import Any

import pytest

from tb_lifecycle.reading.comparing.figures import compare_metrics, find_main
from tests.reading.runs import describe, metric


def run(status: str = "completed", duration: float | None = None, **metrics: Any) -> dict[str, Any]:
    return describe("a", status=status, duration=duration, metrics=metrics)


def test_a_metric_with_a_direction() -> None:
    runs = [run(loss=metric(2.0)), run(loss=metric(1.5)), run(loss=metric(3.0)), run(loss=metric(2.0))]
    assert compare_metrics(runs, 0, "loss") == {
        "loss": {
            "better": "down",
            "unit": None,
            "split": None,
            "figure": "loss",
            "exact": [True] * 4,
            "values": [2.0, 1.5, 3.0, 2.0],
            "deltas": [0.0, -0.5, 1.0, 0.0],
            "relative": [0.0, -0.25, 0.5, 0.0],
            "good": [None, True, False, None],
            "best": 1,
        }
    }


def test_a_relative_difference_has_the_sign_of_the_difference() -> None:
    runs = [run(reward=metric(-4.0)), run(reward=metric(-2.0)), run(reward=metric(-5.0))]
    assert compare_metrics(runs, 0, None)["reward"]["relative"] == [0.0, 0.5, -0.25]


def test_a_metric_without_a_direction_has_no_best() -> None:
    told = compare_metrics([run(zeta=metric(2.0)), run(zeta=metric(1.0))], 0, None)["zeta"]
    assert (told["better"], told["deltas"], told["good"], told["best"]) == (
        None,
        [0.0, -1.0],
        [None] * 2,
        None,
    )


@pytest.mark.parametrize(("better", "best"), [("accuracy", 1), ("loss", 0)])
def test_the_first_of_equals_is_best(better: str, best: int) -> None:
    runs = [run(**{better: metric(value)}) for value in (1.0, 2.0, 1.0, 2.0, math.nan)]
    assert compare_metrics(runs, 0, None)[better]["best"] == best


def test_whether_the_last_value_is_exact() -> None:
    figures = [
        {**metric(1.0), "exact": False, "last_exact": True},
        metric(1.0, exact=False),
        {"last": 1.0},
        None,
    ]
    told = compare_metrics([run(loss=figure) for figure in figures], 0, None)["loss"]
    assert told["exact"] == [True, False, True, None]
    assert told["values"] == [1.0, 1.0, 1.0, None]


def test_a_metric_that_no_run_has_a_figure_of_is_none() -> None:
    assert compare_metrics([run(loss=None), run()], 0, None) == {}
    assert compare_metrics([{"run": "a"}, {"run": "b", "metrics": None, "duration": None}], 0, None) == {}


def test_the_runs_own_time() -> None:
    runs = [run(duration=90.0), run(duration=45.0), run(duration=None), run("running", duration=1.0)]
    runs += [run(status, duration=2.0) for status in ("failed", "lost", "terminated")]
    assert compare_metrics(runs, 0, None) == {
        "duration": {
            "better": "down",
            "unit": "s",
            "split": None,
            "figure": "duration",
            "exact": [True, True, None, True, True, True, True],
            "values": [90.0, 45.0, None, 1.0, 2.0, 2.0, 2.0],
            "deltas": [0.0, -45.0, None, -89.0, -88.0, -88.0, -88.0],
            "relative": [0.0, -0.5, None, *(pytest.approx(delta / 90) for delta in (-89, -88, -88, -88))],
            "good": [None, True, None, None, None, None, None],
            "best": 1,
        }
    }


def test_beside_a_baseline_that_was_cut_short_none_is_good() -> None:
    runs = [run("failed", loss=metric(2.0)), run(loss=metric(1.0)), run(loss=metric(0.5))]
    told = compare_metrics(runs, 0, None)["loss"]
    assert (told["good"], told["best"]) == ([None] * 3, 2)


def test_the_main_metric_is_first_and_the_time_last() -> None:
    runs = [run(duration=1.0, loss=metric(1.0), auc=metric(1.0), zeta=metric(1.0))] * 2
    for main in ("zeta", "loss"):
        first, *_, last = compare_metrics(runs, 0, main)
        assert (first, last) == (main, "duration")


LOSS, AUC, ZETA = {"loss": metric(1.0)}, {"auc": metric(1.0)}, {"zeta": metric(1.0)}
NO_AUC = {"auc": metric(math.nan)}


@pytest.mark.parametrize(
    ("metrics", "base", "preferred", "main"),
    [
        ([LOSS | AUC, LOSS | AUC], 0, "loss", "loss"),
        ([LOSS | AUC, LOSS | AUC], 0, "auc", "auc"),
        ([LOSS | AUC, LOSS], 0, "auc", "loss"),
        ([LOSS, LOSS | AUC, AUC], 0, "auc", "loss"),
        ([LOSS, LOSS | AUC, AUC], 1, "auc", "auc"),
        ([LOSS | NO_AUC, LOSS | AUC], 0, "auc", "loss"),
        ([LOSS | {"auc": None}, LOSS | AUC], 0, "auc", "loss"),
        ([LOSS | ZETA, LOSS | ZETA], 0, "zeta", "loss"),
        ([ZETA, ZETA], 0, "zeta", "zeta"),
        ([LOSS, AUC], 0, "loss", None),
        ([LOSS, LOSS], 0, None, "loss"),
    ],
)
def test_by_what_runs_are_compared(
    metrics: list[dict[str, Any]], base: int, preferred: str | None, main: str | None
) -> None:
    assert find_main([run(**each) for each in metrics], base, preferred) == main


def test_runs_without_metrics_have_none_in_common() -> None:
    assert find_main([{"run": "a"}, {"run": "b", "metrics": None}], 0, "loss") is None
