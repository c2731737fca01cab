from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.table.liveness import Liveness
from tb_lifecycle.reading.table.snapshot import RunState, Snapshot, take
from tb_lifecycle.reading.tensorboard.bulk import BulkReader
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

RUNNING = lifecycle_pb2.RUNNING


def states(reader: LogdirReader) -> dict[str, RunState]:
    return {state.name: state for state in reader._snapshot.runs}


def only_state(
    directory: Path, record: lifecycle_pb2.RunRecord, written: float, now: float, behind: float = 0
) -> RunState:
    EventFile(directory / "r").run(record, written)
    with open_provider(str(directory)) as provider:
        (state,) = take(BulkReader(provider), Snapshot(), now, Liveness(behind)).runs
    return state


def test_a_recorded_run(tmp_path: Path, open_reader: Open) -> None:
    record = make_record(
        flags={"lr": 0.5, "none": None, "units": [1, 2], "name": "é", "deep.on": True},
        metrics={"loss": [3.0, 0.1]},
        datasets={"digits/train": b"a" * 32, "torn": b""},
        exports={"export": b"b" * 32},
    )
    EventFile(tmp_path / "r").scalars("loss", [3.0, 0.1]).run(record, START + 60)
    state = states(open_reader(tmp_path))["r"]
    assert state.status == "completed"
    assert (state.started, state.ended, state.duration) == (START, START + 60, 60)
    assert state.flags == {"lr": 0.5, "none": None, "units": [1, 2], "name": "é", "deep.on": True}
    assert state.metrics["loss"] == (1, 0.1, True, True)
    assert state.datasets == {"digits/train": "sha256:" + "61" * 32, "torn": None}
    assert state.exports == {"export": "sha256:" + "62" * 32}


def test_the_newest_record_counts(tmp_path: Path, open_reader: Open) -> None:
    file = EventFile(tmp_path / "r")
    for value in range(15):
        file.run(make_record(flags={"a": value}, status=RUNNING), START + value)
    assert states(open_reader(tmp_path))["r"].flags == {"a": 14}


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (lifecycle_pb2.COMPLETED, "completed"),
        (lifecycle_pb2.FAILED, "failed"),
        (lifecycle_pb2.TERMINATED, "terminated"),
        (lifecycle_pb2.PRUNED, "pruned"),
        (lifecycle_pb2.STATUS_UNKNOWN, "unknown"),
        (99, "unknown"),
    ],
)
def test_statuses(tmp_path: Path, status: Any, word: str) -> None:
    assert only_state(tmp_path, make_record(status=status), START, START + 1000).status == word


@pytest.mark.parametrize(
    ("silence", "interval", "behind", "word"),
    [
        (89, 30, 0, "running"),
        (91, 30, 0, "lost"),
        (91, 30, 5, "running"),
        (96, 30, 5, "lost"),
        (4, 1, 0, "lost"),
        (1e6, 0, 0, "running"),
        (1e6, 30, math.inf, "running"),
    ],
)
def test_a_run_without_a_sign_of_life_for_three_heartbeats_is_lost(
    tmp_path: Path, silence: float, interval: float, behind: float, word: str
) -> None:
    record = make_record(status=RUNNING, ended=0, heartbeat_seconds=interval)
    state = only_state(tmp_path, record, START + 100, START + 100 + silence, behind)
    assert state.status == word
    lost = word == "lost"
    assert state.ended == (START + 100 if lost else None)
    assert state.duration == (100 if lost else 100 + silence)
    assert state.heartbeat == START + 100


def test_an_ended_run_is_never_lost(tmp_path: Path) -> None:
    assert only_state(tmp_path, make_record(), START, START + 1e9).status == "completed"


def test_duration_leaves_out_the_pauses_between_incarnations(tmp_path: Path) -> None:
    record = make_record(active_seconds=40, incarnation_started=START + 500, ended=START + 520, incarnation=2)
    state = only_state(tmp_path, record, START + 520, START + 1000)
    assert (state.started, state.ended, state.duration) == (START, START + 520, 60)


