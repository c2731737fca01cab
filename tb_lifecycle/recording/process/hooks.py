"""The end of the process ends its runs, with the right status: exit code, uncaught exception or signal."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import RecordingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording import endings, faults
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.guard import guarded_hook
from tb_lifecycle.recording.process import open_runs
from tb_lifecycle.recording.process.exit_code import ExitWatch

if TYPE_CHECKING:
    from tb_lifecycle.recording.process.open_runs import OpenRun
    from tb_lifecycle.recording.writing.recorder import Recorder

_SIGNAL_WAIT_SECONDS = 2.0
_EXIT_WAIT_SECONDS = 30.0
_AFTER_OTHERS = -100  # multiprocessing calls hooks of a higher priority earlier

_exits = ExitWatch()
_uncaught: BaseException | None = None
_passing: list[tuple[OpenRun, Recorder, int]] = []
_previous_hook: Any = None
_last_before: BaseException | None = None
_finalized: int | None = None


def watch() -> None:
    """Sets the hooks, once each; called at every start of a run."""
    global _previous_hook, _last_before
    _exits.install()
    if _previous_hook is None:
        _previous_hook = sys.excepthook
        sys.excepthook = _on_uncaught
        _last_before = _last_printed()
        atexit.register(_on_exit)
    _watch_child_of_multiprocessing()
    _watch_sigterm()


def unwatch() -> None:
    """Gives SIGTERM back: no run is open any more, or this is a forked child."""
    if _in_main_thread() and signal.getsignal(signal.SIGTERM) is _on_sigterm:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def run_ended(run: OpenRun, recorder: Recorder, passing: BaseException | None) -> None:
    """Takes a run off the stack, where it need not be on top.

    What passed while it ended as completed is remembered by its identity only: it may yet end the process.
    """
    with open_runs.lock:
        if run in open_runs.stack:
            open_runs.stack.remove(run)
        if not open_runs.stack:
            unwatch()
    if passing is not None:
        _passing.append((run, recorder, 0 if isinstance(passing, SystemExit) else id(passing)))


def forget_passing() -> None:
    """In a forked child: those are the parent's."""
    _passing.clear()


def _watch_child_of_multiprocessing() -> None:
    """Sets multiprocessing's own exit hook: its forked children leave by `os._exit`, past all others."""
    global _finalized
    multiprocessing = sys.modules.get("multiprocessing.process")
    if multiprocessing is None or multiprocessing.parent_process() is None or _finalized == os.getpid():
        return
    from multiprocessing.util import Finalize

    _finalized = os.getpid()
    Finalize(None, _on_child_exit, exitpriority=_AFTER_OTHERS)


def _watch_sigterm() -> None:
    """Takes SIGTERM, if nobody else has; only the main thread can."""
    if _in_main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _on_sigterm)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _on_sigterm(number: int, _: FrameType | None) -> None:
    _end_all(endings.of_signal(number), _SIGNAL_WAIT_SECONDS)
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


def _on_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    global _uncaught
    if not _interactive():
        _uncaught = error
    (_previous_hook or sys.__excepthook__)(kind, error, traceback)


@guarded_hook
def _on_exit() -> None:
    error = _uncaught or _uncaught_past_our_hook()
    _finish(error, endings.of_exception(error) if error is not None else _exits.ending())
    if isinstance(error, KeyboardInterrupt):
        _keep_interrupted()


@guarded_hook
def _on_child_exit() -> None:
    error = sys.exc_info()[1]
    _finish(None if isinstance(error, SystemExit) else error, endings.of_exception(error))


def _finish(error: BaseException | None, ending: Ending) -> None:
    """Ends the open runs, and once more those that ended while `error`, or a SystemExit, passed."""
    _end_all(ending, _EXIT_WAIT_SECONDS)
    for run, recorder, identity in _passing:
        if ending.status != lifecycle_pb2.COMPLETED and identity == (0 if error is None else id(error)):
            run._amend(recorder, ending)


def _uncaught_past_our_hook() -> BaseException | None:
    """What ended the main thread where somebody has replaced `sys.excepthook` since, without calling it."""
    last = _last_printed()
    replaced = sys.excepthook is not _on_uncaught and last is not _last_before
    return last if replaced and not _interactive() else None


def _last_printed() -> BaseException | None:
    """The exception that Python has last shown to `sys.excepthook`."""
    last: BaseException | None = getattr(sys, "last_value", None)
    return last


def _keep_interrupted() -> None:
    """Lets the process die of SIGINT, as it would have without us.

    The interpreter remembers the interrupt in a variable that each `exec` of a text sets anew: imports do so.
    """
    with contextlib.suppress(KeyboardInterrupt):
        exec("raise KeyboardInterrupt")


def _end_all(ending: Ending, wait_seconds: float) -> None:
    for run in open_runs.newest_first():
        try:
            run._end(ending, wait_seconds, with_process=True)
        except RecordingError as error:  # nobody is left to catch it
            faults.tell(str(error))


def _interactive() -> bool:
    """Whether an uncaught exception ends a statement or a cell, and not the process."""
    return hasattr(sys, "ps1") or bool(sys.flags.interactive)
