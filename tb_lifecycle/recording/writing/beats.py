"""When a living run's record is written again, so that an idle one stops growing, and its file of life."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from tb_lifecycle.format import alive
from tb_lifecycle.format.metadata import ALIVE_PATH
from tb_lifecycle.recording.writing import heartbeat

# Bytes that beats may take whatever is logged; behind them a beat is at most such a share of what was.
_FREE_BYTES = 256 * 1024
_SHARE = 16

_OPEN = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Beats:
    """The beats of one incarnation; ages are its seconds.

    A beat that is left out is given by the file. Without it every beat is written.
    """

    def __init__(self, base: float) -> None:
        """None was written yet; `base` is seconds between two at least."""
        self._base = base
        self._free = _FREE_BYTES
        self._written_age = 0.0
        self._written_bytes = 0

    def interval(self, age: float, record_bytes: int) -> float:
        """Seconds until the next beat is due."""
        return heartbeat.interval(self._base, age, record_bytes)

    def is_due(self, age: float, record_bytes: int, event_bytes: int) -> bool:
        """Whether a beat is to be written.

        Args:
          record_bytes: size of the record.
          event_bytes: what was written to the event file in all.
        """
        return (
            self._free > 0
            or age >= 2 * self._written_age
            or event_bytes - self._written_bytes >= _SHARE * record_bytes
        )

    def promise(self, age: float, record_bytes: int, *, has_file: bool) -> float:
        """Seconds until the next beat is written, at most, as the record says."""
        longest = self.interval(age, record_bytes)
        left_out = has_file and self._free <= record_bytes
        return longest + age if left_out else longest

    def wrote(self, age: float, record_bytes: int, event_bytes: int) -> None:
        """A beat was written."""
        self._free -= record_bytes
        self._written_age, self._written_bytes = age, event_bytes


class AliveFile:
    """The file that says when the run was last alive."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / ALIVE_PATH

    def write(self, now: float) -> bool:
        """Writes the time; whether it is there."""
        try:
            descriptor = os.open(self._path, _OPEN, 0o644)
        except OSError:
            return False
        try:
            return os.write(descriptor, alive.encode(now)) > 0
        except OSError:
            return False
        finally:
            os.close(descriptor)

    def remove(self) -> None:
        """Takes it away: the run has ended, and its record says so."""
        with contextlib.suppress(OSError):
            self._path.unlink()
