from __future__ import annotations

import pytest

from tb_lifecycle.commands.rebuilding.verdict import compare_figures, say


def verdict(
    recorded: dict[str, object], again: dict[str, object], tolerance: float = 1e-6
) -> dict[str, object]:
    figures = compare_figures(
        {name: {"last": value} for name, value in recorded.items()},
        {name: {"last": value} for name, value in again.items()},
        tolerance,
    )
    return {figure.name: figure.same for figure in figures}


@pytest.mark.parametrize(
    ("recorded", "again", "same"),
    [
        (0.5, 0.5, True), (0.5, 0.5000001, True), (0.5, 0.51, False), (0.0, 1e-12, False), (1, None, False),
        ("NaN", "NaN", True), ("NaN", 1.0, False), ("Infinity", "Infinity", True), ("Infinity", 1.0, False),
    ],
)  # fmt: skip
def test_one_figure(recorded: object, again: object, same: bool) -> None:
    assert verdict({"loss": recorded}, {"loss": again}) == {"loss": same}


def test_the_tolerance_is_relative() -> None:
    assert verdict({"loss": 1000.0}, {"loss": 1009.0}, 0.01) == {"loss": True}
    assert verdict({"loss": 1000.0}, {"loss": 1011.0}, 0.01) == {"loss": False}


@pytest.mark.parametrize(
    "name",
    [
        "epoch_time",
        "epoch_seconds",
        "duration",
        "examples_per_sec",
        "steps/s",
        "system/cpu",
        "gpu_memory",
        "throughput",
    ],
)
def test_what_depends_on_the_machine_is_not_compared(name: str) -> None:
    assert verdict({name: 1.0}, {name: 2.0}) == {name: None}


@pytest.mark.parametrize("name", ["loss", "accuracy", "timestep_loss", "per_class", "memorization"])
def test_what_does_not_is(name: str) -> None:
    assert verdict({name: 1.0}, {name: 2.0}) == {name: False}


def test_the_sentence() -> None:
    recorded = {"a": {"last": 1.0}, "b": {"last": 2.0}, "epoch_time": {"last": 1.0}}
    assert say(compare_figures(recorded, recorded)) == "Reproduced: 2 of 2 metrics came out the same."
    other = {**recorded, "b": {"last": 3.0}}
    assert say(compare_figures(recorded, other)) == "Not reproduced: b came out otherwise (2 compared)."
    assert say([]) == "The recorded run has no metric to compare."
