"""Keeps from TensorBoard's data server the files that it would die of, or hang on.

It believes the length that a record says it has: of 2^40 bytes it dies, and its other runs with it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from tb_lifecycle.format.event_reading import EVENT_FILE_MARK
from tb_lifecycle.format.event_scan import scan

FAULTS = frozenset({"huge", "irregular"})


def find_hostile(logdir: str) -> Iterator[str | None]:
    """Walks through every event file: yields the path of a hostile one, and None for each of the others."""
    for directory, _, names in os.walk(logdir, followlinks=True):
        for name in sorted(names):
            if EVENT_FILE_MARK in name:
                path = os.path.join(directory, name)  # noqa: PTH118
                yield path if scan(path).fault in FAULTS else None


def mirror(logdir: str, into: Path, left_out: Collection[str]) -> None:
    """Makes a logdir of links to the event files of another one, without some of them."""
    Mirror(logdir, into, left_out).renew(check=False)


class Mirror:
    """A logdir of links to the event files of another one, but for those that a data server dies of.

    Attributes:
      directory: where the links are.
    """

    def __init__(self, logdir: str, into: Path, left_out: Collection[str]) -> None:
        """Links nothing yet; `left_out` are the files that are known to be hostile."""
        self._logdir, self.directory = logdir, into
        self._known = set(left_out)

    def renew(self, *, check: bool = True) -> None:
        """Links what has come since; `check` looks into each file first."""
        for directory, _, names in os.walk(self._logdir, followlinks=True):
            new = [name for name in names if EVENT_FILE_MARK in name]
            paths = [path for path in (Path(directory, name) for name in new) if str(path) not in self._known]
            self._known.update(map(str, paths))
            kept = [path for path in paths if not check or scan(path).fault not in FAULTS]
            if not kept:
                continue
            place = self.directory / os.path.relpath(directory, self._logdir)
            place.mkdir(parents=True, exist_ok=True)
            for path in kept:
                (place / path.name).symlink_to(path.absolute())