@pytest.mark.parametrize("jump", [86_400.0, -86_400.0])
def test_a_run_lasts_by_its_own_clock(tmp_path: Path, jump: float) -> None:
    """The machine's clock was set a day forward, or back, while the run went on."""
    written = START + 30 + jump
    fields = {"elapsed_seconds": 30.0, "ended": 0.0, "status": RUNNING, "heartbeat_seconds": 30.0}
    state = only_state(tmp_path / "goes on", make_record(**fields), written, written + 5)
    assert (state.status, state.ended, state.duration) == ("running", None, 35)
    state = only_state(tmp_path / "lost", make_record(**fields), written, written + 500)
    assert (state.status, state.ended, state.duration) == ("lost", START + 30, 30)
    record = make_record(elapsed_seconds=30.0, ended=START + 30)
    state = only_state(tmp_path / "ended", record, written, written + 500)
    assert (state.ended, state.duration) == (START + 30, 30)


def test_a_foreign_run_lasts_from_its_first_event_to_its_last(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "a").scalars("loss", [1, 2, 3])
    EventFile(tmp_path / "a" / "train", start=START - 5).scalars("loss", [1] * 21)
    state = states(open_reader(tmp_path))["a"]
    assert (state.status, state.started, state.duration) == ("unknown", START - 5, 20)
    assert {name: value.value for name, value in state.metrics.items()} == {"loss": 3, "train/loss": 1}
    assert all(value.exact and not value.recorded for value in state.metrics.values())


def test_a_session_has_flags_and_no_status(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "s").session({"lr": 0.25, "units": 16, "model": "cnn", "on": True}).session_end()
    EventFile(tmp_path / "s" / "validation").scalars("accuracy", [0.5, 0.92])
    state = states(open_reader(tmp_path))["s"]
    assert state.flags == {"lr": 0.25, "units": 16, "model": "cnn", "on": True}
    assert isinstance(state.flags["units"], int)
    assert state.status == "unknown"
    assert state.metrics["validation/accuracy"].value == 0.92


def test_a_record_says_more_than_the_session_beside_it(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "a").run(make_record(flags={"lr": 1})).session({"lr": 2, "other": 3})
    EventFile(tmp_path / "b").run(make_record()).session({"lr": 2})
    found = states(fast_reader(tmp_path))
    assert found["a"].flags == {"lr": 1}
    assert found["b"].flags == {"lr": 2}


def test_an_experiment_beside_something_else_is_a_run(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "a").experiment()
    EventFile(tmp_path / "b").experiment().graph()
    EventFile(tmp_path / "c").experiment().keras_model()
    assert sorted(open_reader(tmp_path).table().names) == ["b", "c"]


def test_only_an_experiment_is_no_run(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path).experiment()
    EventFile(tmp_path / "run-0").session({"lr": 0.5})
    assert list(states(open_reader(tmp_path))) == ["run-0"]


def test_the_logdir_itself_is_a_run(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path).run(make_record())
    EventFile(tmp_path / "train").scalars("loss", [1])
    state = states(open_reader(tmp_path))["."]
    assert state.status == "completed"
    assert list(state.metrics) == ["train/loss"]


def test_a_value_logged_after_the_record_counts(tmp_path: Path, open_reader: Open) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [5.0, 4.0])
    file.run(make_record(status=RUNNING, metrics={"loss": [5.0, 4.0]}), START + 1)
    file.scalars("loss", [3.0], first_step=2)
    state = states(open_reader(tmp_path))["r"]
    assert state.metrics["loss"] == (2, 3.0, False, True)


