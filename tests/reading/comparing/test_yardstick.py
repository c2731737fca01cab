"""Yardsticks of a difference: the seed noise of the logdir, and what picking the best gains."""

from __future__ import annotations

from typing import Any

import pytest

from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.comparing.compare_sides import compare_sides
from tb_lifecycle.reading.comparing.peers import make_context
from tb_lifecycle.reading.comparing.sides import find_sides
from tb_lifecycle.reading.table.run_table import RunTable
from tests.reading.groups.tables import state, table_of
from tests.reading.runs import describe, metric

SEEDS = (0.900, 0.904, 0.908)


def logdir(settings: int = 12, metric_name: str = "val/accuracy", **singles: float) -> RunTable:
    """Settings of three seeds each that spread alike, and single runs."""
    runs = [
        state(f"w{width}-s{seed}", {"width": width, "seed": seed}, {metric_name: value + width / 1000})
        for width in range(settings)
        for seed, value in enumerate(SEEDS)
    ]
    return table_of([*runs, *(state(name, {"own": name}, {metric_name: at}) for name, at in singles.items())])


def hold(table: RunTable, *names: str, metric_name: str = "val/accuracy") -> dict[str, Any]:
    figures = dict(zip(table.names, table.field("metric", metric_name) or (), strict=True))
    runs = [
        describe(name, flags={"own": name}, metrics={metric_name: metric(figures[name])}, datasets=[])
        for name in names
    ]
    context = make_context(table._columns, names, names[0])
    return dict(compare(runs, names[0], context)["verdict"])


def test_single_runs_have_the_seed_noise_of_the_other_groups_beside_them() -> None:
    verdict = hold(logdir(a=0.90, b=0.93), "a", "b")
    assert verdict["word"] == "one run each"
    assert verdict["interval"] is None
    assert (verdict["noise"]["groups"], verdict["noise"]["runs"]) == (12, 36)
    assert verdict["noise"]["sd"] == pytest.approx(0.004)
    assert verdict["noise"]["text"] == (
        "Runs that differ only by seed differ by ± 0.004 here (12 groups); "
        "this difference is 5.3 times what two of them usually differ by."
    )


def test_the_groups_of_the_compared_runs_are_not_the_others() -> None:
    verdict = hold(logdir(), "w0-s0", "w11-s2")
    assert verdict["noise"]["groups"] == 10
    assert hold(logdir(2), "w0-s0", "w1-s0")["noise"]["groups"] == 2  # there are no others


def test_without_groups_nothing_is_said_of_noise() -> None:
    verdict = hold(logdir(0, a=0.90, b=0.93), "a", "b")
    assert (verdict["noise"], verdict["best_of"]) == (None, None)


def test_the_best_of_many_is_told_what_picking_gains() -> None:
    verdict = hold(logdir(a=0.90, b=0.93), "a", "b")
    pick = verdict["best_of"]
    assert pick["of"] == 38
    assert pick["lift"] == pytest.approx(2.15 * verdict["noise"]["sd"], rel=0.01)
    assert pick["text"].startswith(
        "b is the best of 38 runs by val/accuracy: if all were equal, picking the best would still gain "
    )
    assert "expected maximum of 38 draws" in pick["text"]


def test_what_is_not_the_best_was_not_picked() -> None:
    assert hold(logdir(a=0.90, b=0.915), "a", "b")["best_of"] is None  # w11-s2 is better
    assert hold(logdir(a=0.93, b=0.90), "a", "b")["best_of"] is None  # the baseline is the best


def test_of_a_loss_the_best_is_the_lowest() -> None:
    table = logdir(metric_name="val/loss", a=0.90, b=0.5)
    assert hold(table, "a", "b", metric_name="val/loss")["best_of"]["of"] == 38
    assert hold(table, "b", "a", metric_name="val/loss")["best_of"] is None


def test_without_noise_the_gain_is_told_in_its_units() -> None:
    verdict = hold(logdir(0, a=0.90, b=0.93, c=0.91), "a", "b")
    assert (verdict["best_of"]["of"], verdict["best_of"]["lift"]) == (3, None)
    assert "0.8 standard deviations of the seed noise" in verdict["best_of"]["text"]


def test_the_best_setting_gains_by_the_noise_of_its_mean() -> None:
    table = logdir()

    def read(names: Any) -> list[dict[str, Any]]:
        return [describe(name, datasets=[], metrics={"val/accuracy": metric(0.9)}) for name in names]

    names = ["group:seed:w0-s0", "group:seed:w11-s0"]
    answer = compare_sides(table._columns, find_sides(table, names), names[0], read)
    verdict = answer["verdict"]
    assert verdict["word"] == "better"
    assert verdict["noise"] is None  # the two have an interval of their own
    assert (verdict["best_of"]["of"], verdict["about"]) == (12, 1)
    assert verdict["best_of"]["lift"] == pytest.approx(1.629 * 0.004 / 3**0.5, rel=0.001)
    assert "12 settings" in verdict["best_of"]["text"]


def test_seeds_of_which_a_group_has_several_are_no_difference_from_a_run() -> None:
    """The run's seed is 0 and one of the group's too: `not set` against 0 would be said of it."""
    table = logdir()

    def read(names: Any) -> list[dict[str, Any]]:
        by_name = {state.name: state for state in table._columns.runs}
        return [describe(name, datasets=[], flags=dict(by_name[name].flags)) for name in names]

    names = ["group:seed:w0-s0", "w11-s0"]
    answer = compare_sides(table._columns, find_sides(table, names), names[0], read)
    assert {reason["name"] for reason in answer["reasons"]} == set(answer["flags"])
    assert "seed" not in answer["flags"]
    assert len(answer["flags"]) == 1
