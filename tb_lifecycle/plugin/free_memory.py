"""Gives memory that is no longer used back to the system.

Reading all runs takes much more memory for a moment than what is kept. The C library keeps what is freed then
in as many heaps as there were threads, and gives back little of it by itself.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Asks the C library to give back what it can; does nothing where that cannot be asked."""
    trim = _find_trim()
    if trim is not None:
        trim(0)


@cache
def _find_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # not the GNU C library
        return None
