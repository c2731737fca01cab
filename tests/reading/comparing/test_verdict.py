from typing import Any

from tb_lifecycle.reading.comparing.compare import compare
from tests.reading.runs import dataset, describe, metric


def judge(*descriptions: dict[str, Any]) -> tuple[str, list[str]]:
    answer = compare(list(descriptions), descriptions[0]["run"])
    return answer["verdict"], answer["warnings"]


def scored(run: str, accuracy: float, **changes: Any) -> dict[str, Any]:
    return describe(
        run, metrics={"validation/accuracy": metric(accuracy), "train/loss": metric(0.1)}, **changes
    )


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


def test_nan_is_not_judged() -> None:
    assert judge(scored("A", 0.9), scored("B", float("nan")))[0].endswith("train/loss, 0.1000.")
