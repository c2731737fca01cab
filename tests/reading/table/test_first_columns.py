from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tb_lifecycle.reading.table.first_columns import MOST_FLAGS, FirstColumns, choose_first_columns
from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.table.snapshot import LastValue, RunState
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open


def state(
    name: str,
    flags: Mapping[str, object] | None = None,
    metrics: Sequence[str] = (),
    datasets: Mapping[str, str | None] | None = None,
) -> RunState:
    return RunState(
        row=Row(name, "recorded"),
        directory=None,
        status="completed",
        started=START,
        ended=START,
        duration=1.0,
        heartbeat=None,
        crash=None,
        flags=flags or {},
        metrics={metric: LastValue(1, 0.5) for metric in metrics},
        datasets=datasets or {},
        exports={},
        unread=False,
        inputs=(),
    )


def shown(runs: Sequence[RunState], kind: str) -> list[str]:
    ids = choose_first_columns(runs).shown
    return [each.removeprefix(f"{kind}.") for each in ids if each.startswith(kind)]


def flags_of(*settings: Mapping[str, object]) -> list[str]:
    return shown([state(f"sweep/run{index}", flags) for index, flags in enumerate(settings)], "flag")


def test_the_columns_in_order() -> None:
    runs = [
        state("a", {"lr": 0.1}, ["val_loss"], {"digits": "sha256:a"}),
        state("b", {"lr": 0.2}, ["val_loss"], {"digits": "sha256:b"}),
    ]
    assert choose_first_columns(runs) == FirstColumns(
        "val_loss",
        [
            *("name", "status", "stage.code", "stage.prepare", "stage.train", "stage.compare", "stage.serve"),
            *("metric.val_loss", "flag.lr", "duration", "started", "dataset.digits"),
        ],
    )
    assert choose_first_columns([]).main is None


def test_flags_that_vary_and_not_those_that_do_not() -> None:
    settings = [{"lr": 0.1 * index, "batch": 32, "dropout": 0.0, "layers": [1, 2]} for index in range(4)]
    assert flags_of(*settings) == ["lr"]
    assert flags_of(settings[0], settings[0]) == []


def test_of_300_flags_those_that_vary_are_found() -> None:
    same = {f"aaa_{index:03}": index for index in range(300)}
    settings = [{**same, "zeta": index % 3, "momentum": index % 2} for index in range(12)]
    assert flags_of(*settings) == ["momentum", "zeta"]


def test_the_ones_likeliest_to_move_a_result_come_first() -> None:
    draw = random.Random(1)
    settings = [
        {
            "seed": index,
            "verbose": bool(index % 2),
            "kind": index % 3,
            "optimizer": ("sgd", "adam")[index % 2],
            "learning_rate": draw.random(),
            "rare_epochs": int(index == 7),
        }
        for index in range(20)
    ]
    order = flags_of(*settings)
    assert order[:2] == ["learning_rate", "optimizer"]
    assert order.index("seed") < order.index("verbose")
    assert order[-1] == "verbose"


def test_no_more_than_fit() -> None:
    settings = [{f"f{number}": index * number for number in range(1, 20)} for index in range(5)]
    assert len(flags_of(*settings)) == MOST_FLAGS


@pytest.mark.parametrize(
    "name", ["rundir", "output_dir", "logdir", "log_dir", "ckpt_place", "results", "exp", "where", "run_name"]
)
def test_where_a_run_lies_or_what_it_is_called_is_not_shown(name: str) -> None:
    for value in (
        "/data/runs/sweep/run{}",
        "sweep/run{}",
        "run{}",
        "~/out/{}",
        "s3://bucket/{}/",
        "C:\\runs\\{}",
    ):
        settings = [{name: value.format(index), "lr": index % 2} for index in range(5)]
        assert flags_of(*settings) == ["lr"], value


def test_a_directory_is_not_shown_even_where_few_differ() -> None:
    settings = [{"corpus": f"/data/part{index % 2}", "lr": index % 2} for index in range(6)]
    assert flags_of(*settings) == ["lr"]


def test_a_model_or_a_configuration_is_no_directory() -> None:
    settings = [
        {"model_name_or_path": ("google/bert", "t5")[index % 2], "config": f"./conf/{'ab'[index % 2]}.yaml"}
        for index in range(6)
    ]
    assert flags_of(*settings) == ["model_name_or_path", "config"]


def test_texts_that_are_other_ones_in_every_run_are_names_unless_they_are_of_the_model() -> None:
    words = ("sgd", "adam", "lion", "lamb", "rmsprop")
    settings = [{"optimizer": word, "comment": f"try {word}"} for word in words]
    assert flags_of(*settings) == ["optimizer"]


def test_a_flag_that_has_the_runs_name_is_not_shown_whatever_it_is_called() -> None:
    assert flags_of(*({"model": f"run{index}", "lr": index % 2} for index in range(5))) == ["lr"]


