from typing import Any

import pytest

from tb_lifecycle.reading.comparing.compare import Context, compare
from tests.reading.runs import dataset, describe, metric


def judge(*descriptions: dict[str, Any]) -> tuple[str, list[str]]:
    answer = compare(list(descriptions), descriptions[0]["run"])
    return answer["verdict"]["text"], answer["warnings"]


def scored(run: str, accuracy: float, **changes: Any) -> dict[str, Any]:
    """A run of a setting of its own, unless its flags are given."""
    metrics = {"validation/accuracy": metric(accuracy), "train/loss": metric(0.1)}
    return describe(run, **{"metrics": metrics, "flags": {"model": run}, **changes})


def test_two_runs_differ_by_the_main_metric() -> None:
    verdict, warnings = judge(scored("A", 0.92), scored("B", 0.98))
    assert verdict == (
        "B has a validation/accuracy 0.0600 higher than A. One run each: a difference without an interval."
    )
    assert warnings == []


def test_a_lower_figure_is_called_lower() -> None:
    assert (
        "B has a validation/accuracy 0.0200 lower than A." in judge(scored("A", 0.92), scored("B", 0.90))[0]
    )


def test_equal_figures_are_called_the_same() -> None:
    assert (
        judge(scored("A", 0.92), scored("B", 0.92))[0] == "B and A have the same validation/accuracy, 0.9200."
    )


def test_the_best_of_many_is_named() -> None:
    verdict = judge(scored("A", 0.9), scored("B", 0.92), scored("C", 0.95))[0]
    assert verdict.startswith("C has the best validation/accuracy, 0.9500: 0.0500 higher than A.")
    assert judge(scored("A", 0.97), scored("B", 0.92), scored("C", 0.95))[0].startswith(
        "None has a better validation/accuracy than A, the baseline, with 0.9700."
    )


def test_other_evaluation_data_make_runs_not_comparable() -> None:
    data = [dataset("train", "sha256:aaaaaaaa"), dataset("validation", "sha256:77b0e4ff")]
    verdict, warnings = judge(scored("A", 0.92), scored("B", 0.98, datasets=data))
    assert verdict == "Not comparable: the runs were evaluated on different data (digits/validation)."
    assert warnings == [
        "B was evaluated on other data: digits/validation is 77b0e4, the baseline's is bbbbbb."
    ]


def test_other_training_data_leave_runs_comparable() -> None:
    data = [dataset("train", "sha256:cccccccc"), dataset("validation", "sha256:bbbbbbbb")]
    verdict, warnings = judge(scored("A", 0.92), scored("B", 0.98, datasets=data))
    assert verdict.startswith("B has a validation/accuracy")
    assert warnings == []


def test_unknown_evaluation_data_are_said_to_be_unknown() -> None:
    verdict, warnings = judge(
        scored("A", 0.92), scored("B", 0.98, datasets=[dataset("train", "sha256:aaaaaaaa")])
    )
    assert verdict.startswith("B has a validation/accuracy")
    assert warnings == [
        "B has no digest of digits/validation: whether both were evaluated on the same data is not known."
    ]


def test_unfinished_runs_are_marked() -> None:
    warnings = judge(
        scored("A", 0.92), scored("B", 0.98, status="failed"), scored("C", 0.98, status="running")
    )[1]
    assert warnings == [
        "B failed: its figures are those of an unfinished run.",
        "C is still running: its figures will change.",
    ]


def test_runs_without_a_shared_telling_metric_are_not_judged() -> None:
    first, second = describe("A", metrics={"loss": metric(1)}), describe("B", metrics={"accuracy": metric(1)})
    assert judge(first, second)[0] == "The runs have no metric in common that says which of them is better."


def test_where_none_has_a_number_of_the_main_metric_that_is_said() -> None:
    runs = [describe(name, metrics={"accuracy": metric(float("nan"))}) for name in "ABCDE"]
    text = compare(runs, "A", Context("accuracy"))["verdict"]["text"]
    assert text == (
        "accuracy judges the runs here, and nothing that counts has a number of it in A, B, C and 2 more."
    )


def test_nan_is_not_judged() -> None:
    assert judge(scored("A", 0.9), scored("B", float("nan")))[0].endswith("train/loss, 0.1000.")


def word_of(*descriptions: dict[str, Any]) -> str | None:
    return compare(list(descriptions), descriptions[0]["run"])["verdict"]["word"]


def test_one_run_each_is_said_only_where_it_is_so() -> None:
    one, other = {"lr": 0.1, "seed": 1}, {"lr": 0.2, "seed": 1}
    runs = [
        scored(f"{lr}{seed}", 0.9 + seed / 100, flags={"lr": lr, "seed": seed})
        for lr in (1, 2)
        for seed in range(5)
    ]
    verdict = compare(runs, "10")["verdict"]
    assert verdict["word"] is None
    assert verdict["n"] == [5] * 10
    assert verdict["text"].endswith(
        "10 runs of 2 settings: a difference of single runs, without an interval."
    )
    assert word_of(scored("A", 0.9, flags=one), scored("B", 0.95, flags=other)) == "one run each"


def test_runs_that_differ_by_their_seed_are_of_one_setting() -> None:
    flags = {"lr": 0.1, "seed": 1, "rundir": "runs/A", "verbose": True}
    other = {"lr": 0.1, "seed": 2, "rundir": "runs/B", "verbose": False}
    answer = compare([scored("A", 0.9, flags=flags), scored("B", 0.95, flags=other)], "A")
    assert answer["verdict"]["word"] is None
    assert answer["verdict"]["text"].endswith(
        "Both are of one setting, as far as was recorded: it is how far its runs spread."
    )


def test_other_code_or_data_are_another_setting() -> None:
    flags = {"lr": 0.1}
    files = [{"path": "train.py", "state": "modified", "digest": "sha256:99", "content": True}]
    code = {**describe("B")["code"], "files": files}
    data = [dataset("train", "sha256:cc"), dataset("validation", "sha256:bbbbbbbb")]
    for changes in ({"code": code}, {"datasets": data}):
        assert (
            word_of(scored("A", 0.9, flags=flags), scored("B", 0.95, flags=flags, **changes))
            == "one run each"
        )


def test_no_run_is_called_better_or_worse_without_an_interval() -> None:
    for accuracy in (0.5, 0.99):
        verdict = compare([scored("A", 0.9), scored("B", accuracy)], "A")["verdict"]
        assert verdict["word"] not in ("better", "worse")
        assert verdict["interval"] is None


def test_validation_comes_before_test() -> None:
    metrics = {"test/accuracy": metric(0.9), "validation/accuracy": metric(0.8)}
    answer = compare([describe("A", metrics=metrics), describe("B", metrics=metrics)], "A")
    assert answer["main"] == answer["verdict"]["metric"] == "validation/accuracy"


def test_a_metric_that_the_baseline_lacks_judges_nothing() -> None:
    only_loss = describe("A", metrics={"loss": metric(0.5)}, flags={"lr": 1})
    both = describe("B", metrics={"validation/accuracy": metric(0.9), "loss": metric(0.4)}, flags={"lr": 2})
    third = describe("C", metrics={"validation/accuracy": metric(0.8), "loss": metric(0.3)}, flags={"lr": 3})
    answer = compare([only_loss, both, third], "A", Context("validation/accuracy"))
    assert answer["main"] == next(iter(answer["metrics"])) == "loss"
    assert answer["verdict"]["text"].startswith("C has the best loss, 0.3000: 0.2000 lower than A.")
    assert (
        compare([both, only_loss, third], "B", Context("validation/accuracy"))["main"]
        == "validation/accuracy"
    )


def test_the_logdirs_metric_is_kept_where_the_runs_share_it() -> None:
    metrics = {"validation/accuracy": metric(0.9), "reward": metric(4.0)}
    runs = [describe("A", metrics=metrics), describe("B", metrics=metrics)]
    assert compare(runs, "A", Context("reward"))["main"] == "reward"
    assert compare(runs, "A", Context("train/loss"))["main"] == "validation/accuracy"


def test_the_same_data_under_another_name_are_the_same() -> None:
    for split in ("test", "dev", ""):
        data = [
            dataset("train", "sha256:aaaaaaaa"),
            {"name": "numbers", "split": split, "digest": "sha256:bbbbbbbb"},
        ]
        verdict, warnings = judge(scored("A", 0.92), scored("B", 0.98, datasets=data))
        assert warnings == [], split
        assert verdict.startswith("B has a validation/accuracy")


