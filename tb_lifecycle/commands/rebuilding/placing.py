"""Writes files below one directory and nowhere else, whatever their names say."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath


class OutsideError(Exception):
    """A name that would lead out of the directory, or into git's own files; the text says how."""


def place_for(root: Path, name: str) -> Path:
    """Where the file of a recorded name goes.

    Raises:
      OutsideError: not below `root`, or through a link.
    """
    path = PurePosixPath(name)
    parts = path.parts
    if not parts or path.is_absolute() or ".." in parts or "\0" in name:
        raise OutsideError("it lies outside the working tree")
    if os.name == "nt" and (PureWindowsPath(name).drive or "\\" in name or ":" in name):
        raise OutsideError("it lies outside the working tree")
    if any(part.rstrip(". ").lower() in (".git", "git~1") for part in parts):
        raise OutsideError("it is one of git's own files")
    place = root
    for part in parts[:-1]:
        place = place / part
        if place.is_symlink():
            raise OutsideError(f"{place.relative_to(root)} is a link")
        if place.exists() and not place.is_dir():
            raise OutsideError(f"{place.relative_to(root)} is no directory")
    return place / parts[-1]


def write(root: Path, name: str, content: bytes, mode: str | None) -> None:
    """Writes a file or a link (mode 120000, whose target is the content) in the place of what is there.

    Raises:
      OutsideError: not below `root`.
      OSError: it cannot be written.
    """
    place = place_for(root, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    _clear(place)
    if mode == "120000":
        place.symlink_to(os.fsdecode(content))
        return
    with place.open("xb") as file:
        file.write(content)
    set_executable(place, mode)


def set_executable(place: Path, mode: str | None) -> None:
    """Makes a file executable or not, as its recorded mode says."""
    if mode in ("100755", "100644") and os.name == "posix" and not place.is_symlink():
        now = stat.S_IMODE(place.stat().st_mode)
        wanted = now | (0o111 & now >> 2) | 0o100 if mode == "100755" else now & ~0o111
        if wanted != now:
            place.chmod(wanted)


def remove(root: Path, name: str) -> None:
    """Removes a file that was deleted, and the directories that are empty then.

    Raises:
      OutsideError: not below `root`.
    """
    place = place_for(root, name)
    if place.is_symlink() or place.is_file():
        place.unlink()
    for parent in place.parents:
        if parent == root or parent.is_symlink():
            return
        with contextlib.suppress(OSError):
            parent.rmdir()


def _clear(place: Path) -> None:
    """Takes away a file, a link or an empty tree of directories that is in the way."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.is_dir() and not any(
        path for path in place.rglob("*") if path.is_symlink() or not path.is_dir()
    ):
        shutil.rmtree(place)
