"""A progress line on a terminal, for what takes long."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator

_SHOWN_AFTER = 2.0
_EVERY = 0.2
_WORTH_IT = 256 * 1024 * 1024


@contextlib.contextmanager
def progress_of(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """Shows how much of `total` bytes was read, if standard error is a terminal and it takes
    more than two seconds.

    Yields:
      A function that is told the bytes read since, from any thread.
    """
    if total < _WORTH_IT or not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line(name, total)
    try:
        yield line.advance
    finally:
        line.clear()


class _Line:
    def __init__(self, name: str, total: int) -> None:
        self._name, self._total = name, total
        self._lock = threading.Lock()
        self._done = 0
        self._next = time.monotonic() + _SHOWN_AFTER
        self._shown = False

    def advance(self, count: int) -> None:
        with self._lock:
            self._done += count
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + _EVERY
            self._shown = True
            share = 100 * self._done // max(1, self._total)
            sys.stderr.write(f"\rtb_lifecycle: reading {self._name}: {share} % of {self._total / 1e9:.1f} GB")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
