"""Tells a logdir that TensorBoard has not begun to show from one with nothing in it.

TensorBoard does not say that it is still loading: it lists no runs, as it does of an empty logdir.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

# Seconds after which a TensorBoard that lists nothing will list nothing: what is on disk is unreadable.
PATIENCE = 60.0

# Seconds that a look at the disk may take.
BUDGET = 0.2


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
        """Whether there are event files, and TensorBoard has not had long enough to show any."""
        if self._logdir is None or self._clock() - self._began > PATIENCE:
            return False
        deadline = time.monotonic() + BUDGET
        for _, _, names in os.walk(self._logdir):
            if any("tfevents" in name for name in names):
                return True
            if time.monotonic() > deadline:
                return False
        return False
