"""Walks through a logdir for its event files, a while at a time."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.format.event_reading import EVENT_FILE_MARK


@dataclass(frozen=True, slots=True)
class Found:
    """A directory with event files: what TensorBoard calls a run.

    Attributes:
      name: the run's.
      directory: its path.
      files: the names of its event files.
    """

    name: str
    directory: str
    files: list[str]

    @property
    def paths(self) -> list[str]:
        """The event files' paths."""
        return [f"{self.directory}{os.sep}{file}" for file in self.files]

    def is_older_than(self, time: float) -> bool:
        """Whether nothing was written to its event files since `time`, in epoch seconds."""
        return all(_modified(path) < time for path in self.paths)


class Walk:
    """One walk through a logdir.

    Attributes:
      found: the directories with event files, so far.
      done: these are all.
    """

    def __init__(self, logdir: str) -> None:
        """Finds nothing yet."""
        self.found: list[Found] = []
        self._waiting = [(".", logdir)]

    @property
    def done(self) -> bool:
        """Whether all of the logdir was walked through."""
        return not self._waiting

    def go_on(self, until: float) -> None:
        """Walks until `until`, in `time.monotonic()`'s seconds, or the end."""
        while self._waiting and time.monotonic() < until:
            self._visit(*self._waiting.pop())

    def _visit(self, name: str, directory: str) -> None:
        # `os.walk` takes twice as long.
        files = []
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    if EVENT_FILE_MARK in entry.name and not entry.is_dir():
                        files.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        below = entry.name if name == "." else f"{name}/{entry.name}"
                        self._waiting.append((below, entry.path))
        except OSError:  # it went away meanwhile, or is not for us to read
            return
        if files:
            self.found.append(Found(name, directory, files))


def _modified(path: str) -> float:
    try:
        return Path(path).stat().st_mtime
    except OSError:  # it went away meanwhile
        return 0.0
