"""The event files of a run that servers write, and the lock under which they do."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import DecodeError

from tb_lifecycle.format import lifecycle_pb2, metadata, record_framing
from tb_lifecycle.format.event_reading import OWN_SUFFIX, event_files

try:
    import fcntl
except ImportError:  # Windows: servers at the same time may lose each other's last counts
    fcntl = None  # type: ignore[assignment]

LABEL = ".serve"  # in the files' names
_FRAME_BYTES = 16  # around the data of a record
_APPENDED_SECONDS = 3600.0  # TensorBoard looks no more at a file that has been quiet for a day


@dataclass
class _Read:
    """How far a file is read: the end of its last whole record."""

    offset: int = 0
    torn: bool = False


class ServeFiles:
    """Reads the newest record of the servers of one run, each file from where it has been read to."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._read: dict[Path, _Read] = {}
        self._newest: tuple[float, lifecycle_pb2.ServeRecord] | None = None

    def read(self) -> lifecycle_pb2.ServeRecord | None:
        """Reads what is new and returns the newest record, or None. Damaged ones are passed over.

        Raises:
          OSError: an event file cannot be read.
        """
        for path in event_files(self._run):
            if path.name.endswith(LABEL + OWN_SUFFIX):
                self._read_file(path, self._read.setdefault(path, _Read()))
        return self._newest[1] if self._newest else None

    def appendable(self) -> Path | None:
        """The file with the highest name, if it is whole and was written to lately.

        Raises:
          OSError: it has been removed.
        """
        path = max(self._read, default=None)
        if path is None or self._read[path].torn:
            return None
        return path if time.time() - path.stat().st_mtime < _APPENDED_SECONDS else None

    def _read_file(self, path: Path, read: _Read) -> None:
        with path.open("rb") as file:
            file.seek(read.offset)
            for data in record_framing.read_records(file):
                read.offset += len(data) + _FRAME_BYTES
                found = _parse(data) if metadata.SERVE_TAG.encode() in data else None
                if found is not None and (self._newest is None or found[0] >= self._newest[0]):
                    self._newest = found
            read.torn = read.offset != file.seek(0, os.SEEK_END)


def read_serve_record(run: Path) -> lifecycle_pb2.ServeRecord | None:
    """The newest record of a server in the run's directory, or None.

    Raises:
      OSError: an event file cannot be read.
    """
    return ServeFiles(run).read()


@contextlib.contextmanager
def exclusive(run: Path) -> Iterator[None]:
    """Waits until no other server of the run writes; does not wait where the file system has no locks."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(run, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _parse(data: bytes) -> tuple[float, lifecycle_pb2.ServeRecord] | None:
    from tensorboard.compat.proto.event_pb2 import Event

    try:
        event = Event.FromString(data)
        for value in event.summary.value:
            if value.tag == metadata.SERVE_TAG and value.tensor.string_val:
                return event.wall_time, lifecycle_pb2.ServeRecord.FromString(value.tensor.string_val[0])
    except DecodeError:
        pass
    return None
