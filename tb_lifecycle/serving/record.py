"""What was served, written into the run: requests, errors and latency, in an event file of its own.

Servers of one run at the same time count together: each adds what it has counted since to the newest record,
in the newest file, while it holds a lock that the others wait for.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.recording.machine.names import host_name
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.serving.serve_files import LABEL, ServeFiles, exclusive

FLUSH_SECONDS = 1.0


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
        self._files = ServeFiles(run)
        self._files.read()
        self._server = lifecycle_pb2.ServeRecord(
            format_version=metadata.FORMAT_VERSION, started=time.time(), export_name=export_name,
            export_digest=export_digest, host=host_name(),
        )  # fmt: skip
        self._counted = lifecycle_pb2.ServeRecord()  # and not written yet
        self._lock = threading.Lock()
        self._writer: EventWriter | None = None
        self._timer: threading.Timer | None = None
        self._failed = False

    def count(self, seconds: float, *, answered: bool) -> None:
        """Counts one request.

        Args:
          seconds: how long it took.
          answered: whether it got a prediction, rather than an error.
        """
        with self._lock:
            counted = self._counted
            counted.last_request = time.time()
            if answered:
                counted.requests += 1
                counted.total_seconds += seconds
                counted.max_seconds = max(counted.max_seconds, seconds)
            else:
                counted.errors += 1
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
        if not self._counted.last_request or self._failed:
            return
        try:
            with exclusive(self._run):
                total = self._add_to(self._files.read())
                self._find_writer().write_record(metadata.SERVE_TAG, total)
            self._counted.Clear()
        except OSError as error:
            self._failed = True
            print(
                f"What is served is no longer recorded in {self._run}: {error}. Serving goes on.",
                file=sys.stderr,
            )

    def _add_to(self, newest: lifecycle_pb2.ServeRecord | None) -> lifecycle_pb2.ServeRecord:
        before, counted = newest or lifecycle_pb2.ServeRecord(), self._counted
        total = lifecycle_pb2.ServeRecord()
        total.CopyFrom(self._server)
        total.requests = before.requests + counted.requests
        total.errors = before.errors + counted.errors
        total.total_seconds = before.total_seconds + counted.total_seconds
        total.max_seconds = max(before.max_seconds, counted.max_seconds)
        total.last_request = max(before.last_request, counted.last_request)
        return total

    def _find_writer(self) -> EventWriter:
        """Writes where the newest server does: of two files TensorBoard may read the older one first."""
        newest = self._files.appendable()
        if self._writer is None or newest not in (None, self._writer.path):
            writer = EventWriter(self._run, label=LABEL) if newest is None else EventWriter.append_to(newest)
            if self._writer is not None:
                self._writer.close()
            self._writer = writer
        return self._writer
