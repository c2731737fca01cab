"""What is said of runs that were evaluated otherwise, or whose steps are not the same."""

from __future__ import annotations

from typing import Any

import pytest

from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.flag_names import is_evaluation
from tests.reading.runs import describe, metric


def run(name: str, step: int = 1000, status: str = "completed", **flags: Any) -> dict[str, Any]:
    figures = {"accuracy": {**metric(0.9), "step": step}}
    return describe(name, flags=flags, metrics=figures, status=status)


def hold(first: dict[str, Any], second: dict[str, Any]) -> tuple[list[str], list[str]]:
    answer = compare([first, second], first["run"])
    return answer["warnings"], answer["doubtful"]


def test_evaluation_flags_that_differ_are_said_and_make_figures_doubtful() -> None:
    warnings, doubtful = hold(run("a", eval_samples=100, lr=1), run("b", eval_samples=5000, lr=2))
    assert warnings == ["b may have been evaluated otherwise: eval_samples is 5000, the baseline's 100."]
    assert doubtful == ["b"]
    assert hold(run("a", eval_samples=100), run("b")) == ([], [])


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        ("eval_samples", True),
        ("val_split", True),
        ("eval.num_batches", True),
        ("threshold", True),
        ("num_beams", True),
        ("eval_every", False),
        ("validation_freq", False),
        ("eval_batch_size", False),
        ("value_coef", False),
        ("test_dir", False),
        ("lr", False),
    ],
)
def test_which_flags_tell_how_a_run_was_evaluated(name: str, tells: bool) -> None:
    assert is_evaluation(name) is tells


def test_lengths_that_differ_are_said_without_doubt() -> None:
    warnings, doubtful = hold(run("a", 10000), run("b", 2000))
    assert warnings == [
        "b went to step 2,000, the baseline to 10,000: "
        "at equal budget their figures are of equally long runs."
    ]
    assert doubtful == []
    assert hold(run("a", 10000), run("b", 9800)) == ([], [])
    assert hold(run("a", 10000), run("b", 200, status="failed"))[0] == [
        "b failed: its figures are those of an unfinished run."
    ]


def test_steps_of_other_sizes_are_said() -> None:
    warnings, doubtful = hold(run("a", batch_size=32), run("b", 500, batch_size=64))
    assert warnings == [
        "A step of b has 64 samples, one of the baseline's 32: "
        "at equal steps they have not seen equally many."
    ]
    assert doubtful == []


def test_epochs_are_no_steps() -> None:
    warnings, _ = hold(run("a", 10, epochs=10), run("b", 5000, epochs=10))
    assert warnings == [
        "The steps of a are epochs, those of b are not: at equal steps they are not equally far."
    ]
    assert hold(run("a", 10, epochs=10), run("b", 9, epochs=10)) == ([], [])
