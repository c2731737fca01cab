"""The runs that this process has open, as a stack: the newest is the active one."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.writing.recorder import Recorder


class OpenRun(Protocol):
    """What the end of the process and a fork ask of a run."""

    @property
    def directory(self) -> Path:
        """The run's directory, absolute."""

    def end_run(self) -> None:
        """Ends the run as completed."""

    def _end(self, ending: Ending, wait_seconds: float = ..., *, with_process: bool = ...) -> None: ...

    def _amend(self, recorder: Recorder, ending: Ending) -> None: ...

    def _leave_to_parent(self) -> None: ...


stack: list[OpenRun] = []
"""Added to and taken from under `lock`; looked at without it."""

lock = threading.RLock()


def newest_first() -> list[OpenRun]:
    """The runs that are not ended."""
    return stack[::-1]


def renew_lock() -> None:
    """In a forked child: another thread of the parent may have held it."""
    global lock
    lock = threading.RLock()
