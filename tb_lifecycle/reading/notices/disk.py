"""Finds the runs on disk that TensorBoard does not list, at a bounded cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence

from tb_lifecycle.format.event_scan import scan
from tb_lifecycle.reading.notices import missing
from tb_lifecycle.reading.notices.walk import Found, Walk
from tb_lifecycle.reading.tensorboard.file_limit import FileLimit, read_file_limit

# Seconds between two looks at least, and how many times longer than a look that must be.
_INTERVAL = 30.0
_REST = 50.0

# Seconds until the look that makes sure of what the one before found missing.
_CONFIRMATION = 5.0

# Seconds that somebody waits for a look; what was counted by then is told.
_BUDGET = 5.0

# Seconds that somebody waits for what is missing to be looked into.
_SCAN_BUDGET = 1.0

# A directory is missed only when its newest event file is so many seconds old: TensorBoard lists it soon.
_GRACE = 30.0

# Seconds without a new run, after which TensorBoard has read those that there are.
_QUIET = 30.0

# What the data server needs besides event files: sockets, its own log.
_OTHER_FILES = 64


class DiskCheck:
    """Compares a logdir with what TensorBoard lists of it, now and then.

    Attributes:
      missing: how many runs are on disk and not listed, as far as that is known.
    """

    def __init__(
        self,
        logdir: str,
        behind: float,
        *,
        loaded: bool,
        began: float | None = None,
        watch: Callable[[Sequence[Found]], object] = lambda _: None,
    ) -> None:
        """Looks at nothing yet.

        Args:
          logdir: the local directory.
          behind: seconds by which TensorBoard's data may be older than the files.
          loaded: TensorBoard has finished reading; otherwise a run must be missing twice before it is told.
          began: when it began to read, in epoch seconds; by default now.
          watch: called with what a look has found.
        """
        self._logdir = logdir
        self._behind = behind
        self._loaded = loaded
        self._began = time.time() if began is None else began
        self._watch = watch
        self._next = 0.0
        self._unsure: frozenset[str] = frozenset()
        self._thread: threading.Thread | None = None
        self._ahead: Walk | None = None
        self._listed = -1
        self._grew = time.monotonic()
        self._sentences: tuple[str, ...] = ()
        self.missing = 0

    def walk_ahead(self) -> Sequence[Found]:
        """Finds what is on disk for the next look, in a moment that would be spent waiting."""
        self._ahead = Walk(self._logdir)
        self._ahead.go_on(time.monotonic() + _BUDGET)
        return self._ahead.found

    def look(self, listed: Collection[str]) -> None:
        """Looks for what is missing from `listed`, TensorBoard's runs, if it is time to.

        While TensorBoard loads this returns at once, and `sentences` follows.
        """
        if len(listed) != self._listed:
            self._listed, self._grew = len(listed), time.monotonic()
        if time.monotonic() < self._next or (self._thread is not None and self._thread.is_alive()):
            return
        if self._loaded:
            self._look(frozenset(listed))
            return
        self._thread = threading.Thread(
            target=self._look, args=[frozenset(listed)], name="lifecycle-disk-check", daemon=True
        )
        self._thread.start()

    def sentences(self) -> tuple[str, ...]:
        """What the last look found missing, in words."""
        return self._sentences

    def _look(self, listed: frozenset[str]) -> None:
        began = time.monotonic()
        walk, self._ahead = self._ahead or Walk(self._logdir), None
        walk.go_on(began + _BUDGET)
        while not walk.done and not self._loaded:
            self._tell(walk, listed, self._unsure)
            walk.go_on(time.monotonic() + _BUDGET)
        self._unsure = self._tell(walk, listed, self._unsure)
        self._watch(walk.found)
        ended = time.monotonic()
        unsure = bool(self._unsure) and not self._sentences
        self._next = ended + max(_CONFIRMATION if unsure else _INTERVAL, _REST * (ended - began))

    def _tell(self, walk: Walk, listed: frozenset[str], before: frozenset[str]) -> frozenset[str]:
        """Says what is missing of what was found, and returns it."""
        absent = self._find_absent(walk.found, listed)
        sure = absent if self._loaded else absent & before
        limit = self._crowding(walk.found, listed)
        if limit is None:
            sure = _with_data(walk.found, sure)
        self.missing = len(sure)
        told = None if walk.done else missing.uncounted(len(walk.found))
        if sure:
            reading = not self._loaded and time.monotonic() - self._grew < _QUIET
            told = missing.describe(sorted(sure), limit, at_least=not walk.done, reading=reading)
        self._sentences = () if told is None else (told,)
        return absent

    def _find_absent(self, found: Sequence[Found], listed: frozenset[str]) -> frozenset[str]:
        """What TensorBoard should have read by now and does not list."""
        old = self._began if self._loaded else time.time() - self._behind - _GRACE
        return frozenset(run.name for run in found if run.name not in listed and run.is_older_than(old))

    def _crowding(self, found: Sequence[Found], listed: frozenset[str]) -> FileLimit | None:
        """The limit of open files, where the files are more than it allows."""
        limit = read_file_limit()
        if limit is None:
            return None
        files = sum(len(run.files) for run in found)
        return limit if max(files, len(listed)) > limit.soft - _OTHER_FILES else None


def _with_data(found: Sequence[Found], names: Collection[str]) -> frozenset[str]:
    """Those of some runs that hold something; who is not looked into in time counts as one."""
    until = time.monotonic() + _SCAN_BUDGET
    return frozenset(
        run.name
        for run in found
        if run.name in names
        and (time.monotonic() > until or any(scan(path, enough=True).has_data for path in run.paths))
    )
