"""Work that no caller waits for, or only for so long: in threads of ours, or at once where none can start."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import SimpleQueue

from tb_lifecycle.recording.faults import own_thread


class Deadline:
    """A moment until which several things may take their time."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, *, keep: float = 0.0) -> float:
        """Seconds that are left, without those to `keep` for later; never negative."""
        return max(0.0, self._end - time.monotonic() - keep)


def within(seconds: float, name: str, work: Callable[[], None]) -> bool:
    """Does `work` in a thread of ours and waits so long at most; it goes on when that is over.

    Returns:
      Whether it is done.

    Raises:
      Exception: what `work` raised, if it is done.
    """
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # handed to the caller
            raised.append(error)

    thread = own_thread(name, run)
    try:
        thread.start()
    except Exception:  # no thread, no memory
        work()
        return True
    thread.join(seconds)
    if thread.is_alive():
        return False
    if raised:
        raise raised[0]
    return True


class Batches:
    """Calls `work` a moment after `ring`, in a thread of ours: once for all the calls in that moment.

    What is asked for before `start` is done once the thread runs.

    Attributes:
      running: False once the thread could not be started, or has been stopped.
    """

    def __init__(self, name: str, work: Callable[[], None], seconds: float) -> None:
        self._work, self._seconds = work, seconds
        self._bell: SimpleQueue[bool] = SimpleQueue()  # its `put` may be interrupted by a signal's handler
        self._rung = False
        self._thread = own_thread(name, self._loop)
        self.running = True

    def start(self) -> None:
        """Starts the thread, if there can be one."""
        try:
            self._thread.start()
        except Exception:  # no thread, no memory
            self.running = False

    def ring(self) -> None:
        """Asks for the work to be done soon. Never blocks."""
        if not self._rung:
            self._rung = True
            self._bell.put(True)

    def stop(self) -> None:
        """Lets the thread end; it may be in the middle of its work."""
        self.running = False
        self._bell.put(False)

    def _loop(self) -> None:
        while self._bell.get() and self.running:
            time.sleep(self._seconds)
            self._rung = False
            self._work()
