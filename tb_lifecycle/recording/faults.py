"""Faults of the world, such as a full disk: they are told once and never stop the training."""

from __future__ import annotations

import sys
import threading
import warnings
from pathlib import Path

from tb_lifecycle.errors import LifecycleWarning, RecordingError

WRITE_HINT = "Training goes on; what cannot be written is lost. Make room or mend the directory."


class Faults:
    """Turns one run's faults into a single warning or, where the run is strict, into a RecordingError.

    A strict run's fault where the training made no call is raised by the next one that it makes.
    """

    def __init__(self, directory: Path, strict: bool) -> None:
        self._directory = directory
        self._strict = strict
        self._told: set[str] = set()
        self._pending: RecordingError | None = None

    @property
    def strict(self) -> bool:
        """Whether a fault raises."""
        return self._strict

    def report(
        self, what: str, error: BaseException | str, hint: str, *, kind: str = "write", later: bool = False
    ) -> None:
        """Tells of a fault: what could not be done, why, and what to do next; each kind once.

        Args:
          later: this is no call of ours, such as a `print`: a strict run raises at the next one.

        Raises:
          RecordingError: the run is strict, and this is neither `later` nor one of our own threads.
        """
        message = f"{what} (run {self._directory}): {error}. {hint}"
        if self._strict and (later or in_own_thread()):
            self._pending = self._pending or RecordingError(message)
        elif self._strict:
            raise RecordingError(message) from (error if isinstance(error, BaseException) else None)
        elif kind not in self._told:
            self._told.add(kind)
            warn(message)

    def raise_pending(self) -> None:
        """Raises what a strict run has met where nobody called it: in a background thread, in a `print`."""
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error


_OWN_THREAD_PREFIX = "tb_lifecycle-"


def own_thread(name: str, target: object) -> threading.Thread:
    """Makes a daemon thread of ours, not yet started."""
    return threading.Thread(name=_OWN_THREAD_PREFIX + name, target=target, daemon=True)  # type: ignore[arg-type]


def in_own_thread() -> bool:
    """Whether the current thread is one that tb_lifecycle started."""
    return threading.current_thread().name.startswith(_OWN_THREAD_PREFIX)


def warn(message: str) -> None:
    """Warns at the line outside tb_lifecycle that made the call; a thread of ours never dies of it."""
    try:
        warnings.warn(message, LifecycleWarning, stacklevel=_caller_level())
    except LifecycleWarning:
        if not in_own_thread():
            raise
        tell(message)


def tell(message: str) -> None:
    """Says it where nobody could catch a warning that is an error."""
    print(f"LifecycleWarning: {message}", file=sys.stderr)


def _caller_level() -> int:
    level, frame = 2, sys._getframe(2)
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    return level


def _is_ours(module: str) -> bool:
    return module.startswith("tb_lifecycle.") or module == "contextlib"  # our context managers run through it
