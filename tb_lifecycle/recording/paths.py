"""Paths as they are recorded."""

from __future__ import annotations

import os
from pathlib import Path


def absolute(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> Path:
    """The absolute path without `.`, `..` and `~`; links are kept, so that people recognise it."""
    return Path(os.path.abspath(Path(os.fsdecode(path)).expanduser()))  # noqa: PTH100
