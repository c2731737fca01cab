from __future__ import annotations

import pytest

from tb_lifecycle.reading.table.folding import Row, fold
from tb_lifecycle.reading.table.logged_run import LoggedRun


def plain(name: str, *tags: str) -> LoggedRun:
    return LoggedRun(name, tags or ("x",))


def recorded(name: str, *tags: str, session: bool = False) -> LoggedRun:
    return LoggedRun(name, tags, recorded=True, session=session)


def session(name: str, *tags: str, experiment: bool = False) -> LoggedRun:
    return LoggedRun(name, tags, session=True, experiment=experiment)


def nothing(name: str) -> LoggedRun:
    """An event file with a header only."""
    return LoggedRun(name)


def experiment(name: str, *tags: str) -> LoggedRun:
    return LoggedRun(name, tags, experiment=True)


def fold_to(*runs: LoggedRun) -> dict[str, dict[str, str]]:
    """The rows, each with the TensorBoard run and tag of its metrics, as `run:tag`."""
    rows = fold(runs)
    assert [row.name for row in rows] == sorted(row.name for row in rows)
    # TensorBoard's order says nothing.
    assert fold(runs[::-1]) == rows
    return {
        row.name: {name: f"{run}:{tag}" for name, (run, tag) in sorted(row.series.items())} for row in rows
    }


def only_row(*runs: LoggedRun) -> Row:
    (row,) = fold(runs)
    return row


# ---- a lifecycle record above


def test_directories_below_a_recorded_run_belong_to_it() -> None:
    assert fold_to(recorded("a", "lr"), plain("a/train", "loss"), plain("a/deep/er", "loss")) == {
        "a": {"lr": "a:lr", "train/loss": "a/train:loss", "deep/er/loss": "a/deep/er:loss"}
    }


def test_the_nearest_recorded_run_above_takes_them() -> None:
    assert fold_to(
        recorded("a", "x"), recorded("a/b", "x"), plain("a/b/train", "x"), plain("a/train", "x")
    ) == {
        "a": {"x": "a:x", "train/x": "a/train:x"},
        "a/b": {"x": "a/b:x", "train/x": "a/b/train:x"},
    }


def test_a_recorded_run_named_train_is_a_run() -> None:
    assert fold_to(plain("a", "x"), recorded("a/train", "x")) == {
        "a": {"x": "a:x"},
        "a/train": {"x": "a/train:x"},
    }


def test_a_session_below_a_recorded_run_belongs_to_it() -> None:
    assert fold_to(recorded("a"), session("a/1699", "score"), session("a/b/2", "score")) == {
        "a": {"1699/score": "a/1699:score", "b/2/score": "a/b/2:score"}
    }


def test_a_recorded_run_below_a_session_is_a_run() -> None:
    assert fold_to(session("s", "x"), recorded("s/a", "x"), plain("s/a/val", "x"), plain("s/val", "x")) == {
        "s": {"x": "s:x", "val/x": "s/val:x"},
        "s/a": {"x": "s/a:x", "val/x": "s/a/val:x"},
    }


def test_a_recorded_root_takes_all_below_by_their_whole_path() -> None:
    assert fold_to(recorded(".", "x"), plain("a", "x"), plain("train", "x"), plain("a/train", "x")) == {
        ".": {"x": ".:x", "a/x": "a:x", "train/x": "train:x", "a/train/x": "a/train:x"}
    }


def test_a_recorded_run_without_series_is_a_row() -> None:
    assert fold_to(recorded("a")) == {"a": {}}


def test_names_that_only_begin_alike_are_not_below() -> None:
    assert fold_to(recorded("a"), plain("ab", "x"), plain("a-train", "x")) == {
        "a": {},
        "ab": {"x": "ab:x"},
        "a-train": {"x": "a-train:x"},
    }


# ---- an HParams session


