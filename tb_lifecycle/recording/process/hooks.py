"""The end of the process ends its runs, with the right status: exit code, uncaught exception or signal."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import RecordingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording import endings, faults, native_calls
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.guard import guarded_hook
from tb_lifecycle.recording.process import crashes, hard_exits, notebooks, open_runs, signals
from tb_lifecycle.recording.process.exit_code import ExitWatch

if TYPE_CHECKING:
    from tb_lifecycle.recording.process.open_runs import Entry, OpenRun
    from tb_lifecycle.recording.writing.recorder import Recorder

_SIGNAL_WAIT_SECONDS = 2.0
_EXIT_WAIT_SECONDS = 30.0
_AFTER_OTHERS = -100  # multiprocessing calls hooks of a higher priority earlier

_exits = ExitWatch()
_uncaught: BaseException | None = None
_passing: list[tuple[OpenRun, Recorder, int]] = []
_previous_hook: Any = None
_previous_thread_hook: Any = None
_last_before: BaseException | None = None
_finalized: int | None = None


def watch() -> None:
    """Sets the hooks, once each; called at every start of a run."""
    global _previous_hook, _previous_thread_hook, _last_before
    _exits.install()
    if _previous_hook is None:
        _previous_hook, sys.excepthook = sys.excepthook, _on_uncaught
        _previous_thread_hook, threading.excepthook = threading.excepthook, _on_uncaught_in_thread
        _last_before = _last_printed()
        atexit.register(_on_exit)
        hard_exits.watch(_end_all)
    _watch_child_of_multiprocessing()
    notebooks.watch()
    signals.watch(_on_signal)
    crashes.follow()


def run_ended(run: OpenRun, recorder: Recorder, ending: Ending, passing: BaseException | None) -> Ending:
    """Takes a run out of the open ones; returns how it ends, by all that is known of the process.

    What passed while it ended as completed is remembered by its identity only: it may yet end the process.
    """
    with open_runs.lock:
        entry = open_runs.remove(run)
        if not open_runs.every:
            signals.unwatch()
        crashes.follow()
    settled = ending if entry is None else _settle(entry, ending)
    if passing is not None and not settled.told and settled.status == lifecycle_pb2.COMPLETED:
        _passing.append((run, recorder, 0 if isinstance(passing, SystemExit) else id(passing)))
    return settled


def forget_parent() -> None:
    """In a forked child: the runs, and what passed while they ended, are the parent's."""
    _passing.clear()
    crashes.leave_to_parent()
    signals.unwatch()


def _settle(entry: Entry, ending: Ending) -> Ending:
    """How a run ends that came to `ending` after a signal, or after its cell or its thread had failed."""
    if ending.told:
        return ending
    if entry.signal and not ending.signal and not ending.traceback:
        return ending._replace(
            status=lifecycle_pb2.TERMINATED, signal=endings.signal_name(entry.signal), exception=""
        )
    if entry.failure is not None and ending.status == lifecycle_pb2.COMPLETED:
        return entry.failure
    return ending


def _watch_child_of_multiprocessing() -> None:
    """Sets multiprocessing's own exit hook: its forked children leave by `os._exit`, past all others."""
    global _finalized
    multiprocessing = sys.modules.get("multiprocessing.process")
    if multiprocessing is None or multiprocessing.parent_process() is None or _finalized == os.getpid():
        return
    from multiprocessing.util import Finalize

    _finalized = os.getpid()
    Finalize(None, _on_child_exit, exitpriority=_AFTER_OTHERS)


def _on_signal(number: int) -> None:
    _end_all(endings.of_signal(number), _SIGNAL_WAIT_SECONDS)


def _on_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    global _uncaught
    if not _interactive():
        _uncaught = error
    (_previous_hook or sys.__excepthook__)(kind, error, traceback)


def _on_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    """A thread that started runs, and dies of an exception, fails them unless somebody else ends them."""
    error = arguments.exc_value
    for entry in open_runs.every if error is not None else ():
        if entry.flow.is_current():
            entry.failure = endings.of_exception(error)
    (_previous_thread_hook or threading.__excepthook__)(arguments)


@guarded_hook
def _on_exit() -> None:
    error = _uncaught or _uncaught_past_our_hook()
    try:
        _finish(error, endings.of_exception(error) if error is not None else _exits.ending())
    finally:
        native_calls.close()
    if isinstance(error, KeyboardInterrupt):
        _keep_interrupted()


@guarded_hook
def _on_child_exit() -> None:
    error = sys.exc_info()[1]
    if error is None and sys.version_info >= (3, 13):  # multiprocessing has dropped it by now
        _finish(None, _exits.ending())
        return
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
    for entry in open_runs.newest_first():
        try:
            entry.run._end(_settle(entry, ending), wait_seconds, with_process=True)
        except RecordingError as error:  # nobody is left to catch it
            faults.tell(str(error))
    crashes.follow()


def _interactive() -> bool:
    """Whether an uncaught exception ends a statement or a cell, and not the process."""
    return hasattr(sys, "ps1") or bool(sys.flags.interactive)
