"""The runs that this process has open, and which of them is the active one of a thread or asyncio task."""

from __future__ import annotations

import threading
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tb_lifecycle.recording.process.flows import Flow

if TYPE_CHECKING:
    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.writing.recorder import Recorder


class OpenRun(Protocol):
    """What the active calls, the end of the process and a fork ask of a run."""

    _is_block: bool
    _recorder: Recorder

    @property
    def directory(self) -> Path:
        """The run's directory, absolute."""

    @property
    def status(self) -> str:
        """`running`, or how it ended."""

    def log_scalar(self, tag: str, value: Any, step: int) -> None:
        """Logs one value of a series."""

    def end_run(self) -> None:
        """Ends the run as completed."""

    def _end(self, ending: Ending, wait_seconds: float = ..., *, with_process: bool = ...) -> None: ...

    def _amend(self, recorder: Recorder, ending: Ending) -> None: ...

    def _leave_to_parent(self) -> None: ...


class Entry:
    """An open run.

    Attributes:
      run: the run.
      flow: where it was started.
      open: it has not ended.
      inherited: it is the run of the process that this one was forked from.
      signal: the newest signal that came while it was open, and that somebody else answers for.
      failure: how it ends if nobody says otherwise: a notebook's cell, or its thread, has failed.
      logged: how many values it had then.
    """

    __slots__ = ("failure", "flow", "inherited", "logged", "open", "run", "signal")

    def __init__(self, run: OpenRun, flow: Flow) -> None:
        self.run, self.flow = run, flow
        self.open, self.inherited = True, False
        self.signal = self.logged = 0
        self.failure: Ending | None = None


own: ContextVar[tuple[Entry, ...]] = ContextVar("tb_lifecycle_runs", default=())
"""What was started in this context, the newest last; some may have ended."""

every: list[Entry] = []
"""The open runs of the process, the newest last. Changed under `lock`; looked at without it."""

of_main: Entry | None = None
"""The newest open run of the main flow."""

lock = threading.RLock()

_started = 0


def add(run: OpenRun, flow: Flow) -> None:
    """Makes a run the active one of this context. Call with the lock held."""
    global _started
    entry = Entry(run, flow)
    _started += 1
    every.append(entry)
    _find_main()
    own.set((*(earlier for earlier in own.get() if earlier.open), entry))


def remove(run: OpenRun) -> Entry | None:
    """Takes a run that ends out, where it need not be the newest; None for one that is not open."""
    with lock:
        for entry in every:
            if entry.run is run:
                every.remove(entry)
                entry.open = False
                _find_main()
                return entry
    return None


def active() -> OpenRun | None:
    """The run that calls of this context go to: the newest that was started in it, else the process's."""
    for entry in reversed(own.get()):
        if entry.open:
            return entry.run
    return _of_process()


def _of_process() -> OpenRun | None:
    """The newest run of the main flow; else one that an ended thread left, if no other was ever started."""
    runs = list(every)
    if of_main is not None:
        return of_main.run
    if _started == len(runs) == 1 and runs[0].flow.is_over():
        return runs[0].run
    return None


def _find_main() -> None:
    global of_main
    of_main = next((entry for entry in newest_first() if entry.flow.is_main), None)


def superseded_by(flow: Flow) -> list[OpenRun]:
    """The runs that end when `flow` starts its next: its own that stand in no `with`; the newest first."""
    return [
        entry.run
        for entry in newest_first()
        if entry.flow.is_same(flow) and not entry.run._is_block and not entry.inherited
    ]


def newest_first() -> list[Entry]:
    """The runs that are not ended."""
    return every[::-1]


def renew_lock() -> None:
    """In a forked child: another thread of the parent may have held it."""
    global lock
    lock = threading.RLock()
