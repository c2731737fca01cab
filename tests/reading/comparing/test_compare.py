import math
import random

import pytest

from tb_lifecycle.reading.comparing.compare import compare
from tests.reading.runs import describe, metric


def test_same_runs_differ_in_nothing() -> None:
    answer = compare([describe("a"), describe("a")], "a")
    for section in ("flags", "datasets", "code", "environment", "hardware", "command"):
        assert answer[section] == {}, section
    assert answer["reasons"] == []
    assert answer["code_files"] == []
    assert answer["same"]["flags"]["epochs"] == 10
    assert answer["same"]["environment"]["numpy"] == "2.1.0"


def test_every_key_of_the_route_is_there() -> None:
    answer = compare([describe("a"), describe("b")], "a")
    assert set(answer) == {
        *("runs", "baseline", "statuses", "started", "metrics", "flags", "datasets", "code", "code_files"),
        *("environment", "hardware", "command", "same", "reasons", "warnings", "verdict", "notices"),
    }
    assert answer["runs"] == ["a", "b"]
    assert answer["baseline"] == "a"
    assert answer["statuses"] == ["completed", "completed"]


def test_metrics_have_differences_from_the_baseline() -> None:
    worse = describe("a", metrics={"validation/accuracy": metric(0.92), "steps": metric(0)})
    better = describe(
        "b", metrics={"validation/accuracy": metric(0.98, exact=False), "only_b": metric(1)}, duration=45.0
    )
    metrics = compare([better, worse], "a")["metrics"]
    assert next(iter(metrics)) == "validation/accuracy"
    assert metrics["validation/accuracy"] == {
        "better": "up",
        "unit": None,
        "values": [0.98, 0.92],
        "exact": [False, True],
        "deltas": [pytest.approx(0.06), 0],
        "relative": [pytest.approx(0.06 / 0.92), 0],
        "best": 0,
    }
    assert metrics["duration"]["deltas"] == [-45.0, 0]
    assert metrics["duration"]["unit"] == "s"
    assert metrics["only_b"]["values"] == [1, None]
    assert metrics["only_b"]["deltas"] == [None, None]
    assert metrics["steps"]["relative"] == [None, None]


def test_lower_loss_is_best_and_equal_figures_have_no_best() -> None:
    first = describe("a", metrics={"loss": metric(0.3), "accuracy": metric(0.9)})
    second = describe("b", metrics={"loss": metric(0.2), "accuracy": metric(0.9)})
    metrics = compare([first, second], "a")["metrics"]
    assert metrics["loss"]["best"] == 1
    assert metrics["accuracy"]["best"] is None


def test_nan_is_never_best() -> None:
    first = describe("a", metrics={"loss": metric(math.nan)})
    second, third = describe("b", metrics={"loss": metric(2.0)}), describe("c", metrics={"loss": metric(1.0)})
    assert compare([first, second, third], "b")["metrics"]["loss"]["best"] == 2


def test_differing_flags_list_every_run() -> None:
    answer = compare([describe("a"), describe("b", flags={"lr": 0.5, "dropout": 0.1})], "a")
    assert answer["flags"] == {
        "model": ["intro", None],
        "seed": [1, None],
        "epochs": [10, None],
        "rundir": ["runs/a", None],
        "dropout": [None, 0.1],
    }
    assert answer["same"]["flags"] == {"lr": 0.5}


def test_values_are_told_apart_by_type_but_not_by_spelling() -> None:
    first = describe("a", flags={"x": 1, "y": True, "z": math.nan, "w": [1, 2]})
    second = describe("b", flags={"x": 1.0, "y": 1, "z": math.nan, "w": [1, 2]})
    assert compare([first, second], "a")["flags"] == {"y": [True, 1]}


def test_code_files_tell_which_contents_differ() -> None:
    code = {
        **describe("b")["code"],
        "files": [{"path": "train.py", "state": "modified", "digest": "sha256:99"}],
    }
    answer = compare([describe("a"), describe("b", code=code)], "a")
    assert answer["code_files"] == [
        {"path": "model.py", "digests": ["sha256:22", None], "content": [True, False]},
        {"path": "train.py", "digests": ["sha256:11", "sha256:99"], "content": [True, False]},
    ]


def test_runs_without_a_lifecycle_record_are_compared_too() -> None:
    bare = {
        "run": "x",
        "status": "unknown",
        "started": None,
        "duration": None,
        "metrics": {"loss": metric(1.0)},
    }
    bare |= {
        "code": {},
        "environment": {},
        "hardware": {},
        "command": {},
        "flags": {},
        "datasets": [],
        "notices": [],
    }
    answer = compare([bare, {**bare, "run": "y", "metrics": {"loss": metric(2.0)}}], "x")
    assert answer["verdict"].startswith("y has a loss 1.0000 higher than x.")
    assert list(answer["metrics"]) == ["loss"]


def test_unknown_baseline_is_an_error() -> None:
    with pytest.raises(ValueError, match="none of the compared runs: a, b"):
        compare([describe("a"), describe("b")], "c")


def test_the_order_of_what_was_recorded_changes_nothing() -> None:
    def shuffled(description: dict, seed: int) -> dict:
        keys = list(description["flags"].items())
        random.Random(seed).shuffle(keys)
        return {**description, "flags": dict(keys)}

    other = describe("b", flags={"lr": 0.1, "model": "expert", "seed": 2, "epochs": 20, "momentum": 0.9})
    answers = [compare([shuffled(describe("a"), n), shuffled(other, n)], "a")["reasons"] for n in range(5)]
    assert all(answer == answers[0] for answer in answers)
