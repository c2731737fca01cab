from __future__ import annotations

import gzip
import os
import struct
import time
from pathlib import Path

import pytest

from tb_lifecycle.format.event_scan import Scan, scan
from tb_lifecycle.format.record_framing import frame, masked_crc
from tests.logdirs import EventFile

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"5" * 64 + b"\nsize 98765\n"
GARBAGE = b"\xff\xfe no protocol buffer \xff"


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def sound(directory: Path) -> Path:
    return EventFile(directory).scalars("x", [1.0, 2.0, 3.0]).path


def boundaries(data: bytes) -> list[int]:
    """Where each record begins, and where the last one ends."""
    found = [0]
    while found[-1] < len(data):
        found.append(found[-1] + 16 + struct.unpack_from("<Q", data, found[-1])[0])
    return found


def huge(length: int) -> bytes:
    header = struct.pack("<Q", length)
    return header + struct.pack("<I", masked_crc(header)) + b"z" * 99


def test_a_sound_file(tmp_path: Path) -> None:
    path = sound(tmp_path)
    found = scan(path)
    assert (found.records, found.end, found.has_data) == (4, path.stat().st_size, True)
    assert (found.fault, found.torn, found.whole) == (None, False, True)


def test_a_file_with_a_header_only_has_no_data(tmp_path: Path) -> None:
    header = EventFile(tmp_path / "header").path
    assert (scan(header).records, scan(header).has_data, scan(header).fault) == (1, False, None)
    empty = write(tmp_path / "empty", b"")
    assert (scan(empty).records, scan(empty).has_data, scan(empty).fault) == (0, False, None)
    assert scan(EventFile(tmp_path / "graph").graph().path).has_data


def test_a_file_that_ends_within_a_record_is_torn_wherever_it_ends(tmp_path: Path) -> None:
    data = sound(tmp_path).read_bytes()
    marks = boundaries(data)
    for size in range(len(data) + 1):
        found = scan(write(tmp_path / "cut", data[:size]))
        assert found.fault is None
        assert found.torn == (size not in marks)
        assert found.end == max(mark for mark in marks if mark <= size)


def test_a_flipped_bit_is_found_wherever_it_is(tmp_path: Path) -> None:
    data = sound(tmp_path).read_bytes()
    marks = boundaries(data)
    for at in range(0, len(data), 3):
        flipped = bytearray(data)
        flipped[at] ^= 0x10
        found = scan(write(tmp_path / "flipped", bytes(flipped)))
        assert found.fault in (("checksum", "foreign") if at < 12 else ("checksum",)), at
        assert found.end == max(mark for mark in marks if mark <= at)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (POINTER, "pointer"),
        (gzip.compress(b"x" * 100, mtime=0), "compressed"),
        (b"see the other folder\n" * 9, "foreign"),
        (bytes(200), "zeros"),
        (frame(GARBAGE), "garbage"),
        (frame(b"\x09" + bytes(8) + b"\xff\xff"), "garbage"),
        (huge(2**63), "huge"),
        (huge(2**40), "huge"),
        (b"gzip", None),  # too short to tell
    ],
)
def test_what_is_no_event_file(tmp_path: Path, data: bytes, fault: str | None) -> None:
    found = scan(write(tmp_path / "events.out.tfevents.1", data))
    assert (found.fault, found.records, found.has_data) == (fault, 0, False)


@pytest.mark.parametrize(
    ("behind", "fault"),
    [(frame(GARBAGE), "garbage"), (bytes(100), "zeros"), (huge(2**62), "huge"), (b"\x01" * 40, "checksum")],
)
def test_what_stands_behind_sound_records(tmp_path: Path, behind: bytes, fault: str) -> None:
    path = sound(tmp_path)
    size = path.stat().st_size
    write(path, path.read_bytes() + behind)
    found = scan(path)
    assert (found.fault, found.end, found.has_data) == (fault, size, True)


def test_a_great_length_costs_no_memory_and_no_time(tmp_path: Path) -> None:
    began = time.monotonic()
    found = scan(write(tmp_path / "x", huge(2**30 - 1)))
    assert found.torn
    assert time.monotonic() - began < 1


def test_a_file_that_grows_is_walked_on_from_where_it_ended(tmp_path: Path) -> None:
    file = EventFile(tmp_path).scalars("x", [1.0])
    before = scan(file.path)
    file.scalars("x", [2.0], first_step=1)
    assert scan(file.path, before).records == 3
    # What was sound is not read again.
    skipped = scan(file.path, Scan(end=before.end, records=100))
    assert skipped.records == 101
    # A file that has not changed is not opened.
    whole = scan(file.path)
    assert scan(file.path, whole) is whole


def test_a_file_that_shrank_is_walked_anew(tmp_path: Path) -> None:
    path = sound(tmp_path)
    before = scan(path)
    write(path, path.read_bytes()[: boundaries(path.read_bytes())[2]])
    assert scan(path, before).records == 2


def test_a_walk_can_be_cut_short_and_goes_on(tmp_path: Path) -> None:
    path = EventFile(tmp_path).path
    event = path.read_bytes()
    write(path, event * 2500)
    found = scan(path, until=time.monotonic() - 1)
    assert (found.records, found.whole) == (0, False)
    for _ in range(3):
        found = scan(path, found, until=time.monotonic() + 60)
    assert (found.records, found.whole) == (2500, True)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert scan(tmp_path / "fifo").fault == "irregular"
    assert scan(tmp_path).fault == "irregular"
    assert scan(tmp_path / "gone").fault == "refused"
