"""The runs that this process has open, as a stack: the newest is the active one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.recording.run import Run

stack: list[Run] = []
"""Added to and taken from under `lock`; looked at without it."""

lock = threading.RLock()


def newest_first() -> list[Run]:
    """The runs that are not ended."""
    return stack[::-1]


def renew_lock() -> None:
    """In a forked child: another thread of the parent may have held it."""
    global lock
    lock = threading.RLock()
