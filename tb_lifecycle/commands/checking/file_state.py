"""Whether a file is as a run recorded it: its bytes, its being a link, its being executable."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tb_lifecycle.reading.records.values import digest_text
from tb_lifecycle.recording.digests.of_files import digest_file

_LINK = "120000"


def is_as_recorded(file: Mapping[str, Any], path: Path) -> bool:
    """Whether the file at `path` has the recorded bytes, and is a link or executable if the recorded was.

    Args:
      file: one of `code.files` of the `run` answer.
      path: where it is now. That a directory above it became a link, the caller looks for.
    """
    try:
        status = path.lstat()
        if file.get("mode") == _LINK:
            if not stat.S_ISLNK(status.st_mode):
                return False
            digest = hashlib.sha256(os.fsencode(path.readlink())).digest()
        elif file.get("mode") and not stat.S_ISREG(status.st_mode):
            return False
        else:
            digest, _ = digest_file(path, cached=False)
    except OSError:
        return False
    return bool(digest_text(digest) == file.get("digest"))


def has_recorded_mode(file: Mapping[str, Any], path: Path) -> bool:
    """Whether a file is executable if the recorded one was; True where that is not known."""
    mode = file.get("mode")
    if os.name != "posix" or mode not in ("100644", "100755"):
        return True
    try:
        executable = bool(path.stat().st_mode & stat.S_IXUSR)
    except OSError:
        return False
    return executable is (mode == "100755")


def is_behind_link(root: Path, name: str) -> bool:
    """Whether one of the directories between `root` and a file is a link."""
    place = root
    for part in Path(name).parts[:-1]:
        place = place / part
        if place.is_symlink():
            return True
    return False
