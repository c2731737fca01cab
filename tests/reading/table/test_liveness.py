from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.table.liveness import Liveness
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.logdirs import EventFile, make_record

NOW = 1_700_000_000.0
RECORD = make_record(status=lifecycle_pb2.RUNNING, ended=0, heartbeat_seconds=30)


def write(logdir: Path, written: float) -> None:
    path = EventFile(logdir / "r").path
    os.utime(path, (written, written))


@pytest.mark.parametrize(
    ("written", "began", "lost"),
    [
        (NOW - 20, NOW - 500, False),  # TensorBoard is behind
        (NOW - 100, NOW - 500, True),  # it was silent for three heartbeats
        (NOW - 20, NOW - 10, True),  # it was copied before TensorBoard began
        (NOW - 20, None, True),  # TensorBoard has read it all
    ],
)
def test_what_is_written_to_the_files_is_a_sign_of_life(
    tmp_path: Path, written: float, began: float | None, lost: bool
) -> None:
    write(tmp_path, written)
    liveness = Liveness(logdir=str(tmp_path), began=began)
    assert liveness.is_lost("r", RECORD, NOW - 200, NOW) is lost
    assert not liveness.is_lost("r", RECORD, NOW - 80, NOW)


def test_without_files_the_heartbeat_counts(tmp_path: Path) -> None:
    assert Liveness(logdir=str(tmp_path), began=0).is_lost("gone", RECORD, NOW - 91, NOW)
    assert Liveness(logdir=None, began=0).is_lost("r", RECORD, NOW - 91, NOW)


def test_a_run_is_not_lost_because_tensorboard_is_slow(tmp_path: Path) -> None:
    now = time.time()
    for name in ("alive", "dead"):
        EventFile(tmp_path / name).run(RECORD, now - 1000)
        os.utime(EventFile(tmp_path / name).path, (now - 1000, now - 1000))
    with open_provider(str(tmp_path)) as provider:
        reader = LogdirReader(provider, str(tmp_path))
        reader.refresh()
        assert reader.table().sort("name").column("status") == ["lost", "lost"]
        time.sleep(0.05)
        EventFile(tmp_path / "alive").run(RECORD)
        reader.refresh()
        assert reader.table().sort("name").column("status") == ["running", "lost"]
