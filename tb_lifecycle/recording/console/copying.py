"""What a run prints, with the time of each line, kept in a file of the run's directory.

`sys.stdout` and `sys.stderr` are replaced by streams that pass everything on and keep a copy.
A line of the file is `EPOCH.mmm<TAB>out|err<TAB>TEXT`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.metadata import CONSOLE_PATH
from tb_lifecycle.recording.console.log_handlers import redirect
from tb_lifecycle.recording.console.stream import ConsoleStream
from tb_lifecycle.recording.faults import WRITE_HINT, Faults
from tb_lifecycle.recording.redaction.redactor import Redactor

LARGEST_BYTES = 8 * 2**20
_HINT = "Output is still shown, and no longer recorded."


class Console:
    """Records the output of this process from its making until `close`."""

    def __init__(self, directory: Path, redactor: Redactor, faults: Faults) -> None:
        """Starts recording, behind what an earlier incarnation has recorded."""
        self._path = directory / CONSOLE_PATH
        self._redactor, self._faults = redactor, faults
        self._lock = threading.RLock()
        self._descriptor = -1
        self._size = 0
        self._streams: list[tuple[str, ConsoleStream]] = []
        try:
            self._open()
        except OSError as error:
            self._faults.report("Could not make the console log", error, _HINT, kind="console")
            return
        self._tee("stdout", "out")
        self._tee("stderr", "err")

    @property
    def file(self) -> lifecycle_pb2.File | None:
        """The log while it grows, as the record names it: without size and digest. None if there is none."""
        return lifecycle_pb2.File(path=CONSOLE_PATH, kind="console") if self._descriptor >= 0 else None

    def close(self) -> lifecycle_pb2.File | None:
        """Gives the streams back; returns what was recorded, or None."""
        for name, stream in self._streams:
            stream.finish()
            original = stream.live_original()
            redirect(stream, original)
            if getattr(sys, name) is stream:
                setattr(sys, name, original)
        with self._lock:
            if self._descriptor < 0:
                return None
            os.close(self._descriptor)
            self._descriptor = -1
        return self._describe()

    def give_up(self) -> None:
        """In a forked child: the streams only pass on, whatever threads of the parent were doing."""
        self._descriptor = -1
        for _, stream in self._streams:
            stream.pass_on_only()

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._path, flags, 0o644)
        self._size = os.fstat(self._descriptor).st_size

    def _tee(self, name: str, label: str) -> None:
        original = getattr(sys, name)
        if original is None:  # pythonw has none
            return
        stream = ConsoleStream(original, lambda line: self._keep(label, line))
        setattr(sys, name, stream)
        redirect(original, stream)
        self._streams.append((name, stream))

    def _keep(self, label: str, line: str) -> None:
        text = self._redactor.text("output", label, line)
        data = f"{time.time():.3f}\t{label}\t{text}\n".encode(errors="replace")
        with self._lock:
            if self._descriptor < 0:
                return
            if self._size + len(data) > LARGEST_BYTES:
                data = f"{time.time():.3f}\terr\t[the log ends here: it has reached 8 MiB]\n".encode()
                self._write(data)
                self._stop_writing()
            else:
                self._write(data)

    def _write(self, data: bytes) -> None:
        try:
            self._size += os.write(self._descriptor, data)
        except OSError as error:
            self._stop_writing()
            self._faults.report("Could not write the console log", error, WRITE_HINT, later=True)

    def _stop_writing(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1

    def _describe(self) -> lifecycle_pb2.File | None:
        try:
            data = self._path.read_bytes()
        except OSError as error:
            self._faults.report("Could not read the console log", error, WRITE_HINT, later=True)
            return None
        import hashlib

        digest = hashlib.sha256(data).digest()
        return lifecycle_pb2.File(path=CONSOLE_PATH, digest=digest, size=len(data), kind="console")
