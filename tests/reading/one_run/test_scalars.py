from __future__ import annotations

import math
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import RequestTooLargeError, RunNotFoundError
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open


def write(logdir: Path) -> Path:
    EventFile(logdir / "a").scalars("loss", [3.0, 0.92, math.nan]).run(make_record())
    EventFile(logdir / "a" / "train").scalars("loss", [5.0])
    EventFile(logdir / "b").scalars("loss", [1.0])
    return logdir


def test_curves_by_the_names_of_metrics(tmp_path: Path, open_reader: Open) -> None:
    curves = open_reader(write(tmp_path)).scalars(["a", "b"], ["train/loss", "loss"])
    assert [(curve["run"], curve["tag"]) for curve in curves] == [
        ("a", "train/loss"),
        ("a", "loss"),
        ("b", "loss"),
    ]
    assert curves[1]["steps"] == [0, 1, 2]
    assert curves[1]["wall_times"] == [START, START + 1, START + 2]
    assert curves[1]["values"][:2] == [3.0, 0.92]
    assert math.isnan(curves[1]["values"][2])


def test_every_metric_where_none_is_named(tmp_path: Path, fast_reader: Open) -> None:
    curves = fast_reader(write(tmp_path)).scalars(["a"], [])
    assert [curve["tag"] for curve in curves] == ["loss", "train/loss"]


def test_a_curve_has_no_more_points_than_asked_for(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "r").scalars("x", [float(step) for step in range(300)])
    (curve,) = open_reader(tmp_path).scalars(["r"], ["x"], points=10)
    assert len(curve["steps"]) == 10
    assert curve["steps"] == sorted(curve["steps"])
    assert (curve["steps"][-1], curve["values"][-1]) == (299, 299.0)


def test_an_unknown_run(tmp_path: Path, fast_reader: Open) -> None:
    with pytest.raises(RunNotFoundError):
        fast_reader(write(tmp_path)).scalars(["c"], ["loss"])


def test_an_unknown_metric_has_no_curve(tmp_path: Path, fast_reader: Open) -> None:
    assert fast_reader(write(tmp_path)).scalars(["a"], ["nothing"]) == []


def test_more_curves_than_one_answer_takes(tmp_path: Path, fast_reader: Open) -> None:
    file = EventFile(tmp_path / "r")
    for number in range(2001):
        file.scalars(f"metric{number}", [1.0])
    reader = fast_reader(tmp_path)
    with pytest.raises(RequestTooLargeError, match="2,001 curves are more than the 2,000"):
        reader.scalars(["r"], [])
    assert len(reader.scalars(["r"], ["metric7"])) == 1


def test_a_long_curve_has_its_recorded_spike_and_says_how_long_it_was(
    tmp_path: Path, open_reader: Open
) -> None:
    with tb_lifecycle.start_run(tmp_path / "r", console=False) as run:
        for step in range(3000):
            run.log_scalar("loss", 50.0 if step == 1234 else 1 / (1 + step), step)
    EventFile(tmp_path / "foreign").scalars("loss", [1.0, 2.0])
    reader = open_reader(tmp_path)
    (curve,) = reader.scalars(["r"], ["loss"])
    assert curve["count"] == 3000
    assert len(curve["steps"]) <= 1000
    assert curve["values"][curve["steps"].index(1234)] == 50.0
    assert curve["steps"] == sorted(curve["steps"])
    assert min(curve["values"]) == pytest.approx(1 / 3000)
    assert reader.scalars(["foreign"], ["loss"])[0]["count"] is None
