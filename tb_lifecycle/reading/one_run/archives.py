"""Reads one file of an archive of sources whoever made it, without more memory than that file may take."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

# Bytes of an archive's directory: Python reads all of it, 46 bytes and a name for each file.
LARGEST_DIRECTORY = 1024 * 1024

_END = struct.Struct("<4s4H2IH")
_END_SIGNATURE = b"PK\5\6"
_LONGEST_COMMENT = 65535
_END_64_LOCATOR = b"PK\6\7"
_LOCATOR_BYTES = 20

# What zipfile raises of archives that are damaged, encrypted, or made in ways that it does not know.
_ODD = (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, OSError, ValueError, struct.error)


class ArchiveError(Exception):
    """A file that cannot be had from an archive; its text says why, as the rest of a sentence."""


def read_member(archive: bytes, name: str, most: int) -> bytes:
    """Reads a file of a zip archive.

    Args:
      archive: its bytes.
      name: the file's, as it is in the archive.
      most: bytes; a larger file is not read.

    Raises:
      ArchiveError: it is not there, too large, or not as zip archives of ours are (stored or deflated).
    """
    _check_directory(archive)
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            member = opened.getinfo(name)
            if member.file_size > most:
                raise ArchiveError(f"has {member.file_size:,} bytes, more than {most:,}")
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ArchiveError("is packed in a way that is not read here")
            with opened.open(member) as file:
                content = file.read(most + 1)  # up to the size above, whatever the packed bytes hold
    except _ODD as error:
        raise ArchiveError(f"cannot be unpacked ({type(error).__name__}: {error})") from error
    if len(content) != member.file_size:
        raise ArchiveError("is cut short in the archive")
    return content


def _check_directory(archive: bytes) -> None:
    end = archive.rfind(_END_SIGNATURE, max(0, len(archive) - _LONGEST_COMMENT - _END.size))
    if end < 0 or len(archive) < end + _END.size:
        raise ArchiveError("cannot be unpacked (no zip archive)")
    large = archive[max(0, end - _LOCATOR_BYTES) : end].startswith(_END_64_LOCATOR)
    if large or _END.unpack_from(archive, end)[5] > LARGEST_DIRECTORY:
        raise ArchiveError("is in an archive of too many files")
