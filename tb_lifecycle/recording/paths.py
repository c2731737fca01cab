"""Paths as they are recorded."""

from __future__ import annotations

import os
from pathlib import Path


def absolute(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> Path:
    """The absolute path without `.`, `..` and `~`; links are kept, so that people recognise it."""
    return Path(os.path.abspath(Path(os.fsdecode(path)).expanduser()))  # noqa: PTH100


def readable(name: str | os.PathLike[str]) -> str:
    """A name as a record can hold it: bytes that are no UTF-8 as `\\xe9`."""
    return os.fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