def test_a_recorded_metric_of_another_directory_is_not_taken_for_the_runs(
    tmp_path: Path, fast_reader: Open
) -> None:
    EventFile(tmp_path / "r").run(make_record(metrics={"loss": [1.0]}), START + 100)
    EventFile(tmp_path / "r" / "train").scalars("loss", [7.0])
    metrics = states(fast_reader(tmp_path))["r"].metrics
    assert metrics["train/loss"] == (0, 7.0, False, True)
    assert metrics["loss"].value == 1.0


def test_overlapping_incarnations_leave_the_last_value_exact(tmp_path: Path, fast_reader: Open) -> None:
    record = make_record(metrics={"loss": [1.0]})
    record.metrics["loss"].inexact = True
    EventFile(tmp_path / "r").scalars("loss", [1.0]).run(record, START + 9)
    assert states(fast_reader(tmp_path))["r"].metrics["loss"] == (0, 1.0, True, True)


@pytest.mark.parametrize("content", [b"\xff\xff\xff", b""])
def test_a_damaged_record_hides_nothing_else(tmp_path: Path, open_reader: Open, content: bytes) -> None:
    EventFile(tmp_path / "bad").scalars("loss", [1.0]).run(content)
    EventFile(tmp_path / "good").run(make_record())
    found = states(open_reader(tmp_path))
    assert found["bad"].status == "unknown"
    assert found["bad"].metrics["loss"].value == 1.0
    assert found["good"].status == "completed"


def test_a_record_of_a_newer_format_is_a_run_without_content(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "r").run(make_record(format_version=metadata.FORMAT_VERSION + 1, flags={"a": 1}))
    state = states(fast_reader(tmp_path))["r"]
    assert (state.status, state.flags) == ("unknown", {})
    assert state.directory is not None
    assert state.directory.newer == metadata.FORMAT_VERSION + 1


def test_what_a_newer_version_added_is_skipped(tmp_path: Path, fast_reader: Open) -> None:
    unknown_field = b"\xfa\x7f\x03abc"  # field 2047, three bytes
    EventFile(tmp_path / "r").run(make_record(flags={"a": 1}).SerializeToString() + unknown_field)
    assert states(fast_reader(tmp_path))["r"].flags == {"a": 1}


def test_serving_a_run_changes_nothing_of_it(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "r").run(make_record(), START + 60)
    serve = lifecycle_pb2.ServeRecord(format_version=1, requests=3)
    EventFile(tmp_path / "r", name="events.out.tfevents.1800000000.serve").record(
        metadata.SERVE_TAG, serve, START + 9e6
    )
    state = states(open_reader(tmp_path))["r"]
    assert (state.status, state.duration, state.heartbeat) == ("completed", 60, START + 60)
    assert state.directory is not None
    assert state.directory.serve is not None
    assert state.directory.serve.requests == 3


class _Counted:
    """A data provider that writes down what it is asked."""

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            return getattr(self._provider, name)(*args, **kwargs)

        return call


@pytest.mark.parametrize("runs", [1, 40])
def test_however_many_runs_there_are_the_questions_are_the_same(tmp_path: Path, runs: int) -> None:
    for number in range(runs):
        file = EventFile(tmp_path / f"r{number}").run(make_record(flags={"a": number}))
        file.scalars("loss", [1.0]).session({"a": number})
        EventFile(tmp_path / f"r{number}" / "train").scalars("loss", [1.0])
    with open_provider(str(tmp_path)) as provider:
        counted = _Counted(provider)
        first = take(BulkReader(counted), Snapshot(), START, Liveness())
        assert sorted(counted.calls) == [
            "list_runs",
            "list_scalars",
            "list_tensors",
            "list_tensors",
            "read_last_scalars",
            "read_tensors",
        ]
        counted.calls.clear()
        again = take(BulkReader(counted), first, START + 10, Liveness())
    assert sorted(counted.calls) == ["list_runs", "list_scalars", "list_tensors", "list_tensors"]
    assert len(again.runs) == runs
    assert all(new is old for new, old in zip(again.runs, first.runs, strict=True))
    assert again.rows is first.rows
