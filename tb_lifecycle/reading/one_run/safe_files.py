"""Opens a file of a run's directory whoever made that directory: only a regular one that lies in it.

Opening a FIFO waits for a writer, opening a device may do anything, and a link may lead to what the reader of
the page may not see.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_SAFELY = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_DIRECTORY = _SAFELY | getattr(os, "O_DIRECTORY", 0)
_BY_DIRECTORY = os.open in os.supports_dir_fd


class UnsafeFileError(Exception):
    """A file that is not opened; its text is the rest of a sentence about it."""


@contextlib.contextmanager
def open_regular(directory: Path, path: str) -> Iterator[tuple[BinaryIO, int]]:
    """Opens a file below a directory.

    Args:
      directory: links below it are followed as far as they stay in it.
      path: relative to it.

    Yields:
      The file, and its size in bytes as it is now.

    Raises:
      UnsafeFileError: it is not there, is no regular file, or does not lie in the directory.
    """
    try:
        descriptor = _open(directory, path)
    except (OSError, ValueError) as error:  # ValueError: a NUL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnsafeFileError(f"cannot be read: {reason}") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnsafeFileError("cannot be read: it is no regular file")
        yield file, status.st_size


def _open(directory: Path, path: str) -> int:
    root = os.path.realpath(directory)
    whole = os.path.realpath(os.path.join(root, path))  # noqa: PTH118 - Path.resolve raises for a loop of links
    if os.path.commonpath([root, whole]) != root:
        raise UnsafeFileError("leaves the directory of the run")
    if not stat.S_ISREG(os.lstat(whole).st_mode):
        raise UnsafeFileError("cannot be read: it is no regular file")
    if not _BY_DIRECTORY:
        return os.open(whole, _SAFELY)
    # From one directory to the next, so that none of them can be exchanged for a link meanwhile.
    *above, name = Path(whole).relative_to(root).parts
    at = os.open(root, _DIRECTORY)
    try:
        for each in above:
            below = os.open(each, _DIRECTORY, dir_fd=at)
            os.close(at)
            at = below
        return os.open(name, _SAFELY, dir_fd=at)
    finally:
        os.close(at)
