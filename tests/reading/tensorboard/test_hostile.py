from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.format.record_framing import masked_crc
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.tensorboard.bulk import Bulk, BulkReader
from tb_lifecycle.reading.tensorboard.hostile import find_hostile, mirror
from tb_lifecycle.reading.tensorboard.provider import follow_without_hostile, open_provider
from tests.logdirs import EventFile, make_record
from tests.recording.waiting import wait_until


def write_hostile(path: Path, length: int) -> Path:
    header = struct.pack("<Q", length)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + struct.pack("<I", masked_crc(header)) + b"z" * 99)
    return path


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("length", [2**63, 2**40, 2**33])
def test_a_file_that_ends_the_reader_is_left_out_and_the_others_are_shown(
    tmp_path: Path, length: int, fast: bool
) -> None:
    EventFile(tmp_path / "sound").run(make_record(flags={"lr": 0.5})).scalars("loss", [0.25])
    EventFile(tmp_path / "both").scalars("loss", [0.5])
    write_hostile(tmp_path / "both" / "events.out.tfevents.2", length)
    write_hostile(tmp_path / "damaged" / "events.out.tfevents.1", length)
    with open_logdir(str(tmp_path), fast=fast) as reader:
        table = reader.table().sort("name")
        assert table.names == ["both", "sound"]
        assert table.column("metric.loss") == [0.5, 0.25]
        (notice,) = table.notices
        assert "An event file of each of 2 runs has a damaged length" in notice
        assert "both, damaged" in notice
        (of_run,) = reader.describe("both")["notices"]
        assert "events.out.tfevents.2" in of_run


def test_a_mirror_has_all_but_what_is_left_out(tmp_path: Path) -> None:
    logdir = tmp_path / "runs"
    kept = EventFile(logdir / "a" / "train").scalars("x", [1.0]).path
    bad = write_hostile(logdir / "a" / "events.out.tfevents.9", 2**50)
    (logdir / "fifo").mkdir()
    os.mkfifo(logdir / "fifo" / "events.out.tfevents.1")
    found = [path for path in find_hostile(str(logdir)) if path is not None]
    assert sorted(found) == [str(bad), str(logdir / "fifo" / "events.out.tfevents.1")]
    mirror(str(logdir), tmp_path / "mirror", found)
    files = [path for path in (tmp_path / "mirror").rglob("*") if path.is_file()]
    assert [path.resolve() for path in files] == [kept]
    assert [str(path.relative_to(tmp_path / "mirror")) for path in files] == [
        "a/train/events.out.tfevents.1700000000.host"
    ]


def test_reading_has_a_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = tmp_path / "server"
    server.write_text("#!/bin/sh\nexec sleep 600\n")
    server.chmod(0o755)
    monkeypatch.setenv("TENSORBOARD_DATA_SERVER_BINARY", str(server))
    EventFile(tmp_path / "runs" / "a").scalars("x", [1.0])
    with (
        pytest.raises(LogdirError, match=r"could not be read in time.*fewer runs"),
        open_provider(str(tmp_path / "runs"), patience=0.3),
    ):
        pass


def test_what_is_added_beside_a_hostile_file_is_followed(tmp_path: Path) -> None:
    EventFile(tmp_path / "sound").scalars("loss", [0.25])
    write_hostile(tmp_path / "bad" / "events.out.tfevents.1", 2**63)
    with follow_without_hostile(str(tmp_path), 1) as provider:
        reader = BulkReader(provider)
        assert set(reader.read(Bulk()).started) == {"sound"}
        EventFile(tmp_path / "new" / "train").scalars("loss", [0.5])
        write_hostile(tmp_path / "worse" / "events.out.tfevents.1", 2**63)
        wait_until(lambda: set(reader.read(Bulk()).started) == {"sound", "new/train"})
        EventFile(tmp_path / "newer").scalars("loss", [0.5])
        wait_until(lambda: set(reader.read(Bulk()).started) == {"sound", "new/train", "newer"})
