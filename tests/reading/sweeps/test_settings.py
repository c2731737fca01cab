from __future__ import annotations

import math

import numpy as np
import pytest

from tb_lifecycle.errors import UnknownMetricError
from tb_lifecycle.reading.sweeps.settings import find_settings
from tests.reading.groups.tables import state, table_of
from tests.reading.sweeps.tables import run


def test_runs_that_do_not_count_are_counted() -> None:
    table = table_of(
        [
            run({"lr": 1}, 0.9, 0),
            run({"lr": 1}, 0.8, 1),
            run({"lr": 1}, 0.1, 2, status="failed"),
            run({"lr": 1}, 0.2, 3, status="running"),
            run({"lr": 2}, math.nan, 0, status="failed"),
            run({"lr": 2}, 0.7, 1),
            run({"lr": 3}, math.inf, 0),
            run({"lr": 3}, math.nan, 1),
            run({"lr": 3}, 0.99, 2),
            state("bare", {"lr": 4, "epochs": 50}, {}),
        ]
    )
    found = find_settings(table, "accuracy")
    assert [(setting.sample.n, setting.diverged, setting.is_lost) for setting in found.settings] == [
        (2, 0, False),
        (1, 1, False),
        (1, 2, True),
        (0, 0, False),
    ]
    assert found.left_out == {"failed": 1, "running": 1, "no figure": 1}
    scores = found.scores()
    assert scores[:3].tolist() == pytest.approx([0.85, 0.7, -math.inf])
    assert math.isnan(scores[3])
    assert sum(setting.sample.n + setting.diverged for setting in found.settings) + 3 == len(table)


def test_a_metric_that_is_to_fall_is_turned_round() -> None:
    table = table_of([state("a", {"lr": 1}, {"loss": 2.0}), state("b", {"lr": 2}, {"loss": math.nan})])
    found = find_settings(table, "loss")
    assert found.direction == "down"
    assert not found.assumed
    assert found.scores().tolist() == [-2.0, -math.inf]
    assert find_settings(table, "loss", direction="up").scores()[0] == 2.0


def test_what_a_name_does_not_tell_is_said_to_be_assumed() -> None:
    found = find_settings(table_of([state("a", {"lr": 1}, {"zorp": 2.0})]), "zorp")
    assert (found.direction, found.assumed) == ("up", True)


def test_a_flag_that_names_the_run_is_none() -> None:
    table = table_of([run({"lr": 1}, 0.9, seed) for seed in range(3)] + [run({"lr": 2}, 0.8, 0)])
    assert set(find_settings(table, "accuracy").flags) == {"lr", "epochs"}


def test_noise_is_pooled_over_settings_of_several_runs() -> None:
    rng = np.random.default_rng(0)
    drawn = [run({"lr": lr}, lr + rng.normal(0, 0.5), seed) for lr in range(200) for seed in range(3)]
    found = find_settings(table_of([*drawn, run({"lr": 999}, 0.0, 0)]), "accuracy")
    assert found.noise() == pytest.approx(0.5, rel=0.05)
    assert find_settings(table_of([run({"lr": 1}, 0.9, 0)]), "accuracy").noise() is None


def test_an_unknown_metric_is_told_with_the_nearest() -> None:
    table = table_of([run({"lr": 1}, 0.9, 0)])
    with pytest.raises(UnknownMetricError, match="Did you mean 'accuracy'"):
        table.sweep("acuracy")
    with pytest.raises(UnknownMetricError, match="No run has a metric"):
        table_of([state("a", {}, {})]).sweep()
