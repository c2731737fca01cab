"""The number of files that this process, and the data server that it starts, may have open.

TensorBoard's data server keeps every event file open. At Linux's usual soft limit of 1,024 a larger logdir
shows a thousand runs and hides the rest without a word, while the hard limit is mostly far higher.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

# Programs that loop over every possible descriptor are slow beyond this, and some kernels refuse more.
HIGHEST = 1_048_576

# macOS refuses a soft limit above kern.maxfilesperproc even where the hard limit says "infinite".
FALLBACKS = (65_536, 10_240)


@dataclass(frozen=True, slots=True)
class FileLimit:
    """How many files this process, and each one that it starts, may have open.

    Attributes:
      soft: the limit.
      hard: what the limit may be raised to; None without an end.
    """

    soft: int
    hard: int | None


def read_file_limit() -> FileLimit | None:
    """The limit; None where there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    return FileLimit(soft, None if hard == resource.RLIM_INFINITY else hard)


@contextlib.contextmanager
def raised_file_limit() -> Iterator[None]:
    """Raises the limit for the block and for the processes that it starts."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        yield
        return
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    raise_open_file_limit()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def raise_open_file_limit() -> None:
    """Raises the soft limit to the hard one, or as near as the system allows. Does nothing on Windows."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return
    wanted = HIGHEST if hard == resource.RLIM_INFINITY else min(hard, HIGHEST)
    for limit in (wanted, *(fallback for fallback in FALLBACKS if fallback < wanted)):
        if limit <= soft:
            return
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
        except (ValueError, OSError):
            continue
        return
