from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.recording.writing.heartbeat import Heartbeat, interval
from tests.recording.runs_on_disk import count_records, read_run
from tests.recording.waiting import wait_until


def test_it_beats_until_it_is_stopped() -> None:
    third, beats = threading.Event(), []

    def beat() -> float:
        beats.append(1)
        if len(beats) >= 3:
            third.set()
        return 0.01

    heartbeat = Heartbeat(0.01, beat, lambda: None)
    heartbeat.start()
    assert third.wait(60)
    heartbeat.stop()


def test_each_beat_writes_the_statistics_of_then(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.25) as run:
        run.log_scalar("loss", 0.1, 0)
        run.log_scalar("loss", 0.3, 1)
        wait_until(lambda: read_run(tmp_path).metrics["loss"].count == 2)
        record = read_run(tmp_path)
    assert record.status == lifecycle_pb2.RUNNING
    assert record.heartbeat_seconds == 0.25
    assert (record.metrics["loss"].last, record.metrics["loss"].mean) == (0.3, 0.2)


@pytest.mark.parametrize(("record_bytes", "most_bytes"), [(1200, 600_000), (100_000, 12_000_000)])
def test_a_day_of_beats_takes_little(record_bytes: int, most_bytes: int) -> None:
    age, written = 0.0, 0
    while age < 24 * 3600:
        seconds = interval(30.0, age, record_bytes)
        assert (
            30.0 <= seconds <= max(30.0, min(age / 16, 1800.0))
        )  # a lost run is noticed after three of them
        age += seconds
        written += record_bytes
    assert written < most_bytes


def test_the_second_day_takes_less_than_the_first_hours() -> None:
    def beats(start: float, end: float) -> int:
        age, count = start, 0
        while age < end:
            age += interval(30.0, age, 1200)
            count += 1
        return count

    assert beats(24 * 3600, 48 * 3600) < 128 * 1024 / 1200 * math.log(2) + 2


def test_a_beat_says_when_the_next_one_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tb_lifecycle.recording.writing import heartbeat

    monkeypatch.setattr(heartbeat, "_BYTES_PER_AGE", 10)  # as in a run of days
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.01):
        wait_until(lambda: read_run(tmp_path).heartbeat_seconds > 0.01)


def test_no_beat_follows_the_end(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.01):
        pass
    written = count_records(tmp_path, metadata.RUN_TAG)
    waiter = threading.Event()
    waiter.wait(0.2)
    assert count_records(tmp_path, metadata.RUN_TAG) == written
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED
