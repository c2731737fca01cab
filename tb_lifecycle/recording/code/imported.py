"""Which files of the project the process has imported."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tb_lifecycle.recording.code.installed import is_installed

_PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg")


@dataclass
class Imported:
    """Files behind the imported modules, in the order of import.

    Attributes:
      inside: below one of the project's directories.
      outside: elsewhere, and of no package: on PYTHONPATH, or added to `sys.path`. What the process itself
        has written, as libraries do that compile to Python, is made again by what made it: not listed.
      gone: imported from a file that is no longer there.
    """

    inside: list[Path] = field(default_factory=list)
    outside: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)


def find_imported(directories: Sequence[Path]) -> Imported:
    """Finds the files of the imported modules, without what was installed.

    Args:
      directories: the project's, without links.
    """
    found = Imported()
    seen: set[Path] = set()
    for file, loaded in _module_files():
        path = Path(os.path.realpath(file))
        if path in seen or is_installed(file) or is_installed(path):
            continue
        seen.add(path)
        place = _existing(path)
        if place is None:
            if loaded and any(path.is_relative_to(directory) for directory in directories):
                found.gone.append(path)
        elif any(place.is_relative_to(directory) for directory in directories):
            found.inside.append(place)
        elif loaded and not _is_of_a_project(place) and not _is_generated(place):
            found.outside.append(place)
    found.inside, found.outside = list(dict.fromkeys(found.inside)), list(dict.fromkeys(found.outside))
    return found


def _module_files() -> Iterator[tuple[str, bool]]:
    """The file that each module names, and whether an importer has loaded it from there."""
    for name, module in list(sys.modules.items()):
        try:
            file = getattr(module, "__file__", None)
            loaded = getattr(getattr(module, "__spec__", None), "origin", None) == file
        except Exception:  # a stand-in for a module may raise at any attribute
            continue
        if isinstance(file, str) and file and os.path.isabs(file) and name != "__main__":  # noqa: PTH117
            yield file, loaded


def _existing(path: Path) -> Path | None:
    """The file itself, or the archive that holds it."""
    for place in (path, *path.parents):
        if place.is_file():
            return place
        if place.exists():
            return None
    return None


def _is_generated(path: Path) -> bool:
    """Whether a file was written since the process began, where nobody would import from by name."""
    importable = {os.path.realpath(place or ".") for place in sys.path}
    if any(str(parent) in importable for parent in path.parents):
        return False
    try:
        return path.stat().st_mtime > _process_start()
    except OSError:
        return False


@functools.cache
def _process_start() -> float:
    """When this process began, in epoch seconds; now, where the system does not say."""
    try:
        ticks = float(Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
        lines = Path("/proc/stat").read_text(encoding="utf-8").splitlines()
        booted = next(float(line.split()[1]) for line in lines if line.startswith("btime "))
        return booted + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, StopIteration):
        return time.time()


def _is_of_a_project(path: Path) -> bool:
    """Whether a file belongs to a package that is installed in place: it is named among the packages."""
    return any((parent / mark).is_file() for parent in path.parents for mark in _PROJECT_MARKS)
