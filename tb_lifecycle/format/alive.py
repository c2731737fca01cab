"""A run's sign of life between its records: a small file beside them that is rewritten in place."""

from __future__ import annotations

import math
import os
import stat
from pathlib import Path

from tb_lifecycle.format.metadata import ALIVE_PATH

_SIZE = 20
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def encode(time: float) -> bytes:
    """What the file holds: epoch seconds, always of the same size."""
    return f"{time:.3f}".rjust(_SIZE - 1).encode() + b"\n"


def read_alive(directory: Path) -> float | None:
    """When the run in `directory` last wrote the file, in epoch seconds; None where it has none."""
    try:
        descriptor = os.open(directory / ALIVE_PATH, _OPEN)
    except (OSError, ValueError):  # ValueError: a NUL
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        time = float(os.read(descriptor, _SIZE))
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)
    return time if math.isfinite(time) else None
