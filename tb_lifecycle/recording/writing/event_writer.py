"""One event file: one lock, and one `os.write` an event: nothing acknowledged dies with the process."""

from __future__ import annotations

import itertools
import os
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.format import metadata
from tb_lifecycle.format.event_reading import OWN_SUFFIX, event_files
from tb_lifecycle.format.record_framing import frame
from tb_lifecycle.recording.machine.names import host_name

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary as SummaryMessage

_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
_CREATE = _APPEND | os.O_CREAT | os.O_EXCL
_FILE_VERSION = "brain.Event:2"
_NUMBERS = itertools.count()


class EventWriter:
    """Appends events to a new event file in a directory.

    Attributes:
      path: the file.
      lock: held during each write; reentrant, since a signal handler may write in the middle of another call.
    """

    def __init__(self, directory: Path, *, label: str = "") -> None:
        """Makes the directory and, in it, a new file with its version event.

        Args:
          directory: where the file is made.
          label: put into the file's name, before the suffix that marks our files.

        Raises:
          OSError: one of them cannot be made.
        """
        self.lock = threading.RLock()
        directory.mkdir(parents=True, exist_ok=True)
        self.path, self._descriptor = _create_file(directory, label)
        self._tags: set[str] = set()
        self._write_message(_new_event(file_version=_FILE_VERSION))

    @classmethod
    def append_to(cls, path: Path) -> EventWriter:
        """Writes behind what lies in a file already; other writers of it have to be kept out by a lock.

        Raises:
          OSError: it cannot be opened.
        """
        writer = cls.__new__(cls)
        writer.lock = threading.RLock()
        writer.path, writer._descriptor, writer._tags = path, os.open(path, _APPEND), set()
        return writer

    def write(self, event: bytes) -> None:
        """Appends one encoded event, whole or not at all. Call with the lock held.

        Raises:
          OSError: it could not be written.
        """
        record = frame(event)
        written = os.write(self._descriptor, record)
        if written != len(record):
            self._take_back(written)

    def write_record(self, tag: str, record: Message) -> None:
        """Appends a lifecycle record, in the place of the tag's earlier one.

        Raises:
          OSError: it could not be written, or the file is no longer in its directory.
        """
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.compat.proto.tensor_pb2 import TensorProto
        from tensorboard.compat.proto.types_pb2 import DT_STRING

        content = record.SerializeToString(deterministic=True)
        value = Summary.Value(tag=tag, tensor=TensorProto(dtype=DT_STRING, string_val=[content]))
        value.tensor.tensor_shape.SetInParent()
        self.write_value(value)

    def write_value(self, value: SummaryMessage.Value) -> None:
        """Appends a summary value at the records' step; the first of a lifecycle tag gets the tag's metadata.

        Raises:
          OSError: it could not be written, or the file is no longer in its directory.
        """
        with self.lock:
            self.check_present()
            if value.tag not in self._tags and not value.HasField("metadata"):
                value.metadata.CopyFrom(metadata.create_summary_metadata())
            event = _new_event(step=metadata.RECORD_STEP)
            event.summary.value.append(value)
            self._write_message(event)
            self._tags.add(value.tag)

    def check_present(self) -> None:
        """Makes sure that what is written can still be found.

        Raises:
          FileNotFoundError: the event file has been removed.
        """
        if os.fstat(self._descriptor).st_nlink == 0:
            raise FileNotFoundError(f"{self.path} has been removed")

    def close(self) -> None:
        """Closes the file; what is written later fails, rather than landing in somebody else's."""
        with self.lock:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)

    def reopen(self) -> None:
        """Opens the closed file again.

        Raises:
          OSError: it is not there any more, or cannot be opened.
        """
        with self.lock:
            self._descriptor = os.open(self.path, _APPEND)

    def _write_message(self, event: Event) -> None:
        self.write(event.SerializeToString())

    def _take_back(self, written: int) -> None:
        """Cuts a record off that was written in part: readers stop at a torn one for good."""
        os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - written)
        raise OSError(f"{self.path}: only a part of an event could be written; it was taken back")


def _new_event(step: int = 0, file_version: str | None = None) -> Event:
    from tensorboard.compat.proto.event_pb2 import Event

    return Event(wall_time=time.time(), step=step, file_version=file_version)


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
