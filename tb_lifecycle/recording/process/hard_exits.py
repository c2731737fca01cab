"""The exit past every exit hook: `os._exit` ends the runs first, within a deadline."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import NoReturn

from tb_lifecycle.recording import endings
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.faults import own_thread
from tb_lifecycle.recording.process import open_runs

_SECONDS = 2.0

EndAll = Callable[[Ending, float], None]
"""Ends the open runs; waits so many seconds at most for what is still being captured."""


def watch(end_all: EndAll) -> None:
    """Replaces the function, as a caller finds it in the module `os`."""
    leave = os._exit

    def _exit(status: int) -> NoReturn:
        """Exits to the system with the status, past exit hooks."""
        if any(not entry.inherited for entry in open_runs.every):
            _end_in_time(lambda: end_all(endings.of_exit(status), _SECONDS / 2))
        leave(status)

    os._exit = _exit


def _end_in_time(end: Callable[[], None]) -> None:
    """Ends the runs in a thread: whoever leaves so may hold a lock, or find one held for good."""
    ended = threading.Event()

    def end_and_tell() -> None:
        try:
            end()
        finally:
            ended.set()

    try:
        own_thread("exit", end_and_tell).start()
    except RuntimeError:  # no thread can start
        return
    ended.wait(_SECONDS)
