"""The signals that end a process, noted for its runs.

They stay the trainer's: ours is set only where nobody has a handler, gives way to whoever takes the signal
later, and ends the process only where it is the handler that the process has for the signal. Called by
somebody else's handler, as trainers compose them, it takes a note.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from tb_lifecycle.recording.process import main_thread, open_runs

_NAMES = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU")
_NUMBERS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
_STATUS = "/proc/self/status"
_LONGEST_STATUS = 16_384
_LOOK_SECONDS = 1.0

EndRuns = Callable[[int], None]
"""Ends the open runs by a signal's number, before the process dies of it."""


class _Handler:
    """Ours."""

    def __init__(self, end_runs: EndRuns) -> None:
        self._end_runs = end_runs

    def __call__(self, number: int, _: FrameType | None) -> None:
        is_last: bool = signal.getsignal(number) is self
        if not is_last:
            for entry in open_runs.every:
                entry.signal = number
            return
        self._end_runs(number)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)


class _FreeHandler(_Handler):
    """Ours for a signal that a trainer takes only where nobody has: it is equal to the default.

    Lightning asks `getsignal(…) in (None, SIG_DFL)` of the signal by which a job is requeued, and Slurm may
    be told to send SIGHUP for that.
    """

    def __eq__(self, other: object) -> bool:
        return other is self or other is signal.SIG_DFL or (type(other) is int and other == signal.SIG_DFL)

    __hash__ = object.__hash__


_handlers: dict[int, _Handler] = {}


def watch(end_runs: EndRuns) -> None:
    """Takes the signals that nobody has, in the main thread as soon as that is possible."""
    if not _handlers:
        free = _FreeHandler if _compares_handlers_exactly() else _Handler
        _handlers.update({number: free(end_runs) for number in _NUMBERS})
        _handlers[signal.SIGTERM] = _Handler(end_runs)
    main_thread.soon(_take)


def unwatch() -> None:
    """Gives the signals back: no run is open any more, or this is a forked child."""
    if threading.current_thread() is threading.main_thread():
        for number, handler in _handlers.items():
            if signal.getsignal(number) is handler:
                signal.signal(number, signal.SIG_DFL)


def _take() -> None:
    free = [number for number in _handlers if signal.getsignal(number) is signal.SIG_DFL]
    if not free or not open_runs.every:
        return
    taken = libraries.caught(free)
    for number in free:
        if number not in taken:
            signal.signal(number, _handlers[number])


class _Libraries:
    """What libraries handle, looked at once a second at most."""

    def __init__(self) -> None:
        self._looked, self._bits = 0.0, 0

    def caught(self, numbers: Sequence[int]) -> set[int]:
        """Those of the signals that somebody handled when we looked, also a library that told Python nothing.

        None where that is not known.
        """
        now = time.monotonic()
        if not self._looked or now - self._looked > _LOOK_SECONDS:
            self._looked, self._bits = now, _caught_bits() & ~_own_bits()
        return {number for number in numbers if self._bits >> (number - 1) & 1}


libraries = _Libraries()


def _own_bits() -> int:
    """A bit for each signal that we handle."""
    ours = [number for number, handler in _handlers.items() if signal.getsignal(number) is handler]
    return sum(1 << (number - 1) for number in ours)


def _caught_bits() -> int:
    """A bit for each signal that has a handler, the lowest for number 1."""
    try:
        descriptor = os.open(_STATUS, os.O_RDONLY)
    except OSError:
        return 0
    try:
        _, _, behind = os.read(descriptor, _LONGEST_STATUS).partition(b"SigCgt:")
    finally:
        os.close(descriptor)
    return int(behind.split(None, 1)[0], 16) if behind else 0


def _compares_handlers_exactly() -> bool:
    """Whether the interpreter takes no handler for the default that only says that it is equal to it.

    Source: CPython's `compare_handler` in `Modules/signalmodule.c`, since its change 102397.
    """
    return sys.version_info >= (3, 11, 3) or (3, 10, 11) <= sys.version_info < (3, 11)
