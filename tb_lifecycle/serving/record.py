"""What was served, written into the run: requests, errors and latency, in an event file of its own."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

from google.protobuf.message import DecodeError

from tb_lifecycle.format import lifecycle_pb2, metadata, record_framing
from tb_lifecycle.format.event_reading import OWN_SUFFIX, event_files
from tb_lifecycle.recording.event_writer import EventWriter

FLUSH_SECONDS = 1.0
_LABEL = ".serve"  # in the names of servers' event files


class ServeRecorder:
    """Counts requests and writes the counts into a run, at most once a second and when closed.

    Counts go on from those of earlier servers of the run. Nothing is written before the first request. A
    fault of the world is told once and does not stop the serving. Safe to use from several threads.
    """

    def __init__(self, run: Path, export_name: str, export_digest: bytes) -> None:
        """Reads what was served before.

        Args:
          run: the run's directory.
          export_name: the name of the export that is served.
          export_digest: 32 bytes, of the export as it is served.

        Raises:
          OSError: the run's event files cannot be read.
        """
        self._run = run
        self._record = read_serve_record(run) or lifecycle_pb2.ServeRecord()
        self._record.format_version = metadata.FORMAT_VERSION
        self._record.started = time.time()
        self._record.export_name = export_name
        self._record.export_digest = export_digest
        self._record.host = socket.gethostname()
        self._lock = threading.Lock()
        self._writer: EventWriter | None = None
        self._timer: threading.Timer | None = None
        self._dirty = False
        self._failed = False

    def count(self, seconds: float, *, answered: bool) -> None:
        """Counts one request.

        Args:
          seconds: how long it took.
          answered: whether it got a prediction, rather than an error.
        """
        with self._lock:
            self._record.last_request = time.time()
            if answered:
                self._record.requests += 1
                self._record.total_seconds += seconds
                self._record.max_seconds = max(self._record.max_seconds, seconds)
            else:
                self._record.errors += 1
            self._dirty = True
            if self._timer is None:
                self._write()
                self._timer = threading.Timer(FLUSH_SECONDS, self._flush)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """Writes what is not written yet and closes the event file."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._write()
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._failed = True  # a request that is still under way is counted no more

    def _flush(self) -> None:
        with self._lock:
            self._timer = None
            self._write()

    def _write(self) -> None:
        if not self._dirty or self._failed:
            return
        try:
            if self._writer is None:
                self._writer = EventWriter(self._run, label=_LABEL)
            self._writer.write_record(metadata.SERVE_TAG, self._record)
            self._dirty = False
        except OSError as error:
            self._failed = True
            print(
                f"What is served is no longer recorded in {self._run}: {error}. Serving goes on.",
                file=sys.stderr,
            )


def read_serve_record(run: Path) -> lifecycle_pb2.ServeRecord | None:
    """The newest record of a server in the run's directory, or None. Damaged ones are passed over.

    Raises:
      OSError: an event file cannot be read.
    """
    newest: tuple[float, lifecycle_pb2.ServeRecord] | None = None
    for path in event_files(run):
        if not path.name.endswith(_LABEL + OWN_SUFFIX):
            continue
        with path.open("rb") as file:
            for data in record_framing.read_records(file):
                found = _parse(data) if metadata.SERVE_TAG.encode() in data else None
                if found is not None and (newest is None or found[0] >= newest[0]):
                    newest = found
    return newest[1] if newest else None


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