def test_one_and_true_are_two_values_and_nan_is_one() -> None:
    nan = float("nan")
    assert flags_of({"x": 1, "y": nan}, {"x": True, "y": float("nan")}) == ["x"]


def test_a_single_run_shows_what_could_move_its_result() -> None:
    assert flags_of({"lr": 0.1, "rundir": "sweep/run0", "data": "/data/x", "verbose": True}) == [
        "lr",
        "verbose",
    ]


def test_metrics_that_judge_and_of_losses_the_first() -> None:
    names = [
        "train/loss",
        "train/accuracy",
        "validation/loss",
        "validation/accuracy",
        "grad_norm",
        "lr",
        "time",
    ]
    runs = [state(name, metrics=names) for name in "ab"]
    assert shown(runs, "metric") == [
        'metric["validation/accuracy"]', 'metric["validation/loss"]', 'metric["train/accuracy"]',
    ]  # fmt: skip


def test_metrics_that_say_nothing_are_shown_where_there_are_no_others() -> None:
    assert shown([state("a", metrics=["b", "a"])], "metric") == ["a", "b"]


def test_runs_that_have_none_of_the_metrics_get_one() -> None:
    runs = [state(f"r{index}", metrics=["Loss" if index in (2, 6) else "loss"]) for index in range(10)]
    assert shown(runs, "metric") == ["loss", "Loss"]
    runs = [state(f"r{index}", metrics=["Loss" if index == 6 else "loss"]) for index in range(30)]
    assert shown(runs, "metric") == ["loss"]


def test_data_that_are_the_same_in_all_runs_are_not_shown() -> None:
    runs = [
        state(str(index), datasets={"same": "sha256:a", "other": f"sha256:{index}"}) for index in range(3)
    ]
    assert shown(runs, "dataset") == ["other"]


def test_a_large_table_is_judged_by_some_of_its_runs() -> None:
    runs = [state(f"r{index}", {"lr": index % 3}, ["loss"]) for index in range(5000)]
    assert shown(runs, "flag") == ["lr"]


def test_commit_and_tags_are_shown_where_they_differ(tmp_path: Path, fast_reader: Open) -> None:
    for name, commit, tags in (("a", "1" * 40, ["x"]), ("b", "2" * 40, ["x"])):
        record = make_record(tags=tags)
        record.code.commit = commit
        EventFile(tmp_path / name).run(record, START + 60)
    first = fast_reader(tmp_path).table().first
    assert "code.commit" in first.shown
    assert "tags" not in first.shown


def test_a_filtered_table_is_judged_by_its_own_runs(tmp_path: Path, fast_reader: Open) -> None:
    for name, flags in (
        ("a", {"lr": 1, "kind": "x"}),
        ("b", {"lr": 2, "kind": "x"}),
        ("c", {"lr": 1, "kind": "y"}),
    ):
        record = make_record(flags=flags, metrics={"reward" if name == "c" else "loss": [1.0]})
        EventFile(tmp_path / name).run(record, START + 60)
    table = fast_reader(tmp_path).table()
    assert (table.first.main, {"flag.lr", "flag.kind"} <= set(table.first.shown)) == ("loss", True)
    part = table.where('flag.kind == "x"').first
    assert "flag.lr" in part.shown
    assert "flag.kind" not in part.shown
    assert table.where('flag.kind == "y"').first.main == "reward"


def test_what_varies_evenly_comes_before_what_seldom_differs() -> None:
    settings = [{"aaa": int(index == 7), "zzz": index % 2} for index in range(20)]
    assert flags_of(*settings) == ["zzz", "aaa"]


def test_eight_values_vary_as_much_as_more_do() -> None:
    settings = [{"aaa": index % 8, "zzz": index} for index in range(24)]
    assert flags_of(*settings) == ["aaa", "zzz"]


def test_a_flag_that_not_all_runs_have_varies_less() -> None:
    settings = [{"aaa": index % 2, "zzz": index % 2} for index in range(8)]
    settings += [{"zzz": index % 2} for index in range(8)]
    assert flags_of(*settings) == ["zzz", "aaa"]


@pytest.mark.parametrize(("apart", "names"), [(8, ["comment"]), (9, []), (10, [])])
def test_texts_that_are_nearly_all_others_are_names(apart: int, names: list[str]) -> None:
    assert flags_of(*({"comment": f"try {index % apart}"} for index in range(10))) == names


def test_of_a_single_run_data_that_are_known_are_shown() -> None:
    assert shown([state("a", datasets={"known": "sha256:a", "unread": None})], "dataset") == ["known"]


def test_many_runs_are_judged_by_some_from_everywhere() -> None:
    settings = [{"lr": 0.1, "wd": 0.1 + (index >= 900) * index} for index in range(1800)]
    assert flags_of(*settings) == ["wd"]