def test_other_data_under_another_name_are_other_data() -> None:
    data = [dataset("train", "sha256:aaaaaaaa"), dataset("test", "sha256:77b0e4ff")]
    answer = compare([scored("A", 0.92), scored("B", 0.98, datasets=data)], "A")
    assert answer["verdict"]["word"] == "not comparable"
    assert answer["warnings"] == [
        "B was evaluated on other data: digits/test is 77b0e4, the baseline's digits/validation is bbbbbb."
    ]
    assert answer["doubtful"] == ["B"]


def test_a_further_set_that_only_one_of_them_has_is_unknown() -> None:
    data = [dataset("validation", "sha256:bbbbbbbb"), dataset("test", "sha256:77b0e4ff")]
    verdict, warnings = judge(scored("A", 0.92), scored("B", 0.98, datasets=data))
    assert warnings == [
        "The baseline has no digest of digits/test: "
        "whether both were evaluated on the same data is not known."
    ]
    assert verdict.startswith("B has a validation/accuracy")


def test_further_sets_beside_the_same_data_do_not_make_runs_incomparable() -> None:
    ours = [dataset("validation", "sha256:bbbbbbbb"), dataset("test", "sha256:11")]
    theirs = [dataset("validation", "sha256:bbbbbbbb"), dataset("holdout", "sha256:22")]
    verdict, warnings = judge(scored("A", 0.92, datasets=ours), scored("B", 0.98, datasets=theirs))
    assert [warning.partition(":")[0] for warning in warnings] == [
        *("The baseline has no digest of digits/holdout", "B has no digest of digits/test")
    ]
    assert verdict.startswith("B has a validation/accuracy")


def test_a_failed_run_is_best_at_nothing() -> None:
    whole = scored("A", 0.5, duration=90.0)
    broken = [
        scored(name, 0.9, status=status, duration=1.0) for name, status in (("B", "failed"), ("C", "lost"))
    ]
    answer = compare([whole, *broken], "A")
    for name in ("duration", "validation/accuracy"):
        assert answer["metrics"][name]["best"] is None
        assert answer["metrics"][name]["good"] == [None, None, None]
    assert answer["verdict"]["text"].startswith(
        "No run that went to its end has a better validation/accuracy"
    )


@pytest.mark.parametrize("status", ["running", "pruned"])
def test_a_run_that_is_not_whole_is_best_at_nothing(status: str) -> None:
    answer = compare([scored("A", 0.5), scored("B", 0.9, status=status)], "A")
    assert answer["metrics"]["validation/accuracy"]["best"] is None


def test_a_run_that_goes_on_has_not_taken_its_time_yet() -> None:
    answer = compare([scored("A", 0.5), scored("B", 0.9, status="running", duration=1.0)], "A")
    assert answer["metrics"]["duration"]["good"] == [None, None]
    assert answer["metrics"]["validation/accuracy"]["good"] == [None, True]


def test_the_whole_of_a_verdict() -> None:
    assert compare([scored("A", 0.92), scored("B", 0.98)], "B")["verdict"] == {
        "word": "one run each",
        "text": (
            "A has a validation/accuracy 0.0600 lower than B. One run each: a difference without an interval."
        ),
        "metric": "validation/accuracy",
        **dict.fromkeys(("delta", "interval", "method", "p", "probability", "runs_needed", "sides")),
        **dict.fromkeys(("noise", "best_of")),
        "about": 0,
        "n": [1, 1],
    }


def test_what_is_said_of_many_runs() -> None:
    same, spread = {"lr": 1}, "are of one setting, as far as was recorded: it is how far its runs spread."
    runs = [scored(name, value, flags=same) for name, value in (("A", 0.9), ("B", 0.92), ("C", 0.91))]
    best = "B has the best validation/accuracy, 0.9200: 0.0200 higher than A."
    assert judge(*runs)[0] == f"{best} All 3 {spread}"
    runs[2] = scored("C", 0.91, flags={"lr": 2})
    assert judge(*runs)[0] == (
        f"{best} 3 runs of 2 settings: a difference of single runs, without an interval."
    )
    equal = [scored(name, 0.9) for name in "ABC"]
    assert judge(*equal)[0] == "The runs have the same validation/accuracy, 0.9000."
    assert compare(equal, "A")["verdict"]["word"] == "one run each"
    losing = [scored("A", 0.9), scored("B", 0.8, status="failed"), scored("C", 0.8, status="failed")]
    assert judge(*losing)[0] == (
        "No run that went to its end has a better validation/accuracy than another that did. "
        "One run each: a difference without an interval."
    )


