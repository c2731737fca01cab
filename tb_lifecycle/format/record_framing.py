"""TFRecord framing: how an event lies in an event file.

A record is its length (8 bytes, little-endian), the masked CRC-32C of those 8 bytes, the data, and the masked
CRC-32C of the data. Source: TensorFlow's `tensorflow/core/lib/io/record_writer.h`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

import google_crc32c

_LENGTH = struct.Struct("<Q")
_CRC = struct.Struct("<I")
_HEADER = struct.Struct("<QI")
_crc, _pack_crc = google_crc32c.value, _CRC.pack
_MASK_DELTA = 0xA282EAD8
_CHUNK = 2**20

HEADER_SIZE = _HEADER.size
FOOTER_SIZE = _CRC.size


def masked_crc(data: bytes) -> int:
    """The CRC-32C of `data`, rotated and shifted as the format asks."""
    crc: int = google_crc32c.value(data)
    return (((crc >> 15) | (crc << 17)) + _MASK_DELTA) & 0xFFFFFFFF


def frame(data: bytes) -> bytes:
    """Frames one record, ready to be appended to an event file."""
    crc: int = _crc(data)  # masked as by `masked_crc`, here where every scalar passes
    return (
        _header(len(data))
        + data
        + (((crc >> 15 | crc << 17) + _MASK_DELTA) & 0xFFFFFFFF).to_bytes(4, "little")
    )


@lru_cache(maxsize=256)  # a series' events have few lengths
def _header(size: int) -> bytes:
    length = _LENGTH.pack(size)
    return length + _CRC.pack(masked_crc(length))


def read_length(header: bytes) -> int | None:
    """The length of the data behind a record's header; None where its checksum is wrong."""
    length, crc = _HEADER.unpack(header)
    return length if masked_crc(header[: _LENGTH.size]) == crc else None


def is_footer_of(footer: bytes, data: bytes) -> bool:
    """Whether `footer` has the checksum of `data`."""
    found: int = _CRC.unpack(footer)[0]
    return found == masked_crc(data)


def read_records(file: BinaryIO) -> Iterator[bytes]:
    """Yields the whole records of `file`; stops, without an error, at the first torn or damaged one."""
    while len(header := file.read(_HEADER.size)) == _HEADER.size:
        length, length_crc = _HEADER.unpack(header)
        if masked_crc(header[: _LENGTH.size]) != length_crc:
            return
        data = _read(file, length)
        footer = file.read(_CRC.size)
        if len(data) < length or len(footer) < _CRC.size or _CRC.unpack(footer)[0] != masked_crc(data):
            return
        yield data


def _read(file: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; takes no more memory than there are, whatever a damaged length says."""
    if size <= _CHUNK:
        return file.read(size)
    parts = []
    while size > 0 and (part := file.read(min(size, _CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
