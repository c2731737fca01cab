"""The thread that writes a run's record again at each interval, as the sign that it has not been lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from tb_lifecycle.recording.faults import own_thread

TICK_SECONDS = 2.0
_BYTES_PER_AGE = 128 * 1024
_LONGEST_SHARE = 1 / 16
_LONGEST_SECONDS = 1800.0


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
