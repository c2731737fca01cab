"""Which files are the project's own, and which were installed."""

from __future__ import annotations

import functools
import os
import sysconfig
from pathlib import Path

from tb_lifecycle.recording.paths import absolute

_PACKAGES = {"site-packages", "dist-packages"}
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


def is_installed(file: str | os.PathLike[str]) -> bool:
    """Whether a file belongs to Python, to an installed package, or to a virtual environment.

    A package that is installed in place (`pip install -e`) is not installed in this sense:
    it is being written.
    """
    path = absolute(file)
    if not _PACKAGES.isdisjoint(path.parts):
        return True
    if any(path.is_relative_to(directory) for directory in _python_directories()):
        return True
    return _in_environment(path.parent)


@functools.cache
def _python_directories() -> tuple[Path, ...]:
    paths = sysconfig.get_paths()
    found = {absolute(paths[name]) for name in ("stdlib", "platstdlib", "scripts")}
    return tuple(sorted(found | {Path(os.path.realpath(directory)) for directory in found}))


@functools.cache
def _in_environment(directory: Path) -> bool:
    if any((directory / mark).exists() for mark in _ENVIRONMENT_MARKS):
        return True
    return directory.parent != directory and _in_environment(directory.parent)
