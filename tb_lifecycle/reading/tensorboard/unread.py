"""Tells runs that TensorBoard has not read yet from those that have nothing to read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection

from tb_lifecycle.format.event_reading import EVENT_FILE_MARK
from tb_lifecycle.format.event_scan import Scan, scan

# Seconds that a look at files may take; a run that there is no time for counts as unread.
_BUDGET = 0.2

# Seconds without anything new, after which a run of which TensorBoard shows nothing was read.
_PATIENCE = 60.0


class Unread:
    """Looks into the event files of runs of which TensorBoard shows nothing."""

    def __init__(
        self, logdir: str | None, *, loaded: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Looks at nothing yet.

        Args:
          logdir: the local directory; None where it is not known: then no run is unread.
          loaded: TensorBoard has read everything.
          clock: seconds, never going back.
        """
        self._logdir = logdir
        self._loaded = loaded
        self._clock = clock
        self._scans: dict[str, Scan] = {}
        self._listing: object = None
        self._changed = clock()

    def with_data(self, runs: Collection[str]) -> frozenset[str]:
        """Those of `runs` whose event files hold more than a header, and those that there is no time for."""
        if self._logdir is None:
            return frozenset()
        until = time.monotonic() + _BUDGET
        return frozenset(run for run in runs if self._holds_data(run, until))

    def is_reading(self, listing: object) -> bool:
        """Whether TensorBoard may still be reading; `listing` is another object when it has read more."""
        now = self._clock()
        if listing is not self._listing:
            self._listing, self._changed = listing, now
        return not self._loaded and now - self._changed < _PATIENCE

    def _holds_data(self, run: str, until: float) -> bool:
        assert self._logdir is not None
        try:
            with os.scandir(os.path.join(self._logdir, run)) as entries:  # noqa: PTH118
                paths = [entry.path for entry in entries if EVENT_FILE_MARK in entry.name]
        except OSError:
            return False
        return any(self._has_data(path, until) for path in paths)

    def _has_data(self, path: str, until: float) -> bool:
        before = self._scans.get(path)
        if before is not None and before.has_data:
            return True
        if time.monotonic() > until:
            return True
        found = self._scans[path] = scan(path, before, enough=True)
        return found.has_data
