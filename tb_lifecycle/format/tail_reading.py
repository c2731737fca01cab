"""The end of a living run's event file: its newest record, and every scalar behind it."""

from __future__ import annotations

import itertools
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import DecodeError

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.event_scalars import FileScalars, ScalarReader
from tb_lifecycle.format.record_framing import masked_crc

_TAG = metadata.RUN_TAG.encode()
_HEADER = struct.Struct("<QI")
_CRC = struct.Struct("<I")

# Before the tag in the event of a record: wall time, step −1, heads of summary, value and tag, two of which
# have a length of some bytes.
_FIXED = 9 + 11 + 1 + 1 + 2
_LENGTHS = range(1, 6)

_FIRST_LOOK = 2**18  # bytes from the end
_MOST = 2**25


@dataclass(frozen=True, slots=True)
class Tail:
    """What the end of an event file says.

    Attributes:
      record: the newest run record.
      later: the scalars behind it.
    """

    record: lifecycle_pb2.RunRecord
    later: FileScalars


def read_tail(path: Path) -> Tail | None:
    """Reads the newest record and what follows; None where it is not within the last 32 MiB.

    Raises:
      OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        look = _FIRST_LOOK
        while True:
            file.seek(max(0, size - look))
            found = _find(file.read(look))
            if found is not None or look >= min(size, _MOST):
                return found
            look *= 4


def _find(content: bytes) -> Tail | None:
    hit = content.rfind(_TAG)
    while hit >= 0:
        for lengths in itertools.product(_LENGTHS, _LENGTHS):
            place = hit - _FIXED - sum(lengths) - _HEADER.size
            data = _record_at(content, place) if place >= 0 else None
            record = _parse(data) if data is not None else None
            if data is not None and record is not None:
                reader = ScalarReader()
                reader.read(content[place + _HEADER.size + len(data) + _CRC.size :])
                return Tail(record, reader.found)
        hit = content.rfind(_TAG, 0, hit)
    return None


def _record_at(content: bytes, place: int) -> bytes | None:
    """The whole record that begins at a place, if one does: a text may hold the tag as well."""
    length, crc = _HEADER.unpack_from(content, place)
    if masked_crc(content[place : place + 8]) != crc:
        return None
    begin = place + _HEADER.size
    data = content[begin : begin + length]
    if len(data) < length or len(content) < begin + length + _CRC.size:
        return None
    return data if _CRC.unpack_from(content, begin + length)[0] == masked_crc(data) else None


def _parse(data: bytes) -> lifecycle_pb2.RunRecord | None:
    from tensorboard.compat.proto.event_pb2 import Event

    try:
        for value in Event.FromString(data).summary.value:
            if value.tag == metadata.RUN_TAG and len(value.tensor.string_val) == 1:
                return lifecycle_pb2.RunRecord.FromString(value.tensor.string_val[0])
    except DecodeError:
        pass
    return None
