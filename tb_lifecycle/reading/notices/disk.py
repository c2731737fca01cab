"""Finds the runs on disk that TensorBoard does not list, at a bounded cost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.reading.notices import sentences

# Seconds between two looks at least, and how many times longer than a look that must be.
_INTERVAL = 30.0
_REST = 50.0

# Seconds until the look that makes sure of what the one before found missing.
_CONFIRMATION = 5.0

# Seconds that one look may take.
_BUDGET = 5.0

# A directory is missed only when its newest event file is so many seconds old: TensorBoard lists it soon.
_GRACE = 30.0

# What the data server needs besides event files: sockets, its own log.
_OTHER_FILES = 64


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    directory: str
    files: list[str]

    def is_older_than(self, time: float) -> bool:
        """Whether nothing was written to its event files since `time`."""
        return all(_modified(Path(self.directory, file)) < time for file in self.files)


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
        self._thread: threading.Thread | None = None
        self._sentences: tuple[str, ...] = ()
        self._ahead: list[_Found] | None = None

    def walk_ahead(self) -> None:
        """Finds what is on disk for the next look, in a moment that would be spent waiting."""
        self._ahead = self._walk(time.monotonic() + _BUDGET)

    def look(self, listed: Collection[str]) -> None:
        """Looks for what is missing from `listed`, TensorBoard's runs, if it is time to.

        While TensorBoard loads this returns at once, and `sentences` follows.
        """
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
        found, self._ahead = self._ahead or self._walk(began + _BUDGET), None
        self._sentences = self._compare(found, listed) if found is not None else ()
        ended = time.monotonic()
        unsure = bool(self._missing) and not self._sentences
        self._next = ended + max(_CONFIRMATION if unsure else _INTERVAL, _REST * (ended - began))

    def _compare(self, found: list[_Found], listed: frozenset[str]) -> tuple[str, ...]:
        old = time.time() - self._behind - _GRACE
        missing = frozenset(run.name for run in found if run.name not in listed and run.is_older_than(old))
        sure = missing if self._loaded else missing & self._missing
        self._missing = missing
        if not sure:
            return ()
        limit = _file_limit()
        files = sum(len(run.files) for run in found)
        crowded = limit is not None and files > limit - _OTHER_FILES
        return (sentences.unopened(sorted(sure), limit if crowded else None),)

    def _walk(self, deadline: float) -> list[_Found] | None:
        """The directories with event files; None where there are too many to look at."""
        found = []
        for name, directory, files in _event_files(self._logdir):
            if time.monotonic() > deadline:
                return None
            if files:
                found.append(_Found(name, directory, files))
        return found


def _event_files(logdir: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yields the name and the path of each directory, and its event files. `os.walk` takes twice as long."""
    waiting = [(".", logdir)]
    while waiting:
        name, directory = waiting.pop()
        files = []
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    if "tfevents" in entry.name and not entry.is_dir():
                        files.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        below = entry.name if name == "." else f"{name}/{entry.name}"
                        waiting.append((below, entry.path))
        except OSError:  # it went away meanwhile, or is not for us to read
            continue
        yield name, directory, files


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
