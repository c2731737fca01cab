"""A crash of the interpreter (a segmentation fault, an abort in C) leaves its traceback with the run.

No code of ours can run then: `faulthandler` writes it, to a file that is there beforehand. It is asked only
where nobody else has: not where it is on already, nor where a library handles these faults itself.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
from pathlib import Path

from tb_lifecycle.recording.process import open_runs, signals

_NAMES = ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT")
_FAULTS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_descriptor: int | None = None  # what faulthandler writes to, whichever file that is
_path: Path | None = None  # that file; None for no run's


def follow() -> None:
    """Points to the newest open run that keeps one; called when a run has been started or has ended."""
    global _path
    paths = (entry.run._recorder.crash_path() for entry in open_runs.newest_first())
    path = next((path for path in paths if path is not None), None)
    if path == _path or not _may_be_on():
        return
    with contextlib.suppress(OSError):  # the directory is gone: then the crash is in no file
        _remove()
        _point_to(path)


def leave_to_parent() -> None:
    """In a forked child: the file is the parent's."""
    global _path
    _path = None
    if _descriptor is not None:
        with contextlib.suppress(OSError):
            _point_to(None)


def _may_be_on() -> bool:
    """Whether `faulthandler` is ours, or nobody has it."""
    return _descriptor is not None or not (faulthandler.is_enabled() or signals.libraries.caught(_FAULTS))


def _point_to(path: Path | None) -> None:
    """Turns `faulthandler` on for us the first time; then it is its file that changes."""
    global _descriptor, _path
    opened = os.open(os.devnull, os.O_WRONLY) if path is None else _create(path)
    if _descriptor is None:
        _descriptor = opened
        faulthandler.enable(opened)
    else:
        os.dup2(opened, _descriptor, inheritable=False)
        os.close(opened)
    _path = path


def _create(path: Path) -> int:
    try:
        return os.open(path, _FILE, 0o644)
    except FileNotFoundError:
        path.parent.mkdir()
        return os.open(path, _FILE, 0o644)


def _remove() -> None:
    """Takes the file away of a run that goes on or has ended without a crash."""
    global _path
    path, _path = _path, None
    if path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
            path.parent.rmdir()  # if nothing else is kept there
