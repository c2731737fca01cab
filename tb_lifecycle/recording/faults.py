"""Faults of the world, such as a full disk: they are told once and never stop the training."""

from __future__ import annotations

import contextlib
import errno
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

from tb_lifecycle.errors import LifecycleWarning, RecordingError

WRITE_HINT = "Training goes on; what cannot be written is lost. Make room or mend the directory."
GUARD_HINT = "Training goes on; what this call was given is not recorded."

_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}


class Faults:
    """Turns one run's faults into warnings, one a kind and cause, or into RecordingErrors of a strict run.

    A strict run's fault where the training made no call is raised by the next one that it makes.

    Attributes:
      reasons: why something is not in the record, by kind: what the record says of it.
    """

    def __init__(self, directory: Path, strict: bool) -> None:
        self._directory = directory
        self._strict = strict
        self._told: set[object] = set()
        self._pending: RecordingError | None = None
        self._held: list[str] | None = None
        self.reasons: dict[str, str] = {}

    @property
    def strict(self) -> bool:
        """Whether a fault raises."""
        return self._strict

    def report(
        self, what: str, error: BaseException | str, hint: str, *, kind: str = "events", later: bool = False
    ) -> None:
        """Tells of a fault: what could not be done, why, and what to do next; each kind and cause once.

        Args:
          kind: what is not in the record because of it.
          later: this is no call of ours, such as a `print`: a strict run raises at the next one.

        Raises:
          RecordingError: the run is strict, and this is neither `later` nor one of our own threads, nor the
            run's end.
        """
        why = _in_words(error)
        message = f"{what} (run {self._directory}): {why}. {hint}"
        self.reasons.setdefault(kind, f"{what}: {why}")
        if self._strict and (later or in_own_thread() or self._held is not None):
            self._pending = self._pending or RecordingError(message)
        elif self._strict:
            raise RecordingError(message) from (error if isinstance(error, BaseException) else None)
        elif not self._told & (keys := {kind, cause_of(error) or kind}):
            self._told |= keys
            self._warn(message)

    def raise_pending(self) -> None:
        """Raises what a strict run has met where nobody called it: in a background thread, in a `print`."""
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error

    @contextlib.contextmanager
    def told_by_caller(self) -> Iterator[None]:
        """While a caller waits for threads of ours: what these report, the caller tells behind the block.

        A strict run's faults wait for `raise_pending` meanwhile.
        """
        held: list[str] = []
        self._held = held
        try:
            yield
        finally:
            self._held = None
            for message in held:
                warn(message)

    def _warn(self, message: str) -> None:
        held = self._held
        if held is not None and in_own_thread():
            held.append(message)
        else:
            warn(message)


def _in_words(error: BaseException | str) -> str:
    if isinstance(error, (str, OSError)):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def cause_of(error: BaseException | str) -> object:
    """What faults of one cause have in common: an error number, or that the process is at a limit."""
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "thread" in str(error)):
        return "exhausted"
    if isinstance(error, TimeoutError):
        return "hangs"
    if isinstance(error, OSError):
        if error.errno in _NO_ROOM:
            return "no room"
        return "exhausted" if error.errno in _EXHAUSTED else error.errno
    if isinstance(error, ImportError):
        return "exhausted"  # of a module that is installed
    return None


_OWN_THREAD_PREFIX = "tb_lifecycle-"


def own_thread(name: str, target: object) -> threading.Thread:
    """Makes a daemon thread of ours, not yet started."""
    return threading.Thread(name=_OWN_THREAD_PREFIX + name, target=target, daemon=True)  # type: ignore[arg-type]


def in_own_thread() -> bool:
    """Whether the current thread is one that tb_lifecycle started."""
    return threading.current_thread().name.startswith(_OWN_THREAD_PREFIX)


def warn(message: str) -> None:
    """Warns at the line outside tb_lifecycle that made the call. Never raises.

    Where a filter makes warnings into errors, or there is no memory to show one, it is said on stderr.
    """
    try:
        warnings.warn(message, LifecycleWarning, stacklevel=_caller_level())
    except Exception:  # a fault of the world stops no training, however it is told
        tell(message)


def tell(message: str) -> None:
    """Says it on stderr, as far as that is possible."""
    with contextlib.suppress(Exception):
        if sys.stderr is not None:
            sys.stderr.write(f"LifecycleWarning: {message}\n")


def _caller_level() -> int:
    level, frame = 2, sys._getframe(2)
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    return level


def _is_ours(module: str) -> bool:
    return module.startswith("tb_lifecycle.") or module == "contextlib"  # our context managers run through it
