"""The texts within a file that is no text: in 16 bits a character, inflated, taken out of git's base85."""

from __future__ import annotations

import base64
import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

_MOST = 16 * 2**20
"""Bytes of one part that are looked at."""
_DEEPEST = 3

_WIDE = re.compile(rb"(?:[\t\n\r -~]\0){6,}|(?:\0[\t\n\r -~]){6,}")
_NARROW = re.compile(rb"[\t\n\r\x1b -~\x80-\xff]{6,}")
_DEFLATED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_BASE85 = re.compile(rb"^[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5,}\n?$", re.MULTILINE)


def texts_in(data: bytes, depth: int = _DEEPEST) -> Iterator[str]:
    """The texts in some bytes, and in what is packed within them."""
    yield "\n".join(part.decode("latin-1") for part in _NARROW.findall(data))
    wide = _WIDE.findall(data)
    if wide:
        yield "\n".join(part.replace(b"\0", b"").decode("latin-1") for part in wide)
    if depth:
        for part in _unpacked(data):
            yield from texts_in(part, depth - 1)


def of_git(part: bytes) -> bytes:
    """What a binary part of a patch says: the contents, or the bytes that a change puts in."""
    found = []
    for block in re.split(rb"^(?:literal|delta) \d+$", part, flags=re.MULTILINE)[1:]:
        try:
            packed = b"".join(_decoded(line) for line in _BASE85.findall(block))
            found.append(zlib.decompressobj().decompress(packed, _MOST))
        except (ValueError, zlib.error):
            continue
    return b"\n".join(found)


def _decoded(line: bytes) -> bytes:
    line = line.strip()
    size = line[0] - (64 if line[:1].isupper() else 70)  # A-Z: 1-26 bytes, a-z: 27-52
    return base64.b85decode(line[1:])[:size]


def _unpacked(data: bytes) -> Iterator[bytes]:
    if b"PK\x03\x04" in data:
        yield from _zipped(data)
    if data[:3] == b"BZh":
        yield _tried(bz2.BZ2Decompressor(), data)
    if data[:6] == b"\xfd7zXZ\0":
        yield _tried(lzma.LZMADecompressor(), data)
    for number, found in enumerate(_DEFLATED.finditer(data)):
        if number < 50:
            inflated = _tried(zlib.decompressobj(47), data[found.start() :])
            if len(inflated) > 5:
                yield inflated


def _zipped(data: bytes) -> Iterator[bytes]:
    """The name and the contents of each entry of an archive; the name alone of one that cannot be read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # whatever a damaged directory makes it raise: its bytes are looked at as they are
        return
    with archive:
        for entry in archive.infolist()[:1000]:
            if entry.file_size <= _MOST:
                yield entry.filename.encode("utf-8", "replace") + b"\n" + _read(archive, entry)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except Exception:  # encrypted, damaged, packed in a way of its own: the others are read all the same
        return b""


def _tried(inflater: bz2.BZ2Decompressor | lzma.LZMADecompressor | zlib._Decompress, data: bytes) -> bytes:
    try:
        return inflater.decompress(data, _MOST)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return b""
