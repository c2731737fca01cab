"""Tells a logdir that TensorBoard has not begun to show from one with nothing in it.

TensorBoard does not say that it is still loading: it lists no runs, as it does of an empty logdir.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tb_lifecycle.format.event_reading import EVENT_FILE_MARK
from tb_lifecycle.format.event_scan import scan

# Seconds after which a TensorBoard that lists nothing will list nothing: what is on disk is unreadable.
PATIENCE = 60.0

# Seconds that a look at the disk may take; when it takes longer there may be something to come.
BUDGET = 0.2

_READER_THREAD = "Reloader"  # TensorBoard's own name for it


class Loading:
    """Whether a TensorBoard that lists no runs has some to come."""

    def __init__(self, logdir: str | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begins to count when TensorBoard begins to load.

        Args:
          logdir: the local directory; None where it is not known.
          clock: seconds, never going back.
        """
        self._logdir = logdir
        self._clock = clock
        self._began = clock()

    def is_likely(self) -> bool:
        """Whether there are event files with data, and TensorBoard has not had long enough to show any."""
        if self._logdir is None or self._clock() - self._began > PATIENCE:
            return False
        deadline = time.monotonic() + BUDGET
        for directory, _, names in os.walk(self._logdir):
            for name in names:
                if EVENT_FILE_MARK in name and scan(Path(directory, name), enough=True).has_data:
                    return True
            if time.monotonic() > deadline:
                return True
        return False


def reader_is_alive(provider: object, *, follows: bool) -> Callable[[], bool]:
    """Makes a function that tells whether what reads for TensorBoard still does.

    Its Python reader is a thread of this process, which ends at the first file that it cannot parse; the data
    server goes on.

    Args:
      provider: whom TensorBoard asks.
      follows: TensorBoard goes on reading; otherwise its thread ends when it has read all.
    """
    if not follows or type(provider).__name__ != "MultiplexerDataProvider":
        return lambda: True
    return lambda: any(thread.name.startswith(_READER_THREAD) for thread in threading.enumerate())