def test_of_a_best_run_that_only_the_others_can_be_held_against() -> None:
    """The metric is the baseline's and another's; a third one without it is left out."""
    bare = scored("C", 0.5, metrics={"train/loss": metric(0.1)})
    assert judge(scored("A", 0.9), scored("B", 0.92), bare)[0].startswith(
        "B has the best validation/accuracy, 0.9200: 0.0200 higher than A."
    )


def test_every_ending_that_leaves_figures_unfinished() -> None:
    runs = [scored("A", 0.9)]
    runs += [
        scored(status, 0.9, status=status) for status in ("running", "pruned", "failed", "terminated", "lost")
    ]
    answer = compare(runs, "A")
    assert answer["warnings"] == [
        "running is still running: its figures will change.",
        "pruned was pruned: its figures are those of a run that ended early.",
        "failed failed: its figures are those of an unfinished run.",
        "terminated was terminated: its figures are those of an unfinished run.",
        "lost was lost: its figures are those of an unfinished run.",
    ]
    assert answer["doubtful"] == ["failed", "lost", "pruned", "running", "terminated"]


def named(name: str, split: str, digest: str | None) -> dict[str, Any]:
    return {"name": name, "split": split, "digest": digest}


def warnings_of(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[str]:
    return judge(scored("A", 0.9, datasets=ours), scored("B", 0.9, datasets=theirs))[1]


def test_a_data_set_without_a_split_is_evaluated_unless_a_run_split_it() -> None:
    whole, other = named("words", "", "sha256:11"), named("words", "", "sha256:22")
    assert warnings_of([whole], [other]) == [
        "B was evaluated on other data: words is 22, the baseline's is 11."
    ]
    held_out = named("words", "validation", "sha256:33")
    assert warnings_of([whole, held_out], [other, held_out]) == []
    assert warnings_of([named("train", "", "sha256:11")], [named("train", "", "sha256:22")]) == []
    parts = [named("words", "part7", "sha256:11")], [named("words", "part7", "sha256:22")]
    assert warnings_of(*parts) == []


def test_several_other_sets_are_told_apart_in_order() -> None:
    ours = [named("b", "test", "sha256:11"), named("a", "test", "sha256:22")]
    theirs = [named("d", "test", "sha256:33"), named("c", "test", "sha256:44")]
    assert warnings_of(ours, theirs) == [
        "B was evaluated on other data: c/test is 44, the baseline's a/test is 22.",
        "B was evaluated on other data: d/test is 33, the baseline's b/test is 11.",
    ]
    answer = compare([scored("A", 0.9, datasets=ours), scored("B", 0.8, datasets=theirs)], "A")
    assert answer["verdict"]["text"] == (
        "Not comparable: the runs were evaluated on different data (c/test, d/test)."
    )


def test_data_without_a_digest_are_not_taken_for_others() -> None:
    unknown = "whether both were evaluated on the same data is not known."
    ours, theirs = [named("a", "test", None)], [named("b", "test", "sha256:33")]
    assert warnings_of(ours, theirs) == [
        f"B has no digest of a/test: {unknown}",
        f"The baseline has no digest of b/test: {unknown}",
    ]
    assert warnings_of(theirs, ours) == [
        f"B has no digest of a/test: {unknown}",
        f"B has no digest of b/test: {unknown}",
    ]
    assert warnings_of([], theirs) == [f"The baseline has no digest of b/test: {unknown}"]


def test_a_commit_counts_as_a_setting_where_no_files_do_and_the_script_where_no_flags_do() -> None:
    def of(commit: str, entry: str, **flags: object) -> dict[str, Any]:
        command = {**describe("x")["command"], "entry": entry}
        return scored(entry + commit, 0.9, flags=flags, command=command, code={"commit": commit, "files": []})

    assert word_of(of("a", "x.py", lr=1), of("a", "x.py", lr=1)) is None
    assert word_of(of("a", "x.py", lr=1), of("b", "x.py", lr=1)) == "one run each"
    assert word_of(of("a", "x.py", lr=1), of("a", "y.py", lr=1)) is None
    assert word_of(of("a", "x.py"), of("a", "y.py")) == "one run each"
