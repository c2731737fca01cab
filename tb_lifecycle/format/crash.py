"""What a crash of the interpreter leaves in a run's directory: what Python's `faulthandler` writes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_LONGEST = 16_384
_HEAD = "Fatal Python error: "

# Source: CPython's `faulthandler_handlers` in `Modules/faulthandler.c`.
_SIGNALS = {
    "Segmentation fault": "SIGSEGV",
    "Bus error": "SIGBUS",
    "Illegal instruction": "SIGILL",
    "Floating point exception": "SIGFPE",
    "Aborted": "SIGABRT",
}


class Crash(NamedTuple):
    """How a process crashed.

    Attributes:
      time: when, in epoch seconds.
      signal: the signal that it died of, such as `SIGSEGV`; empty for another fatal error.
      exception: in one line.
      traceback: of every thread.
    """

    time: float
    signal: str
    exception: str
    traceback: str


def read_crash(path: Path) -> Crash | None:
    """Reads what lies at `path`; None where there is no file, or nothing in it."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8", "replace")
        time = path.stat().st_mtime
    except OSError:
        return None
    if not text.startswith(_HEAD):
        return None
    exception = text.splitlines()[0]
    return Crash(time, _SIGNALS.get(exception.removeprefix(_HEAD), ""), exception, text)
