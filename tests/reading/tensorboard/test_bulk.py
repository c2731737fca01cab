from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tensorboard.compat.proto import tensor_pb2, types_pb2
from tensorboard.plugins.scalar.metadata import create_summary_metadata

from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard import bulk
from tb_lifecycle.reading.tensorboard.bulk import Bulk, BulkReader
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.logdirs import START, EventFile, make_record
from tests.reading.test_reader import growing_provider


def write(logdir: Path) -> Path:
    for number in range(5):
        file = EventFile(logdir / f"r{number}").run(make_record(flags={"a": number}))
        file.scalars("x", [float(number)]).scalars("y", [1.0, 2.0])
    return logdir


def test_many_runs_are_read_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_RUNS_A_CALL", 2)
    monkeypatch.setattr(bulk, "_POINTS_A_CALL", 25)
    with open_provider(str(write(tmp_path))) as provider:
        reader = BulkReader(provider)
        found = reader.read(Bulk())
        points = reader.read_points({(f"r{number}", tag) for number in range(5) for tag in "xy"}, 10)
    assert {run: record.flags for run, record in found.records.items() if record.run} == {
        f"r{number}": {"a": number} for number in range(5)
    }
    assert {run: last["x"].value for run, last in found.last.items()} == {
        f"r{number}": number for number in range(5)
    }
    assert len(points) == 10
    assert [point.value for point in points["r3", "y"]] == [1.0, 2.0]


@pytest.mark.parametrize("fast", [True, False])
def test_what_tensorboard_holds(tmp_path: Path, fast: bool) -> None:
    EventFile(tmp_path / "r").scalars("x", [1.0, 2.0]).session({"a": 1})
    EventFile(tmp_path / "empty").path.write_bytes(b"")
    with open_provider(str(tmp_path), fast=fast) as provider:
        found = BulkReader(provider).read(Bulk())
    assert found.started["r"] == START
    assert found.started.get("empty") is None
    assert found.scalars == {"r": {"x": (1, START + 1)}}
    assert found.last == {"r": {"x": (1, START + 1, 2.0)}}
    session = found.session("r")
    assert session is not None
    assert session.flags == {"a": 1}
    assert found.session("empty") is None
    assert found.session(None) is None


def test_only_what_was_asked_for_is_answered(tmp_path: Path) -> None:
    with open_provider(str(write(tmp_path))) as provider:
        points = BulkReader(provider).read_points([("r0", "x"), ("r1", "y"), ("r9", "x")], 10)
    assert set(points) == {("r0", "x"), ("r1", "y")}


@pytest.mark.parametrize("fast", [True, False])
def test_a_scalar_that_is_no_number_hides_nothing_else(tmp_path: Path, fast: bool) -> None:
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"text"])
    file = EventFile(tmp_path / "r").scalars("loss", [1.0])
    file.tensor("text", tensor, create_summary_metadata("", ""), 0, START)
    EventFile(tmp_path / "only").tensor("text", tensor, create_summary_metadata("", ""), 0, START)
    with open_provider(str(tmp_path), fast=fast) as provider:
        reader = BulkReader(provider)
        first = reader.read(Bulk())
        points = reader.read_points([("r", "loss"), ("r", "text")], 10)
        again = reader.read(first)
    assert {run: dict(last) for run, last in first.last.items() if last} == {"r": {"loss": (0, START, 1.0)}}
    assert all(again.last[run] is first.last[run] for run in first.scalars)
    assert [point.value for point in points["r", "loss"]] == [1.0]
    assert not points.get(("r", "text"))


@pytest.mark.parametrize("fast", [True, False])
def test_scalars_as_tensorflow_1_wrote_them(tmp_path: Path, fast: bool) -> None:
    EventFile(tmp_path / "r").simple_value("accuracy_1", 0.92, 7)
    with open_provider(str(tmp_path), fast=fast) as provider:
        assert BulkReader(provider).read(Bulk()).last == {"r": {"accuracy_1": (7, START, 0.92)}}


@pytest.mark.parametrize("fast", [True, False])
def test_a_record_that_changes_is_read_again_and_no_other(tmp_path: Path, fast: bool) -> None:
    write(tmp_path)
    changed = EventFile(tmp_path / "r3", name="events.out.tfevents.1800000000.later")
    with growing_provider(tmp_path, fast=fast) as reader:
        reader.refresh()
        wait_until(reader, lambda: len(reader._snapshot.bulk.records) == 5)
        before = reader._snapshot.bulk
        changed.run(make_record(flags={"a": 33}), START + 60)
        wait_until(reader, lambda: reader._snapshot.bulk.records["r3"].flags == {"a": 33})
        now = reader._snapshot.bulk
    assert {run for run in now.records if now.records[run] is not before.records[run]} == {"r3"}
    assert {run for run in now.last if now.last[run] is not before.last[run]} <= {"r3"}


def wait_until(reader: LogdirReader, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        reader.refresh()
        time.sleep(0.05)
