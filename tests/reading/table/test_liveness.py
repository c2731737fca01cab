from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.alive import encode
from tb_lifecycle.format.metadata import CRASH_PATH
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.table.liveness import Liveness
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.logdirs import EventFile, make_record

NOW = 1_700_000_000.0
BEGAN = NOW - 10_000
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


@pytest.mark.parametrize(
    ("silence", "written", "lost"),
    [
        (80, 5000, False),  # long after its record, by the file of life
        (100, 5000, True),
        (100, 80, False),  # the record is newer than the file
    ],
)
def test_a_run_gives_signs_of_life_between_its_records(
    tmp_path: Path, silence: float, written: float, lost: bool
) -> None:
    record = make_record(
        status=lifecycle_pb2.RUNNING,
        ended=0,
        heartbeat_seconds=90_000,
        alive_seconds=30,
        incarnation_started=BEGAN,
    )
    directory = tmp_path / "r" / "lifecycle"
    directory.mkdir(parents=True)
    (directory / "alive").write_bytes(encode(NOW - silence))
    liveness = Liveness(logdir=str(tmp_path))
    alive = liveness.find_alive("r", record, NOW)
    assert alive == NOW - silence
    assert liveness.is_lost("r", record, NOW - written, NOW, alive) is lost
    assert not Liveness().is_lost("r", record, NOW - written, NOW, Liveness().find_alive("r", record, NOW))


@pytest.mark.parametrize("content", [b"", b"nan", b"x" * 20, b"1e999", encode(BEGAN - 1), b"1e300"])
def test_a_file_of_life_that_says_nothing_of_this_start(tmp_path: Path, content: bytes) -> None:
    record = make_record(alive_seconds=30, incarnation_started=BEGAN)
    assert Liveness(logdir=str(tmp_path)).find_alive("r", record, NOW) is None
    directory = tmp_path / "r" / "lifecycle"
    directory.mkdir(parents=True)
    (directory / "alive").write_bytes(content)
    assert Liveness(logdir=str(tmp_path)).find_alive("r", record, NOW) is None
    (directory / "alive").unlink()
    os.mkfifo(directory / "alive")
    assert Liveness(logdir=str(tmp_path)).find_alive("r", record, NOW) is None


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


def test_a_run_is_lost_after_three_heartbeats_and_what_tensorboard_is_behind() -> None:
    for behind, silence, lost in (
        (0.0, 90.0, False),
        (0.0, 90.5, True),
        (5.0, 95.0, False),
        (5.0, 95.5, True),
    ):
        assert Liveness(behind).is_lost("r", RECORD, NOW - silence, NOW) is lost
    assert not Liveness().is_lost("r", RECORD, None, NOW)
    unknown = make_record(status=lifecycle_pb2.RUNNING, ended=0, heartbeat_seconds=0)
    assert not Liveness().is_lost("r", unknown, NOW - 1e6, NOW)


def test_only_event_files_are_a_sign_of_life(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "notes.txt").write_text("")
    os.utime(tmp_path / "r" / "notes.txt", (NOW, NOW))
    assert Liveness(logdir=str(tmp_path), began=0).is_lost("r", RECORD, NOW - 200, NOW)


def test_a_run_that_wrote_later_than_it_crashed_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "r" / CRASH_PATH
    path.parent.mkdir(parents=True)
    path.write_text("Fatal Python error: Segmentation fault\n\nCurrent thread 0x1:\n")
    os.utime(path, (NOW, NOW))
    liveness = Liveness(logdir=str(tmp_path))
    for heartbeat in (None, NOW - 5, NOW, NOW + 2):
        crash = liveness.find_crash("r", heartbeat)
        assert crash is not None
        assert (crash.signal, crash.time) == ("SIGSEGV", NOW)
    assert liveness.find_crash("r", NOW + 2.5) is None
    assert liveness.find_crash("other", None) is None
    assert Liveness().find_crash("r", None) is None