def test_keras_writes_a_session_with_train_and_validation_below() -> None:
    runs = [
        experiment("."),
        session("run-0", "epoch_lr"),
        plain("run-0/train", "epoch_accuracy"),
        plain("run-0/validation", "epoch_accuracy"),
        session("run-1", "epoch_lr"),
        plain("run-1/train", "epoch_accuracy"),
    ]
    assert fold_to(*runs) == {
        "run-0": {
            "epoch_lr": "run-0:epoch_lr",
            "train/epoch_accuracy": "run-0/train:epoch_accuracy",
            "validation/epoch_accuracy": "run-0/validation:epoch_accuracy",
        },
        "run-1": {"epoch_lr": "run-1:epoch_lr", "train/epoch_accuracy": "run-1/train:epoch_accuracy"},
    }


def test_any_directory_below_a_session_belongs_to_it() -> None:
    assert fold_to(session("s"), plain("s/a", "x"), plain("s/a/b", "x")) == {
        "s": {"a/x": "s/a:x", "a/b/x": "s/a/b:x"}
    }


def test_a_session_below_a_session_is_a_run() -> None:
    assert fold_to(session("s", "x"), session("s/t", "x"), plain("s/t/eval", "x")) == {
        "s": {"x": "s:x"},
        "s/t": {"x": "s/t:x", "eval/x": "s/t/eval:x"},
    }


def test_the_row_of_a_session_knows_whose_flags_it_has() -> None:
    assert only_row(session("s"), plain("s/train")).session == "s"
    assert only_row(recorded("a", session=True), session("a/b")).session == "a"
    assert only_row(recorded("a"), session("a/b")).session == "a/b"
    assert only_row(recorded("a"), session("a/b"), session("a/c")).session is None
    assert only_row(plain("p"), session("p/1")).session == "p/1"
    assert only_row(plain("p")).session is None


# ---- add_hparams


def test_add_hparams_merges_into_its_plain_run() -> None:
    assert fold_to(plain("p", "loss"), session("p/1699.5", "hparam/accuracy", experiment=True)) == {
        "p": {"loss": "p:loss", "hparam/accuracy": "p/1699.5:hparam/accuracy"}
    }


def test_where_names_collide_the_runs_own_series_wins_over_the_merged_one() -> None:
    assert fold_to(plain("p", "loss"), session("p/1", "loss", "score")) == {
        "p": {"loss": "p:loss", "score": "p/1:score"}
    }


def test_what_is_below_the_merged_session_is_named_by_its_path_below_that() -> None:
    assert fold_to(plain("p", "loss"), session("p/1"), plain("p/1/train", "x")) == {
        "p": {"loss": "p:loss", "train/x": "p/1/train:x"}
    }


@pytest.mark.parametrize("other", [plain("p/other", "x"), recorded("p/rec", "x"), plain("p/train", "x")])
def test_the_only_session_merges_whatever_stands_beside_it(other: LoggedRun) -> None:
    rows = fold_to(plain("p", "loss"), session("p/1", "score"), other)
    assert rows["p"]["score"] == "p/1:score"
    assert "p/1" not in rows


def test_two_sessions_are_two_rows_and_no_third() -> None:
    sessions = [session("p/1", "x", experiment=True), session("p/2", "x", experiment=True)]
    assert fold_to(plain("p", "loss"), *sessions) == {
        "p": {"loss": "p:loss"},
        "p/1": {"x": "p/1:x"},
        "p/2": {"x": "p/2:x"},
    }
    assert fold_to(nothing("p"), *sessions) == {"p/1": {"x": "p/1:x"}, "p/2": {"x": "p/2:x"}}


def test_a_session_merges_into_a_writer_that_logged_nothing_else() -> None:
    assert fold_to(nothing("p"), session("p/1", "x", experiment=True)) == {"p": {"x": "p/1:x"}}


