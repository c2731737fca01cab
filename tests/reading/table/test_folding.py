from __future__ import annotations

import pytest

from tb_lifecycle.reading.table.folding import LoggedRun, Row, fold


def plain(name: str, *tags: str) -> LoggedRun:
    return LoggedRun(name, tags or ("x",))


def recorded(name: str, *tags: str, session: bool = False) -> LoggedRun:
    return LoggedRun(name, tags, recorded=True, session=session)


def session(name: str, *tags: str, experiment: bool = False) -> LoggedRun:
    return LoggedRun(name, tags, session=True, experiment=experiment)


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


@pytest.mark.parametrize("other", [session("p/2", "x"), plain("p/other", "x"), recorded("p/rec", "x")])
def test_a_session_with_a_sibling_is_a_run_by_itself(other: LoggedRun) -> None:
    rows = fold_to(plain("p", "loss"), session("p/1", "x"), other)
    assert rows == {"p": {"loss": "p:loss"}, "p/1": {"x": "p/1:x"}, other.name: {"x": f"{other.name}:x"}}


def test_a_session_with_a_train_sibling_is_a_run_by_itself() -> None:
    assert fold_to(plain("p", "loss"), session("p/1", "x"), plain("p/train", "x")) == {
        "p": {"loss": "p:loss", "train/x": "p/train:x"},
        "p/1": {"x": "p/1:x"},
    }


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


def test_a_run_without_series_is_a_row() -> None:
    assert fold_to(LoggedRun("a")) == {"a": {}}
