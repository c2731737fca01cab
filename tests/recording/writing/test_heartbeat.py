from __future__ import annotations

import threading
from pathlib import Path

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.recording.writing.heartbeat import Heartbeat
from tests.recording.runs_on_disk import count_records, read_run


def test_it_beats_until_it_is_stopped() -> None:
    third, beats = threading.Event(), []
    heartbeat = Heartbeat(0.01, lambda: beats.append(1) or (len(beats) >= 3 and third.set()), lambda: None)  # type: ignore[func-returns-value, arg-type]
    heartbeat.start()
    assert third.wait(60)
    heartbeat.stop()


def test_each_beat_writes_the_statistics_of_then(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.05) as run:
        run.log_scalar("loss", 0.1, 0)
        run.log_scalar("loss", 0.3, 1)
        while read_run(tmp_path).metrics["loss"].count < 2:
            pass  # pytest's own limit ends this
        record = read_run(tmp_path)
    assert record.status == lifecycle_pb2.RUNNING
    assert record.heartbeat_seconds == 0.05
    assert (record.metrics["loss"].last, record.metrics["loss"].mean) == (0.3, 0.2)


def test_no_beat_follows_the_end(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.01):
        pass
    written = count_records(tmp_path, metadata.RUN_TAG)
    waiter = threading.Event()
    waiter.wait(0.2)
    assert count_records(tmp_path, metadata.RUN_TAG) == written
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED
