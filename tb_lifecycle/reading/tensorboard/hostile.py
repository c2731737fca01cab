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
    for directory, _, names in os.walk(logdir, followlinks=True):
        files = [name for name in names if EVENT_FILE_MARK in name]
        kept = [path for path in (Path(directory, name) for name in files) if str(path) not in left_out]
        if not kept:
            continue
        place = into / os.path.relpath(directory, logdir)
        place.mkdir(parents=True, exist_ok=True)
        for path in kept:
            (place / path.name).symlink_to(path.absolute())
