"""Events on their way into one file: put in order under one lock, written out under another.

No lock that a caller needs is held while the disk is written, so that a write that hangs holds up only the
thread that is in it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.format import metadata
from tb_lifecycle.format.record_framing import frame
from tb_lifecycle.recording.writing.event_file import EventFile

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary as SummaryMessage

_FILE_VERSION = "brain.Event:2"
_MOST_WAITING_BYTES = 64 * 2**20
_BATCH = 4096
_PATIENCE_SECONDS = 1.0


class StuckError(TimeoutError):
    """Another thread is in a write that does not come back; what is put waits for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"a write to {path} does not come back")


class EventWriter:
    """Appends events to an event file in a directory.

    Attributes:
      path: the file.
      lock: held while events are put in order; reentrant, since a signal handler may log within a call.
      dropped: events that could not be kept, as too much waited.
      may_claim: whether a caller may write what it logs.
    """

    def __init__(self, directory: Path, *, label: str = "") -> None:
        """Makes the directory and, in it, a new file with its version event.

        Args:
          directory: where the file is made.
          label: put into the file's name, before the suffix that marks our files.

        Raises:
          OSError: one of them cannot be made.
        """
        self._begin(EventFile.create(directory, label))
        self.write(_new_event(file_version=_FILE_VERSION).SerializeToString())

    @classmethod
    def append_to(cls, path: Path) -> EventWriter:
        """Writes behind what lies in a file already; other writers of it have to be kept out by a lock.

        Raises:
          OSError: it cannot be opened.
        """
        writer = cls.__new__(cls)
        writer._begin(EventFile.open(path))
        return writer

    def _begin(self, file: EventFile) -> None:
        self.path = file.path
        self.lock = threading.RLock()
        self.dropped = 0
        self.may_claim = True
        self._file = file
        self._file_lock = threading.RLock()
        self._waiting: deque[bytes] = deque()
        self._put_bytes = self._written_bytes = 0
        self._tags: set[str] = set()
        self._stuck = False

    def put(self, event: bytes) -> None:
        """Takes one encoded event; `flush` writes it. Call with the lock held."""
        if self._put_bytes - self._written_bytes + len(event) > _MOST_WAITING_BYTES:
            self.dropped += 1
            return
        self._put_bytes += len(event)
        self._waiting.append(event)

    def claim(self, event: bytes) -> bool:
        """Takes an encoded event as `put` does, unless this thread can write it now. Call with the lock held.

        Returns:
          Whether the caller has to write it, by `write_claimed`, once it has let go of the lock.
        """
        if self._waiting or not self.may_claim or not self._file_lock.acquire(False):
            self.put(event)
            return False
        return True

    def write_claimed(self, event: bytes) -> None:
        """Writes an event that was claimed.

        Raises:
          OSError: it could not be written.
        """
        try:
            self._file.append_one(frame(event))
            while self._waiting:  # others have put theirs meanwhile
                self._write_batch(self._waiting)
        finally:
            self._file_lock.release()

    def put_value(self, value: SummaryMessage.Value) -> None:
        """Takes a summary value at the records' step; a lifecycle tag's first gets the tag's metadata."""
        with self.lock:
            if value.tag not in self._tags and not value.HasField("metadata"):
                value.metadata.CopyFrom(metadata.create_summary_metadata())
            event = _new_event(step=metadata.RECORD_STEP)
            event.summary.value.append(value)
            self.put(event.SerializeToString())
            self._tags.add(value.tag)

    def put_record(self, tag: str, record: Message) -> None:
        """Takes a lifecycle record, in the place of the tag's earlier one."""
        from tensorboard.compat.proto.summary_pb2 import Summary
        from tensorboard.compat.proto.tensor_pb2 import TensorProto
        from tensorboard.compat.proto.types_pb2 import DT_STRING

        content = record.SerializeToString(deterministic=True)
        value = Summary.Value(tag=tag, tensor=TensorProto(dtype=DT_STRING, string_val=[content]))
        value.tensor.tensor_shape.SetInParent()
        self.put_value(value)

    def flush(self, *, check: bool = False) -> None:
        """Writes what waits. Waits a moment at most, and once, for a write of another thread that hangs.

        Args:
          check: make sure first that the file is still in its directory.

        Raises:
          StuckError: another thread's write hangs; what waits is written when that comes back.
          OSError: an event could not be written, or the file is no longer there.
        """
        if not self._file_lock.acquire(True, 0.0 if self._stuck else _PATIENCE_SECONDS):
            self._stuck = True
            raise StuckError(self.path)
        try:
            self._stuck = False
            if check:
                self._check_present()
            waiting = self._waiting
            while waiting:
                self._write_batch(waiting)
        finally:
            self._file_lock.release()

    def write(self, event: bytes) -> None:
        """Appends one encoded event, whole or not at all. Call with the lock held.

        Raises:
          OSError: it could not be written.
        """
        self.put(event)
        self.flush()

    def write_record(self, tag: str, record: Message) -> None:
        """Appends a lifecycle record, in the place of the tag's earlier one.

        Raises:
          OSError: it could not be written, or the file is no longer in its directory.
        """
        self.put_record(tag, record)
        self.flush(check=True)

    def write_value(self, value: SummaryMessage.Value) -> None:
        """Appends a summary value at the records' step; see `put_value`.

        Raises:
          OSError: it could not be written, or the file is no longer in its directory.
        """
        self.put_value(value)
        self.flush(check=True)

    @property
    def put_bytes(self) -> int:
        """The bytes of the events that were taken so far."""
        return self._put_bytes

    @property
    def is_writing(self) -> bool:
        """Whether this thread is in the middle of a write: a signal's handler has interrupted it."""
        return self._file_lock._is_owned()  # type: ignore[attr-defined, no-any-return]

    def close(self) -> None:
        """Closes the file; what is written later fails, rather than landing in somebody else's."""
        with self._file_lock:
            self._file.close()

    def write_last(self) -> None:
        """Writes what waits and closes the file, which is opened again where it had been closed.

        Raises:
          OSError: an event could not be written, or the file is no longer there.
        """
        if not self._file_lock.acquire(True, _PATIENCE_SECONDS):
            raise StuckError(self.path)
        try:
            self._file.reopen()
            self.flush(check=True)
            self._file.close()
        finally:
            self._file_lock.release()

    def _check_present(self) -> None:
        try:
            self._file.check_present()
        except OSError:
            self._waiting.clear()  # nobody would ever find it
            self._written_bytes = self._put_bytes
            raise

    def _write_batch(self, waiting: deque[bytes]) -> None:
        """Writes some of what waits. Call with the file's lock held."""
        events = [waiting.popleft()]
        while waiting and len(events) < _BATCH:
            events.append(waiting.popleft())
        self._written_bytes += sum(map(len, events))
        self._file.append([frame(event) for event in events])


def _new_event(step: int = 0, file_version: str | None = None) -> Event:
    from tensorboard.compat.proto.event_pb2 import Event

    return Event(wall_time=time.time(), step=step, file_version=file_version)
