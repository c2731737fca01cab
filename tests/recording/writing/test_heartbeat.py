from __future__ import annotations

import math
import threading
import time
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.alive import read_alive
from tb_lifecycle.recording.writing.heartbeat import AliveFile, Beats, Heartbeat, interval
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


def test_an_idle_run_stops_growing_and_a_busy_one_by_a_share_of_what_it_logs() -> None:
    size = 2000
    idle, month = 256 * 1024 + 30 * size, 30 * 86_400
    for logged_a_second, most in ((0, idle), (100, idle + 100 * month // 16)):
        beats, age, written, promised = Beats(30.0), 0.0, 0, 0.0
        while age < month:
            age += beats.interval(age, size)
            events = written + int(logged_a_second * age)
            if not beats.is_due(age, size, events):
                continue
            assert age <= promised or not promised
            promised = age + 3 * beats.promise(age, size, has_file=True)
            written += size
            beats.wrote(age, size, events)
        assert written <= most


def test_without_its_file_of_life_a_run_promises_its_next_beat(tmp_path: Path) -> None:
    beats = Beats(30.0)
    beats.wrote(1.0, 10**6, 10**6)
    assert beats.promise(7200.0, 1200, has_file=False) == beats.interval(7200.0, 1200)
    assert not AliveFile(tmp_path / "gone").write(1.0)


def test_a_run_gives_a_sign_of_life_without_growing(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.01) as run:
        wait_until(lambda: read_run(tmp_path).alive_seconds == 0.01)
        run._recorder._beats._free = 0  # type: ignore[attr-defined] # as in a run of days
        first = read_alive(tmp_path)
        assert first is not None
        wait_until(lambda: (read_alive(tmp_path) or 0.0) > first)
        wait_until(lambda: read_run(tmp_path).heartbeat_seconds > 0.1)
        assert abs((read_alive(tmp_path) or 0.0) - time.time()) < 60
    assert read_alive(tmp_path) is None
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED
