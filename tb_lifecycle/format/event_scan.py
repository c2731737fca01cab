"""Walks through an event file without keeping anything: is it one, is it sound, and does it hold something?

TensorBoard's readers stop at damage without a word. What they would read is told from what they would not.
"""

from __future__ import annotations

import stat
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from google.protobuf.message import DecodeError

from tb_lifecycle.format.record_framing import FOOTER_SIZE, HEADER_SIZE, is_footer_of, read_length

Fault = Literal[
    "pointer", "compressed", "foreign", "irregular", "refused", "huge", "checksum", "garbage", "zeros"
]

# An event is a protocol buffer, of less than 2 GB. A reader that believes a greater length dies of it.
MOST_BYTES = 1 << 30

# The faults of a file whose first bytes are no record: what begins it, and what that is.
_BEGINNINGS: tuple[tuple[bytes, Fault], ...] = (
    (b"version https://git-lfs", "pointer"),
    (b"/annex/objects/", "pointer"),
    (b"../.git/annex", "pointer"),
    (b"\x1f\x8b", "compressed"),
    (b"PK\x03\x04", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
)

# How nearly every event begins: field 1, the wall time, and then one of the other fields of `event.proto`.
_WALL_TIME = b"\x09"
_NEXT = frozenset({b"", b"\x10", b"\x1a", b"\x22", b"\x2a", b"\x32", b"\x3a", b"\x42", b"\x4a", b"\x52"})

_BUFFER = 1 << 20
_RECORDS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000


@dataclass(frozen=True, slots=True)
class Scan:
    """What an event file holds, as far as it was walked through.

    Attributes:
      size, modified: of the file, in bytes and in nanoseconds since the epoch.
      end: where the last sound record ends.
      records: how many sound records there are.
      has_data: one of them is more than a header: summaries, a graph.
      fault: why nobody reads on from `end`; None where there is no reason.
      torn: the file ends within a record. It is still being written, or was cut.
      whole: the walk came to the end of what can be read.
    """

    size: int = -1
    modified: int = 0
    end: int = 0
    records: int = 0
    has_data: bool = False
    fault: Fault | None = None
    torn: bool = False
    whole: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether TensorBoard reads something of it."""
        return self.records > 0


def scan(
    path: str | Path, before: Scan | None = None, *, until: float = float("inf"), enough: bool = False
) -> Scan:
    """Walks through a file, from where an earlier walk ended.

    Args:
      path: the file. It is opened only where it is a regular one.
      before: what an earlier walk found.
      until: when to stop, in `time.monotonic()`'s seconds.
      enough: stop when there is data.
    """
    try:
        found = Path(path).stat()
        if not stat.S_ISREG(found.st_mode):
            return Scan(fault="irregular", whole=True)
        if (
            before is not None
            and before.whole
            and (before.size, before.modified) == (found.st_size, found.st_mtime_ns)
        ):
            return before
        start = before if before is not None and before.end <= found.st_size else Scan()
        start = replace(
            start, size=found.st_size, modified=found.st_mtime_ns, fault=None, torn=False, whole=False
        )
        with open(path, "rb", buffering=_BUFFER) as file:  # noqa: PTH123
            file.seek(start.end)
            return _walk(file, start, until, enough)
    except OSError:
        return Scan(fault="refused", whole=True)


def _walk(file: BinaryIO, start: Scan, until: float, enough: bool) -> Scan:
    end, records, has_data = start.end, start.records, start.has_data
    fault: Fault | None = None
    torn = False
    lengths: dict[bytes, int] = {}
    while not (enough and has_data):
        if records % _RECORDS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and time.monotonic() > until:
            return replace(start, end=end, records=records, has_data=has_data)
        header = file.read(HEADER_SIZE)
        if len(header) < HEADER_SIZE:
            torn = bool(header) and not _begins_otherwise(header, end)
            fault = "foreign" if header and not torn else None
            break
        length = lengths.get(header) or read_length(header)
        if length is None:
            fault = _name_fault(header, end, file)
            break
        if length > MOST_BYTES:
            fault = "huge"
            break
        if length + FOOTER_SIZE > start.size - end - HEADER_SIZE:
            torn = True
            break
        body = file.read(length + FOOTER_SIZE)
        if len(body) < length + FOOTER_SIZE:
            torn = True
            break
        data = body[:length]
        if not is_footer_of(body[length:], data):
            fault = "checksum"
            break
        lengths[header] = length
        if not has_data:
            has_data = _holds_data(data)
        if not (data[:1] == _WALL_TIME and data[9:10] in _NEXT) and _parse(data) is None:
            fault = "garbage"
            break
        end += HEADER_SIZE + length + FOOTER_SIZE
        records += 1
    return replace(start, end=end, records=records, has_data=has_data, fault=fault, torn=torn, whole=True)


def _begins_otherwise(header: bytes, at: int) -> bool:
    return at == 0 and any(header.startswith(mark[: len(header)]) for mark, _ in _BEGINNINGS)


def _name_fault(header: bytes, at: int, file: BinaryIO) -> Fault:
    beginning = header + file.read(64)
    if at > 0:
        return "zeros" if not any(beginning) else "checksum"
    for mark, fault in _BEGINNINGS:
        if beginning.startswith(mark):
            return fault
    return "zeros" if not any(beginning) else "foreign"


def _holds_data(data: bytes) -> bool:
    event = _parse(data)
    what = event.WhichOneof("what") if event is not None else None
    if what == "summary":
        return bool(event.summary.value)
    return what not in (None, "file_version", "session_log")


def _parse(data: bytes) -> Any:
    from tensorboard.compat.proto.event_pb2 import Event

    try:
        return Event.FromString(data)
    except DecodeError:
        return None