def test_add_scalars_belongs_to_its_writer() -> None:
    runs = [
        plain("p", "loss"),
        session("p/1700000003.7", "score"),
        plain("p/train_acc_upper", "train/acc"),
        plain("p/train_acc_lower", "train/acc"),
    ]
    row = {
        "loss": "p:loss",
        "score": "p/1700000003.7:score",
        "train_acc_upper/train/acc": "p/train_acc_upper:train/acc",
        "train_acc_lower/train/acc": "p/train_acc_lower:train/acc",
    }
    assert fold_to(*runs) == {"p": row}
    assert only_row(*runs).session == "p/1700000003.7"
    del row["loss"]
    assert fold_to(nothing("p"), *runs[1:]) == {"p": row}


def test_add_scalars_of_tensorboardx_belongs_to_its_writer() -> None:
    runs = [
        nothing("p"),
        session("p/1700000003.7", "score"),
        plain("p/train/acc/upper", "train/acc"),
        plain("p/a b/lower", "a_b"),
    ]
    assert fold_to(*runs) == {
        "p": {
            "score": "p/1700000003.7:score",
            "train/acc/upper/train/acc": "p/train/acc/upper:train/acc",
            "a b/lower/a_b": "p/a b/lower:a_b",
        }
    }
    # Beside its lines, what is called like a part is one.
    assert set(fold_to(plain("p", "x"), plain("p/train", "x"), plain("p/acc/upper", "acc"))) == {"p"}
    assert set(fold_to(plain("p", "x"), plain("p/acc/upper", "loss"))) == {"p", "p/acc/upper"}
    assert set(fold_to(plain("acc/upper", "acc"))) == {"acc/upper"}


def test_what_only_resembles_add_scalars_does_not_fold() -> None:
    alone = plain("p/acc_upper", "acc")
    assert fold_to(alone) == {"p/acc_upper": {"acc": "p/acc_upper:acc"}}
    two = plain("p/acc_upper", "acc", "loss")
    other = plain("p/accurate", "acc")
    assert set(fold_to(plain("p", "x"), two, other)) == {"p", "p/acc_upper", "p/accurate"}


def test_a_session_two_directories_below_does_not_merge() -> None:
    assert fold_to(plain("p", "loss"), session("p/a/1", "x")) == {
        "p": {"loss": "p:loss"},
        "p/a/1": {"x": "p/a/1:x"},
    }


def test_a_session_does_not_merge_into_the_description_of_its_experiment() -> None:
    assert fold_to(experiment("."), session("run-0", "x")) == {"run-0": {"x": "run-0:x"}}
    assert fold_to(experiment("sweep"), session("sweep/run-0", "x")) == {
        "sweep/run-0": {"x": "sweep/run-0:x"}
    }


def test_a_session_merges_into_a_plain_root() -> None:
    assert fold_to(plain(".", "loss"), session("1699", "score")) == {
        ".": {"loss": ".:loss", "score": "1699:score"}
    }


def test_a_session_merges_into_a_train_directory_and_folds_with_it() -> None:
    assert fold_to(plain("p", "a"), plain("p/train", "b"), session("p/train/1", "c")) == {
        "p": {"a": "p:a", "train/b": "p/train:b", "train/c": "p/train/1:c"}
    }


def test_a_session_does_not_merge_into_what_belongs_to_another_session() -> None:
    assert fold_to(session("s", "x"), plain("s/p", "x"), session("s/p/1", "x")) == {
        "s": {"x": "s:x", "p/x": "s/p:x"},
        "s/p/1": {"x": "s/p/1:x"},
    }


# ---- nothing recorded


def test_any_other_run_is_a_run_by_itself() -> None:
    assert fold_to(plain("a", "x"), plain("a/b", "x"), plain("c/d", "x")) == {
        "a": {"x": "a:x"},
        "a/b": {"x": "a/b:x"},
        "c/d": {"x": "c/d:x"},
    }


@pytest.mark.parametrize("part", ["train", "validation", "val", "eval", "test"])
def test_a_part_folds_into_its_parent_even_alone(part: str) -> None:
    assert fold_to(plain(f"a/b/{part}", "x")) == {"a/b": {f"{part}/x": f"a/b/{part}:x"}}


