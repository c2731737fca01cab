"""Opens runs that are given by their directories."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard.provider import check_logdir

# How a run is called in a logdir that is the run's own directory.
ITSELF = "."
_MAX_NAMED = 3


def describe_directory(directory: str, name: str | None = None, *, exact: bool = False) -> dict[str, Any]:
    """Reads the run of a directory, and nothing outside it.

    Args:
      directory: the run's.
      name: what the run is called in the description; by default the directory's last part.
      exact: read event files whole where TensorBoard keeps a sample only.

    Returns:
      The description, as the `run` route answers it.

    Raises:
      LogdirError: it is no directory, or none of a run.
    """
    path = check_logdir(directory)
    with open_logdir(path) as reader:
        check_is_run(directory, reader)
        return {**reader.describe(ITSELF, exact=exact), "run": name or Path(path).resolve().name}


def check_is_run(directory: str, reader: LogdirReader) -> None:
    """Checks that the directory which `reader` reads is that of a run.

    Raises:
      LogdirError: it is not.
    """
    names = reader.table().names
    if ITSELF not in names:
        raise LogdirError(" ".join([_no_run(directory, names), *reader.notices()]))


def describe_directories(directories: Sequence[str], *, exact: bool = False) -> list[dict[str, Any]]:
    """Reads runs, each named by its path below the directory that they have in common.

    Raises:
      LogdirError: one is no directory of a run, or is given twice.
    """
    names = name_directories(directories)
    return [describe_directory(directory, names[directory], exact=exact) for directory in directories]


def name_directories(directories: Sequence[str]) -> Mapping[str, str]:
    """The runs' names by the directories as given.

    Raises:
      LogdirError: one is no directory, or is given twice.
    """
    paths = {directory: Path(check_logdir(directory)).resolve() for directory in directories}
    if len(set(paths.values())) < len(directories):
        raise LogdirError("A run is given twice. Give the directories of different runs.")
    common = os.path.commonpath([path.parent if len(paths) == 1 else path for path in paths.values()])
    return {directory: path.relative_to(common).as_posix() for directory, path in paths.items()}


def _no_run(directory: str, names: Sequence[str]) -> str:
    if not names:
        return f"There is no run in {directory}. Give the directory of a run."
    some = ", ".join(str(Path(directory, name)) for name in sorted(names)[:_MAX_NAMED])
    more = ", …" if len(names) > _MAX_NAMED else ""
    return f"{directory} holds runs but is none itself. Give one of them: {some}{more}."
