"""Finds the runs on disk that TensorBoard does not list, at a bounded cost."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.reading import notices

# Seconds between two looks, and seconds that one may take.
_INTERVAL = 30.0
_BUDGET = 2.0

# A directory is missed only when its newest event file is so many seconds old: TensorBoard lists it soon.
_GRACE = 30.0

# What the data server needs besides event files: sockets, its own log.
_OTHER_FILES = 64


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    files: int
    newest: float


class DiskCheck:
    """Compares a logdir with what TensorBoard lists of it, now and then."""

    def __init__(self, logdir: str, behind: float, *, loaded: bool) -> None:
        """Looks at nothing yet.

        Args:
          logdir: the local directory.
          behind: seconds by which TensorBoard's data may be older than the files.
          loaded: TensorBoard has finished reading; otherwise a run must be missing twice before it is told.
        """
        self._logdir = logdir
        self._behind = behind
        self._loaded = loaded
        self._next = 0.0
        self._missing: frozenset[str] = frozenset()
        self._sentences: tuple[str, ...] = ()

    def look(self, listed: Collection[str]) -> tuple[str, ...]:
        """Says what is missing from `listed`, TensorBoard's runs; looks again only after a while."""
        now = time.monotonic()
        if now < self._next:
            return self._sentences
        found = self._walk(now + _BUDGET)
        self._next = time.monotonic() + _INTERVAL
        self._sentences = self._compare(found, frozenset(listed)) if found is not None else ()
        return self._sentences

    def _compare(self, found: list[_Found], listed: frozenset[str]) -> tuple[str, ...]:
        old = time.time() - self._behind - _GRACE
        missing = frozenset(run.name for run in found if run.name not in listed and run.newest < old)
        sure = missing if self._loaded else missing & self._missing
        self._missing = missing
        if not sure:
            return ()
        limit = _file_limit()
        files = sum(run.files for run in found)
        crowded = limit is not None and files > limit - _OTHER_FILES
        return (notices.unopened(sorted(sure), limit if crowded else None),)

    def _walk(self, deadline: float) -> list[_Found] | None:
        """The directories with event files; None where there are too many to look at."""
        found = []
        for directory, files in _event_files(self._logdir):
            if time.monotonic() > deadline:
                return None
            name = os.path.relpath(directory, self._logdir).replace(os.sep, "/")
            newest = max(_modified(Path(directory, file)) for file in files)
            found.append(_Found(name, len(files), newest))
        return found


def _event_files(logdir: str) -> Iterator[tuple[str, list[str]]]:
    for directory, _, names in os.walk(logdir):
        files = [name for name in names if "tfevents" in name]
        if files:
            yield directory, files


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # it went away meanwhile
        return 0.0


def _file_limit() -> int | None:
    """How many files this process and those that it starts may open; None where there is no limit."""
    try:
        import resource
    except ImportError:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft
