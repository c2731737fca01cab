from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.recording.writing import publishing
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.publishing import Publisher
from tb_lifecycle.recording.writing.record_state import RecordState
from tests.recording.runs_on_disk import count_records, read_details, read_run, read_tags
from tests.recording.waiting import wait_until


class Clock:
    """A clock that stands still."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(publishing.time, "monotonic", lambda: self.now)


class Publishing:
    """A publisher, and what it has written."""

    def __init__(self, directory: Path, *, capturing: bool = False) -> None:
        self.directory = directory
        self.writer = EventWriter(directory)
        details = lifecycle_pb2.RunDetails()
        details.incarnations.add()
        self.state = RecordState(lifecycle_pb2.RunRecord(capturing=capturing), details)
        self.publisher = Publisher(self.writer, self.state, hparams_written=False)

    def count(self, tag: str) -> int:
        self.writer.flush()
        return count_records(self.directory, tag)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.usefixtures("clock")
def test_many_changes_at_once_are_eight_records_and_the_rest_waits_for_the_tick(tmp_path: Path) -> None:
    made = Publishing(tmp_path)
    for _ in range(100):
        made.publisher.run_changed()
        made.publisher.details_changed()
    assert (made.count(metadata.RUN_TAG), made.count(metadata.DETAILS_TAG)) == (8, 2)
    made.publisher.tick()
    assert (made.count(metadata.RUN_TAG), made.count(metadata.DETAILS_TAG)) == (9, 3)
    made.publisher.tick()
    assert (made.count(metadata.RUN_TAG), made.count(metadata.DETAILS_TAG)) == (9, 3)


def test_the_allowance_grows_again_with_time_up_to_the_burst(tmp_path: Path, clock: Clock) -> None:
    made = Publishing(tmp_path)
    for _ in range(100):
        made.publisher.run_changed()
        made.publisher.details_changed()
    clock.now += 3.0  # three records of the run, one of the details
    for _ in range(100):
        made.publisher.run_changed()
        made.publisher.details_changed()
    assert (made.count(metadata.RUN_TAG), made.count(metadata.DETAILS_TAG)) == (11, 3)
    clock.now += 1000.0
    for _ in range(100):
        made.publisher.run_changed()
        made.publisher.details_changed()
    assert (made.count(metadata.RUN_TAG), made.count(metadata.DETAILS_TAG)) == (19, 5)


def test_details_are_held_back_while_they_are_still_being_captured(tmp_path: Path) -> None:
    made = Publishing(tmp_path, capturing=True)
    made.publisher.details_changed()
    assert made.count(metadata.DETAILS_TAG) == 0
    made.state.record.capturing = False
    made.publisher.details_changed()
    assert made.count(metadata.DETAILS_TAG) == 1


def test_details_that_are_held_back_are_written_by_the_tick(tmp_path: Path) -> None:
    made = Publishing(tmp_path, capturing=True)
    made.publisher.details_changed()
    made.publisher.tick()
    assert made.count(metadata.DETAILS_TAG) == 1


def test_many_changes_in_a_row_are_few_records(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        for i in range(300):
            run.log_flags({f"flag{i}": i})
    assert count_records(tmp_path, metadata.RUN_TAG) < 40
    assert count_records(tmp_path, metadata.DETAILS_TAG) < 10
    assert len(read_run(tmp_path).flags) == 300


def test_a_single_change_is_on_disk_when_the_call_returns(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        assert read_run(tmp_path).incarnation == 1
        run.log_flags({"lr": 0.5})
        assert read_run(tmp_path).flags["lr"].number == 0.5


def test_changes_that_wait_are_written_by_the_tick_without_another_call(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=3600) as run:
        run._recorder._capture.join()  # type: ignore[attr-defined]
        for i in range(30):  # more than may be written at once
            run.log_flags({"last": i})
        assert read_run(tmp_path).flags["last"].integer < 29
        wait_until(lambda: read_run(tmp_path).flags["last"].integer == 29)
        wait_until(lambda: read_details(tmp_path).hardware.cores)


def test_an_ordinary_run_has_four_lifecycle_series(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_flags({"lr": 0.5})
        run.log_scalar("loss", 1.0, 0)
    tags = read_tags(tmp_path)
    assert sorted(tags["tensors"]) == [
        "_hparams_/session_end_info", "_hparams_/session_start_info", "lifecycle/details", "lifecycle/run",
    ]  # fmt: skip
    assert tags["scalars"] == ["loss"]
