"""The file that holds a run's output: its beginning and, once that is full, the newest lines behind it."""

from __future__ import annotations

import os
from pathlib import Path

from tb_lifecycle.recording.redaction.rules import KEY_BEGIN, KEY_END

HEAD_BYTES = 7 * 2**20
TAIL_BYTES = 2**18
_LONGEST_LINE_BYTES = 64 * 1024
_OPEN = os.O_CREAT | os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


class LogFile:
    """Appends lines up to 7 MiB; behind them the last 256 KiB of what came later, written anew each time.

    Attributes:
      is_full: whether the beginning is full, so that what comes is for `put_tail`.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, behind what an earlier incarnation has recorded.

        Raises:
          OSError: it cannot be made or read.
        """
        self._path = path
        self._descriptor = _open(path)
        self._size = os.fstat(self._descriptor).st_size
        self.is_full = self._size >= HEAD_BYTES
        if self.is_full:
            self._size = self._last_line_end()

    def append(self, lines: list[str]) -> int:
        """Appends as many lines as fit; returns how many.

        Raises:
          OSError: they could not be written.
        """
        data, fitting = _encode("".join(lines)), len(lines)
        if self._size + len(data) > HEAD_BYTES:
            self.is_full = True
            encoded = [_encode(line) for line in lines]
            room, fitting = HEAD_BYTES - self._size, 0
            while len(encoded[fitting]) <= room:
                room -= len(encoded[fitting])
                fitting += 1
            data = b"".join(encoded[:fitting])
        self._write(data)
        self._size += len(data)
        return fitting

    def put_tail(self, lines: list[str], note: str) -> None:
        """Puts the last of `lines` behind the beginning, in the place of an earlier tail.

        Args:
          note: a line that says that something is left out between, if something is.

        Raises:
          OSError: they could not be written.
        """
        encoded = [_encode(line) for line in lines]
        first, size = len(lines), 0
        while first and size + len(encoded[first - 1]) <= TAIL_BYTES:
            first -= 1
            size += len(encoded[first])
        os.ftruncate(self._descriptor, self._size)
        self._write(b"".join([_encode(note), *encoded[first:]]))

    def digest(self) -> tuple[bytes, int]:
        """SHA-256 and size of the file.

        Raises:
          OSError: it cannot be read.
        """
        import hashlib

        data = self._path.read_bytes()
        return hashlib.sha256(data).digest(), len(data)

    def close(self) -> None:
        """Closes it."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]

    def _last_line_end(self) -> int:
        """Where the beginning ends in a file that is full already."""
        start = max(0, HEAD_BYTES - _LONGEST_LINE_BYTES)
        os.lseek(self._descriptor, start, os.SEEK_SET)
        return start + os.read(self._descriptor, HEAD_BYTES - start).rfind(b"\n") + 1


def _open(path: Path) -> int:
    try:
        return os.open(path, _OPEN, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, _OPEN, 0o644)


def _encode(text: str) -> bytes:
    return text.encode(errors="replace")


def without_torn_key(lines: list[str]) -> list[str]:
    """A tail that may begin within a private key, without that part of it."""
    for index, line in enumerate(lines):
        if KEY_BEGIN.search(line):
            return lines
        if KEY_END.search(line):
            return lines[index + 1 :]
    return lines
