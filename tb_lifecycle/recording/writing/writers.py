"""Which processes record into one run's directory: each has a line in a file there, and a lock on the file.

The lock dies with its process, so that a run which was killed is no living writer, on any machine that shares
the file system's locks.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.metadata import (
    DETAILS_TAG,
    FILES_DIRECTORY,
    RUN_TAG,
    WRITER_DETAILS_TAG_PREFIX,
    WRITER_TAG_PREFIX,
)
from tb_lifecycle.recording.machine.names import host_name

WRITERS_PATH = f"{FILES_DIRECTORY}/writers"

_TRIES = 50
_OPEN = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Writers:
    """This process's entry among the writers of a run.

    Attributes:
      me: this process, with the tag that its record has if it is not the first.
      others: those that were there when it came, and those that have come since.
      locks: whether locks have told who was there.
    """

    def __init__(self, directory: Path, started: float) -> None:
        self._path = directory / WRITERS_PATH
        self._descriptor = -1
        self._seen = 0
        host, pid = host_name(), os.getpid()
        self.me = lifecycle_pb2.Writer(
            host=host, pid=pid, started=started, tag=f"{WRITER_TAG_PREFIX}{host}-{pid}"
        )
        self.others: list[lifecycle_pb2.Writer] = []
        self.locks = False

    def own_tags(self, *, is_first: bool) -> tuple[str, str]:
        """Where this process keeps its two records: where a run has them, if it is the first."""
        if is_first:
            return RUN_TAG, DETAILS_TAG
        return self.me.tag, WRITER_DETAILS_TAG_PREFIX + self.me.tag.removeprefix(WRITER_TAG_PREFIX)

    def enter(self) -> None:
        """Adds this process, and finds who is there.

        Raises:
          OSError: the file cannot be made or written.
        """
        if sys.platform == "win32":
            return
        import fcntl

        self._path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_TRIES):
            self._descriptor = os.open(self._path, _OPEN, 0o644)
            try:
                if self._try_to_enter(
                    fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_SH | fcntl.LOCK_NB
                ):
                    self.locks = True
                    return
            except OSError:  # this file system has no locks
                self._close()
                return
            self._close()
            time.sleep(0.001)

    def look(self) -> list[lifecycle_pb2.Writer]:
        """Those that have come since the last look.

        Raises:
          OSError: the file cannot be read.
        """
        if self._descriptor < 0 or os.fstat(self._descriptor).st_size == self._seen:
            return []
        known = {_key(writer) for writer in (self.me, *self.others)}
        new = [writer for writer in self._read() if _key(writer) not in known]
        self.others += new
        return new

    def leave(self) -> None:
        """Takes this process off, and the file away with the last one."""
        if self._descriptor < 0 or sys.platform == "win32":
            return
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._path.unlink()
        self._close()

    def forget(self) -> None:
        """In a forked child: the lock is the parent's, and must not outlive it."""
        self._close()

    def _try_to_enter(self, flock: Callable[[int, int], None], alone: int, together: int) -> bool:
        """Whether this process is in: not where another is just beginning the file or taking it away."""
        try:
            flock(self._descriptor, alone)
            first = True
        except BlockingIOError:
            first = False
        if first and os.fstat(self._descriptor).st_nlink:
            os.ftruncate(self._descriptor, 0)
        try:
            flock(self._descriptor, together)
        except BlockingIOError:
            return False
        if not os.fstat(self._descriptor).st_nlink:
            return False
        self.others = [writer for writer in self._read() if _may_live(writer) and not self._is_me(writer)]
        os.write(self._descriptor, _to_line(self.me))
        self._seen = os.fstat(self._descriptor).st_size
        return True

    def _is_me(self, writer: lifecycle_pb2.Writer) -> bool:
        return (writer.host, writer.pid) == (self.me.host, self.me.pid)

    def _read(self) -> list[lifecycle_pb2.Writer]:
        data = os.pread(self._descriptor, 2**20, 0)
        self._seen = os.fstat(self._descriptor).st_size
        found = map(_from_line, data.splitlines(keepends=True))
        return [writer for writer in found if writer is not None]

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def in_words(writer: lifecycle_pb2.Writer) -> str:
    """Who it is."""
    since = time.strftime("%H:%M:%S", time.localtime(writer.started))
    return f"process {writer.pid} on {writer.host} records it since {since}"


def _to_line(writer: lifecycle_pb2.Writer) -> bytes:
    return f"{writer.host}\t{writer.pid}\t{writer.started!r}\t{writer.tag}\n".encode()


def _from_line(line: bytes) -> lifecycle_pb2.Writer | None:
    """The writer; None if the line is torn or not ours."""
    try:
        host, pid, started, tag = line.decode().split("\t")
        if not tag.endswith("\n"):
            return None
        return lifecycle_pb2.Writer(host=host, pid=int(pid), started=float(started), tag=tag[:-1])
    except ValueError:
        return None


def _key(writer: lifecycle_pb2.Writer) -> tuple[str, int]:
    return writer.host, writer.pid


def _may_live(writer: lifecycle_pb2.Writer) -> bool:
    if writer.host != host_name():
        return True
    try:
        os.kill(writer.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
