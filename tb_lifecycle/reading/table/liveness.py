"""What became of the runs that never ended: their process crashed, or they are lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.format.alive import read_alive
from tb_lifecycle.format.crash import Crash, read_crash
from tb_lifecycle.format.metadata import CRASH_PATH

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import RunRecord

_SAME_MOMENT_SECONDS = 2.0

# A run without a sign of life for so many of its heartbeats is lost.
MISSED_HEARTBEATS = 3
_MOST_AHEAD_SECONDS = 24 * 3600.0


class Liveness:
    """Judges runs by their heartbeats, and where TensorBoard may be behind by their files."""

    def __init__(self, behind: float = 0.0, *, logdir: str | None = None, began: float | None = None) -> None:
        """Judges nothing yet.

        Args:
          behind: seconds by which TensorBoard's data may be older than the files, as far as that is known.
          logdir: where the files are; None where that is not known.
          began: when TensorBoard began to read, in epoch seconds. What was written to a run's files since
            then is a sign of life although TensorBoard has not read it yet; what was written before may be
            a copy. None: it has read everything.
        """
        self._behind = behind
        self._logdir = logdir
        self._began = began

    def find_crash(self, name: str, heartbeat: float | None) -> Crash | None:
        """How the process of a run that has not ended crashed; None where it left no word of that.

        Of a library that handles such faults itself, the process lives on and writes later than the crash.
        """
        if self._logdir is None:
            return None
        crash = read_crash(Path(self._logdir, name, CRASH_PATH))
        if crash is None or (heartbeat is not None and heartbeat > crash.time + _SAME_MOMENT_SECONDS):
            return None
        return crash

    def find_alive(self, name: str, record: RunRecord, now: float) -> float | None:
        """When a run that has not ended last wrote its file of life, in epoch seconds; None without one.

        One from more than a day after `now` is none: no clock is that wrong, and the run would never be lost.
        """
        if self._logdir is None or not record.alive_seconds:
            return None
        alive = read_alive(Path(self._logdir, name))
        known = alive is not None and record.incarnation_started <= alive <= now + _MOST_AHEAD_SECONDS
        return alive if known else None

    def is_lost(
        self, name: str, record: RunRecord, heartbeat: float | None, now: float, alive: float | None = None
    ) -> bool:
        """Whether a run that has not ended has missed three heartbeats.

        Args:
          name: the run's name.
          record: what it recorded last.
          heartbeat: when, in epoch seconds; None where that is not known.
          now: the time, in epoch seconds.
          alive: what `find_alive` has found.
        """
        if alive is not None:
            limit = now - MISSED_HEARTBEATS * record.alive_seconds
            return max(alive, heartbeat or 0.0) < limit and not self._was_written_since(name, limit)
        if heartbeat is None or not record.heartbeat_seconds:
            return False
        limit = now - MISSED_HEARTBEATS * record.heartbeat_seconds
        return heartbeat + self._behind < limit and not self._was_written_since(name, limit)

    def _was_written_since(self, name: str, limit: float) -> bool:
        if self._logdir is None or self._began is None:
            return False
        since = max(limit, self._began)
        return any(time > since for time in _write_times(Path(self._logdir, name)))


def _write_times(directory: Path) -> Iterator[float]:
    """When each event file of a directory was last written, in epoch seconds."""
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if "tfevents" in entry.name:
                    yield entry.stat().st_mtime
    except OSError:  # the run was removed meanwhile
        return
