"""The log directory that runs have in common: what its other runs tell of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard.provider import check_logdir

# What holds more entries was not meant as a log directory, or is one that is named.
_MOST_ENTRIES = 50_000


def name_below(logdir: str, directories: Sequence[str]) -> Mapping[str, str]:
    """The runs' names in a log directory, by their directories as given.

    Raises:
      LogdirError: one is not below it.
    """
    whole = Path(check_logdir(logdir)).resolve()
    names = {}
    for directory in directories:
        path = Path(check_logdir(directory)).resolve()
        if not path.is_relative_to(whole):
            raise LogdirError(f"{directory} is not in --logdir {logdir}.")
        names[directory] = path.relative_to(whole).as_posix()
    return names


def common_logdir(directories: Sequence[str]) -> str | None:
    """The directory that the runs have in common; None of one run, and where it is too large to be read."""
    paths = [Path(check_logdir(directory)).resolve() for directory in directories]
    common = Path(os.path.commonpath(paths))
    is_whole_home = common in (Path(common.anchor), Path.home())
    return None if is_whole_home or not _is_small(common) else str(common)


def _is_small(directory: Path) -> bool:
    left = _MOST_ENTRIES
    for _, folders, files in os.walk(directory):
        left -= len(folders) + len(files)
        if left < 0:
            return False
    return True


@contextmanager
def opened(logdir: str | None, names: Sequence[str]) -> Iterator[LogdirReader | None]:
    """Opens a log directory; None where there is none, or it has not each of the runs as one of its own."""
    if logdir is None:
        yield None
        return
    with open_logdir(logdir) as reader:
        known = frozenset(reader.table().names)
        yield reader if known.issuperset(names) else None
