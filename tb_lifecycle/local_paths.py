"""Tells a path from an address: `s3://bucket/runs` is no directory of that name."""

from __future__ import annotations

import os
import re

from tb_lifecycle.errors import LogdirError

# A scheme has two letters or more: `C:/runs` is a Windows drive. `pathlib` makes one slash of two.
# fsspec chains schemes: `simplecache::s3://bucket/runs`.
_ADDRESS = re.compile(r"\s*((?:[A-Za-z][A-Za-z0-9+.-]*::)*[A-Za-z][A-Za-z0-9+.-]+):/")


def find_scheme(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> str | None:
    """The scheme of a text that looks like an address, in lower case; None for a path of this machine."""
    found = _ADDRESS.match(os.fsdecode(path))
    return found[1].lower() if found is not None else None


def explain_address(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> str | None:
    """Says that `path` is no local path and what to do, in sentences; None where it is one."""
    scheme = find_scheme(path)
    if scheme is None:
        return None
    text = os.fsdecode(path).strip()
    if scheme == "file":
        local = "/" + text.partition(":")[2].lstrip("/")
        return f"{text} is an address, not a path. Give the path itself: {local}"
    return (
        f"{text} is not on this machine: paths are local or mounted, and {scheme}:// is neither. "
        "Mount it, or use a local directory and copy, and give that directory."
    )


def refuse_address(path: str | os.PathLike[str]) -> None:
    """Checks that a path is one of this machine.

    Raises:
      LogdirError: it looks like an address; says what to do.
    """
    if (problem := explain_address(path)) is not None:
        raise LogdirError(problem)