@pytest.mark.parametrize("name", ["a/training", "a/Train", "a/train2", "a/dev"])
def test_other_names_do_not_fold(name: str) -> None:
    assert fold_to(plain(name, "x")) == {name: {"x": f"{name}:x"}}


def test_parts_fold_together_with_the_parents_own_series() -> None:
    assert fold_to(plain("a", "x"), plain("a/train", "x"), plain("a/eval", "x")) == {
        "a": {"x": "a:x", "train/x": "a/train:x", "eval/x": "a/eval:x"}
    }


def test_the_parents_own_tag_wins_over_the_same_name_of_a_part() -> None:
    assert fold_to(plain("a", "train/loss"), plain("a/train", "loss", "acc")) == {
        "a": {"train/loss": "a:train/loss", "train/acc": "a/train:acc"}
    }
    assert fold_to(recorded("a", "train/loss"), plain("a/train", "loss")) == {
        "a": {"train/loss": "a:train/loss"}
    }


def test_the_first_directory_wins_between_two_below() -> None:
    assert fold_to(recorded("a"), plain("a/b", "c/x"), plain("a/b/c", "x")) == {"a": {"b/c/x": "a/b:c/x"}}


def test_parts_of_the_logdir_fold_into_the_root() -> None:
    assert fold_to(plain("train", "x"), plain("validation", "x")) == {
        ".": {"train/x": "train:x", "validation/x": "validation:x"}
    }
    assert fold_to(plain(".", "x"), plain("train", "x")) == {".": {"x": ".:x", "train/x": "train:x"}}


def test_a_directory_below_a_part_is_a_run_by_itself() -> None:
    assert fold_to(plain("a/train", "x"), plain("a/train/more", "x")) == {
        "a": {"train/x": "a/train:x"},
        "a/train/more": {"x": "a/train/more:x"},
    }


def test_a_part_of_a_part_folds_with_it() -> None:
    assert fold_to(plain("a/eval", "x"), plain("a/eval/train", "x")) == {
        "a": {"eval/x": "a/eval:x", "eval/train/x": "a/eval/train:x"}
    }


def test_a_run_that_is_called_test_keeps_its_parts() -> None:
    assert fold_to(plain("test/train", "x"), plain("test/validation", "x")) == {
        "test": {"train/x": "test/train:x", "validation/x": "test/validation:x"}
    }


def test_the_root_alone() -> None:
    assert fold_to(plain(".", "x")) == {".": {"x": ".:x"}}


def test_nothing() -> None:
    assert fold([]) == []


# ---- an HParams experiment


def test_the_description_of_an_experiment_alone_is_no_row() -> None:
    assert fold_to(experiment("."), experiment("sweep"), experiment("sweep/train")) == {}


def test_an_experiment_with_series_is_a_row() -> None:
    assert fold_to(experiment("sweep", "x")) == {"sweep": {"x": "sweep:x"}}


def test_parts_below_the_description_of_an_experiment_fold_into_its_directory() -> None:
    assert fold_to(experiment("a"), plain("a/train", "x")) == {"a": {"train/x": "a/train:x"}}


# ---- what a row is


def test_kinds_and_members() -> None:
    rows = fold(
        [recorded("a", "x"), plain("a/train", "x"), session("s", "x"), plain("s/b"), plain("p/val", "x")]
    )
    assert [(row.name, row.kind, row.members) for row in rows] == [
        ("a", "recorded", ["a", "a/train"]),
        ("p", "plain", ["p/val"]),
        ("s", "session", ["s", "s/b"]),
    ]


def test_a_run_with_nothing_in_it_is_no_row() -> None:
    assert fold_to(nothing("a"), nothing("a/train"), nothing("a/plugins/profile/1")) == {}
    assert fold_to(plain("a/train", "x"), nothing("a/train/plugins/profile/1"), nothing("a/ckpt")) == {
        "a": {"train/x": "a/train:x"}
    }


def test_a_run_with_something_else_than_scalars_is_a_row() -> None:
    assert fold_to(LoggedRun("a", shown=True)) == {"a": {}}


