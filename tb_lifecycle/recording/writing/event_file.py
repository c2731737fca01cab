"""One event file on disk: made new, appended to with one `os.write` a batch of events, never torn."""

from __future__ import annotations

import errno
import itertools
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from tb_lifecycle.format.event_reading import OWN_SUFFIX, event_files
from tb_lifecycle.recording.machine.names import host_name

_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
_CREATE = _APPEND | os.O_CREAT | os.O_EXCL
_NUMBERS = itertools.count()


class EventFile:
    """A file that framed events are appended to. Use by one thread at a time.

    Attributes:
      path: where it is.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def create(cls, directory: Path, label: str) -> EventFile:
        """Makes the directory and a new file that TensorBoard reads after our earlier ones in it.

        Raises:
          OSError: one of them cannot be made.
        """
        directory.mkdir(parents=True, exist_ok=True)
        return cls(*_create_file(directory, label))

    @classmethod
    def open(cls, path: Path) -> EventFile:
        """Opens a file to append to it.

        Raises:
          OSError: it cannot be opened.
        """
        return cls(path, os.open(path, _APPEND))

    def append(self, records: Sequence[bytes]) -> None:
        """Appends framed records, each whole or not at all.

        Raises:
          OSError: not all of them could be written.
        """
        data = b"".join(records)
        written = os.write(self._descriptor, data)
        if written != len(data):
            self._take_back(written, records)

    def append_one(self, record: bytes) -> None:
        """Appends one framed record, whole or not at all.

        Raises:
          OSError: it could not be written.
        """
        written = os.write(self._descriptor, record)
        if written != len(record):
            self._take_back(written, [record])

    def check_present(self) -> None:
        """Makes sure that what is written can still be found.

        Raises:
          FileNotFoundError: the file has been removed.
        """
        if os.fstat(self._descriptor).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, "The file has been removed", str(self.path))

    def close(self) -> None:
        """Closes the file; what is written later fails, rather than landing in somebody else's."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def reopen(self) -> None:
        """Opens the file again if it is closed.

        Raises:
          OSError: it is not there any more, or cannot be opened.
        """
        if self._descriptor < 0:
            self._descriptor = os.open(self.path, _APPEND)

    def _take_back(self, written: int, records: Sequence[bytes]) -> None:
        """Cuts a record off that was written in part: readers stop at a torn one for good."""
        torn = written
        for record in records:
            if torn < len(record):
                break
            torn -= len(record)
        os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - torn)
        what = "No room: only a part of an event could be written, and was taken back"
        raise OSError(errno.ENOSPC, what, str(self.path))


def _create_file(directory: Path, label: str) -> tuple[Path, int]:
    """Makes a file that TensorBoard reads after our earlier ones, also when the clock went back."""
    host = re.sub(r"[^A-Za-z0-9_-]", "-", host_name())
    names = [path.name for path in event_files(directory) if path.name.endswith(OWN_SUFFIX)]
    last = max(names, default="")
    for seconds in itertools.count(max([int(time.time()), *map(_seconds, names)])):
        stem = f"events.out.tfevents.{seconds:010d}.{host}.{os.getpid()}.{next(_NUMBERS):04d}"
        path = directory / f"{stem}{label}{OWN_SUFFIX}"
        if path.name <= last:
            continue
        try:
            return path, os.open(path, _CREATE, 0o644)
        except FileExistsError:
            continue
    raise AssertionError("unreachable")


def _seconds(name: str) -> int:
    """The time in an event file's name, or 0."""
    match = re.search(r"tfevents\.(\d{10})\.", name)
    return int(match[1]) if match else 0
