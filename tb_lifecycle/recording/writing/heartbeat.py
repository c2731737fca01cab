"""Signs that a run has not been lost: a thread writes its record again, and between records a small file.

An idle run's record is written ever more rarely, so that it stops growing; the file is rewritten in place.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from tb_lifecycle.format import alive
from tb_lifecycle.format.metadata import ALIVE_PATH
from tb_lifecycle.recording.faults import own_thread

TICK_SECONDS = 2.0
_BYTES_PER_AGE = 128 * 1024
_LONGEST_SHARE = 1 / 16
_LONGEST_SECONDS = 1800.0

# Bytes that beats may take whatever is logged; behind them a beat is at most such a share of what was.
_FREE_BYTES = 256 * 1024
_SHARE = 16

_OPEN = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


def interval(base: float, age: float, record_bytes: int) -> float:
    """Seconds until the next beat of a run that has run for `age` seconds.

    They grow with the age and the record's size once 128 KiB of beats are written, so that a file's beats
    take 128 KiB times the logarithm of its age; up to a sixteenth of the age and half an hour, so that a run
    that is lost is noticed.
    """
    stretched = min(age * record_bytes / _BYTES_PER_AGE, age * _LONGEST_SHARE, _LONGEST_SECONDS)
    return max(base, stretched)


class Heartbeat:
    """Calls `tick` every two seconds and `beat` when it is due, until it is stopped.

    `beat` returns the seconds until the next one.
    """

    def __init__(self, seconds: float, beat: Callable[[], float], tick: Callable[[], None]) -> None:
        self._seconds, self._beat, self._tick = seconds, beat, tick
        self._stop: SimpleQueue[None] = SimpleQueue()  # its `put` may be interrupted by a signal's handler
        self._stopped = False

    def start(self) -> None:
        """Starts the thread.

        Raises:
          RuntimeError, MemoryError: there can be no more threads.
        """
        own_thread("heartbeat", self._loop).start()

    def stop(self) -> None:
        """Lets the thread end; it may be in the middle of a beat."""
        self._stopped = True
        self._stop.put(None)

    def _loop(self) -> None:
        next_beat = time.monotonic() + self._seconds
        while not self._stopped_within(min(TICK_SECONDS, max(0.0, next_beat - time.monotonic()))):
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + self._beat()
            else:
                self._tick()

    def _stopped_within(self, seconds: float) -> bool:
        try:
            self._stop.get(timeout=seconds)
        except Empty:
            return self._stopped
        return True


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
        return interval(self._base, age, record_bytes)

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