# ---- runs that are called like parts


@pytest.mark.parametrize("part", ["train", "validation", "val", "eval", "test"])
def test_a_run_called_like_a_part_among_runs_by_other_names_keeps_its_name(part: str) -> None:
    assert set(fold_to(plain("simple", "x"), plain(part, "x"), plain("complex", "x"))) == {
        "simple",
        part,
        "complex",
    }
    assert set(fold_to(plain(f"m/{part}", "x"), plain("m/simple/train", "x"))) == {f"m/{part}", "m/simple"}


def test_a_few_others_beside_the_parts_of_a_training_change_nothing() -> None:
    rows = fold_to(plain("m/train", "x"), plain("m/validation", "x"), plain("m/images", "x"))
    assert rows == {
        "m": {"train/x": "m/train:x", "validation/x": "m/validation:x"},
        "m/images": {"x": "m/images:x"},
    }


def test_what_is_no_run_by_itself_counts_not_as_another_name() -> None:
    runs = [plain("m", "y"), plain("m/train", "x"), session("m/1700000003.7", "s"), plain("m/y_a", "y")]
    assert set(fold_to(*runs, nothing("m/ckpt"))) == {"m"}


def test_names_that_differ_by_case_stay_apart() -> None:
    assert fold_to(plain("Base", "Acc", "acc"), plain("base", "acc")) == {
        "Base": {"Acc": "Base:Acc", "acc": "Base:acc"},
        "base": {"acc": "base:acc"},
    }


# ---- directories that only a writer needs


@pytest.mark.parametrize(
    "path",
    [
        "Nov25_22-08-24_host",
        "Nov25_22-08-24_node17.cluster.example",
        "runs/Jan02_03-04-05_host",
        "runs/Jan02_03-04-05_host/1700000003.7654321",
        "1700000003.76",
        "20251125-220824",
        "2025-11-25/22-08-24",
        "2025_11_25_22_08_24",
        "version_0",
        "lightning_logs/version_12",
        "events_2",
    ],
)
def test_a_time_or_a_counter_is_left_out_of_a_metrics_name(path: str) -> None:
    assert fold_to(recorded("a"), plain(f"a/{path}", "loss")) == {"a": {"loss": f"a/{path}:loss"}}
    assert fold_to(recorded("a"), plain(f"a/{path}/val", "loss")) == {"a": {"val/loss": f"a/{path}/val:loss"}}


@pytest.mark.parametrize(
    "path", ["runs", "lightning_logs", "fold_1", "3", "version", "lr0.1", "runs/a", "Nov25"]
)
def test_what_says_something_stays_in_the_name(path: str) -> None:
    assert fold_to(recorded("a"), plain(f"a/{path}", "loss")) == {"a": {f"{path}/loss": f"a/{path}:loss"}}


def test_the_name_stays_whole_where_the_short_one_is_taken() -> None:
    assert fold_to(recorded("a", "loss"), plain("a/version_0", "loss", "acc")) == {
        "a": {"loss": "a:loss", "version_0/loss": "a/version_0:loss", "acc": "a/version_0:acc"}
    }
    assert fold_to(recorded("a"), plain("a/version_0", "loss"), plain("a/version_1", "loss")) == {
        "a": {"version_0/loss": "a/version_0:loss", "version_1/loss": "a/version_1:loss"}
    }


def test_of_a_training_that_went_on_the_newest_has_the_short_name() -> None:
    first = LoggedRun("a/runs/Mar03_10-00-00_alpha", ("loss", "old"), started=1.0)
    second = LoggedRun("a/runs/Jan01_00-00-00_beta", ("loss",), started=2.0)
    assert fold_to(recorded("a"), first, second) == {
        "a": {
            "loss": "a/runs/Jan01_00-00-00_beta:loss",
            "old": "a/runs/Mar03_10-00-00_alpha:old",
            "runs/Mar03_10-00-00_alpha/loss": "a/runs/Mar03_10-00-00_alpha:loss",
        }
    }
