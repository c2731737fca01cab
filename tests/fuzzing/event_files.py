"""Event files: some events, each changed in its fields, and the frames around them."""

from __future__ import annotations

import itertools
import struct

from tb_lifecycle.format.record_framing import frame, masked_crc
from tests.fuzzing import seeds
from tests.fuzzing.source import Source
from tests.fuzzing.wire import mutate

LENGTHS = (
    0, 1, 2**20, 2**30, 2**30 + 1, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**62, 2**63, 2**64 - 16, 2**64 - 1,
)  # fmt: skip
BEGINNINGS = (
    b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", b"\x1f\x8b\x08\0\0",
    b"PK\x03\x04", b"BZh9", b"see the other folder\n" * 9, bytes(100), b"\xff" * 100, b"\0", b"", b"<html>",
)  # fmt: skip
FAULTS = ("header", "data", "length", "torn", "zeros", "garbage", "text", "again", "empty")
MOST_RECORDS = 8


def draw_file(source: Source) -> bytes:
    """The bytes of a file; most begin as an event file does."""
    odd = source.is_rare(16)
    begin = source.choose(BEGINNINGS) if odd else frame(seeds.event(file_version="brain.Event:2"))
    return begin + b"".join(_draw_record(source) for _ in range(source.number(MOST_RECORDS)))


def _draw_record(source: Source) -> bytes:
    data = _draw_event(source)
    if not source.is_rare(10):
        return frame(data)
    fault, choice = source.choose(FAULTS), source.number(2**12)
    whole = frame(data)
    match fault:
        case "header":
            return whole[:8] + b"\1\2\3\4" + whole[12:]
        case "data":
            return whole[:-4] + b"\1\2\3\4"
        case "length":
            length = struct.pack("<Q", LENGTHS[choice % len(LENGTHS)])
            return length + struct.pack("<I", masked_crc(length)) + whole[12:]
        case "torn":
            return whole[: choice % len(whole)]
        case "zeros":
            return bytes(choice) + whole
        case "garbage":
            return frame(b"\xff\xfe no protocol buffer \xff"[: choice % 30])
        case "text":
            return BEGINNINGS[choice % len(BEGINNINGS)] + whole
        case "again":
            return whole * (2 + choice % 20)
    return frame(b"") + whole


def _draw_event(source: Source) -> bytes:
    """A record of ours that is changed itself, or any event that is."""
    if source.number(2):
        tag, content = source.choose(seeds.records())
        return seeds.in_event(tag, mutate(content, source))
    known = [*itertools.starmap(seeds.in_event, seeds.records()), *seeds.events()]
    return mutate(source.choose(known), source)
