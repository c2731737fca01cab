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
        *("main", "seeds", "variables", "ranks", "doubtful", "groups", "budget", "charts", "epochs"),
    }
    assert answer["runs"] == ["a", "b"]
    assert answer["baseline"] == "a"
    assert answer["statuses"] == ["completed", "completed"]


def test_the_server_says_what_is_drawn_first_and_what_counts_epochs() -> None:
    figures = {"acc": metric(0.9), "epoch": metric(3), "loss": metric(0.1), "train/acc": metric(0.8)}
    answer = compare([describe("a", metrics=figures), describe("b", metrics=figures)], "a")
    assert (answer["main"], answer["epochs"]) == ("acc", "epoch")
    assert answer["charts"] == ["acc", "loss", "train/acc"]


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
        "split": "validation",
        "figure": "accuracy",
        "values": [0.98, 0.92],
        "exact": [False, True],
        "deltas": [pytest.approx(0.06), 0],
        "relative": [pytest.approx(0.06 / 0.92), 0],
        "good": [True, None],
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
    assert answer["verdict"]["text"].startswith("y has a loss 1 higher than x.")
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


def test_a_lower_loss_is_good_and_a_higher_one_is_not() -> None:
    runs = [
        describe(name, metrics={"loss": metric(value), "auc": metric(value)})
        for name, value in zip("abc", (2, 1, 3), strict=True)
    ]
    metrics = compare(runs, "a")["metrics"]
    assert metrics["loss"]["good"] == [None, True, False]
    assert metrics["auc"]["good"] == [None, False, True]


def test_a_metric_called_duration_is_not_mixed_with_the_runs_time() -> None:
    logged = describe("a", metrics={"duration": metric(3.0)}, duration=180.0)
    duration = compare([logged, describe("b", duration=240.0)], "a")["metrics"]["duration"]
    assert duration["values"] == [3.0, None]
    assert duration["unit"] is None


def surroundings(run: str, **changes: object) -> dict:
    base = describe(run)
    return {**base, "environment": {**base["environment"], **changes}}


def test_variables_seeds_and_processes_are_compared() -> None:
    first = surroundings("a", variables={"OMP_NUM_THREADS": "4", "TZ": "UTC"}, seeds={"torch": "1"})
    second = surroundings("b", variables={"OMP_NUM_THREADS": "8", "TZ": "UTC"}, seeds={"torch": "2"})
    first["ranks"] = [{"rank": 1, "host": "x", "differs": []}]
    second["ranks"] = [
        {"rank": 1, "host": "x", "differs": ["numpy 1.0"]},
        {"rank": 2, "host": "y", "differs": []},
    ]
    answer = compare([first, second], "a")
    assert answer["variables"] == {"OMP_NUM_THREADS": ["4", "8"]}
    assert answer["same"]["variables"] == {"TZ": "UTC"}
    assert answer["seeds"] == {"torch": ["1", "2"]}
    assert answer["ranks"] == {
        "processes": [2, 3],
        "rank 1": ["as the first", "numpy 1.0"],
        "rank 2": [None, "as the first"],
    }
    kinds = [(reason["kind"], reason["name"]) for reason in answer["reasons"]]
    assert kinds == [
        *(("rank", "processes"), ("rank", "rank 1"), ("rank", "rank 2")),
        *(("seed", "torch"), ("variable", "OMP_NUM_THREADS")),
    ]


def test_one_version_from_two_places_is_not_the_same_package() -> None:
    first = surroundings("a", packages={"mnist": "1.0", "rich": "13.0"})
    second = surroundings(
        "b", packages={"mnist": "1.0", "rich": "13.0"}, direct={"mnist": "git+https://x/mnist@c7d0"}
    )
    third = surroundings("c", packages={"mnist": "1.0", "rich": "13.0"}, editable=["mnist"])
    answer = compare([first, second, third], "a")
    assert answer["environment"] == {"mnist": ["1.0", "1.0 from git+https://x/mnist@c7d0", "1.0, editable"]}
    assert answer["same"]["environment"]["rich"] == "13.0"


def test_data_of_which_no_digest_is_known_are_not_called_the_same() -> None:
    runs = [describe(name, datasets=[{"name": "words", "split": "", "digest": None}]) for name in "ab"]
    answer = compare(runs, "a")
    assert answer["datasets"] == answer["same"]["datasets"] == {}


def test_a_flag_without_a_value_is_the_same_in_all() -> None:
    answer = compare([describe(name, flags={"layers": None}) for name in "ab"], "a")
    assert answer["flags"] == {}
    assert answer["same"]["flags"] == {"layers": None}


def test_what_the_runs_give_notice_of_is_said_once() -> None:
    first, second = describe("a", notices=["one", "two"]), describe("b", notices=["two", "three"])
    assert compare([first, second], "a")["notices"] == ["one", "two", "three"]
    assert compare([{**first, "notices": None}, second], "a")["notices"] == ["two", "three"]


def test_a_run_of_which_no_digest_is_known_is_doubtful() -> None:
    bare = describe("b", datasets=[])
    assert compare([describe("a"), bare, describe("c")], "a")["doubtful"] == ["b"]
    assert compare([describe("a"), bare], "b")["doubtful"] == ["a"]
