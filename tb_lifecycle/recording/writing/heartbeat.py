"""The thread that writes a run's record again at each interval, as the sign that it has not been lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tb_lifecycle.recording.faults import own_thread

_TICK_SECONDS = 2.0


class Heartbeat:
    """Calls `tick` every two seconds and `beat` every `seconds`, until it is stopped."""

    def __init__(self, seconds: float, beat: Callable[[], None], tick: Callable[[], None]) -> None:
        self._seconds, self._beat, self._tick = seconds, beat, tick
        self._stopped = threading.Event()

    def start(self) -> None:
        """Starts the thread."""
        own_thread("heartbeat", self._loop).start()

    def stop(self) -> None:
        """Lets the thread end; it may be in the middle of a beat."""
        self._stopped.set()

    def _loop(self) -> None:
        next_beat = time.monotonic() + self._seconds
        while not self._stopped.wait(min(_TICK_SECONDS, max(0.0, next_beat - time.monotonic()))):
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + self._seconds
                self._beat()
            else:
                self._tick()
