"""With which code the process exits: Python has dropped the SystemExit when exit hooks run.

From Python 3.12 on `sys.monitoring` tells of a SystemExit that leaves the main thread's bottom frame, and of
what leaves a multiprocessing child's work: from 3.13 on that is gone too when exit hooks run.
Before, exits are noted when raised (exit_notes.py); the bottom frame says whether the last was caught.
"""

from __future__ import annotations

import opcode
import sys
import threading
from types import CodeType, FrameType
from typing import Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording import endings
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.process.exit_notes import ExitNotes

_RETURN = opcode.opmap["RETURN_VALUE"]


class ExitWatch:
    """Watches the main thread from its first `install` on."""

    def __init__(self) -> None:
        self._bottom: FrameType | None = None
        self._exit: Ending | None = None
        self._work: CodeType | None = None
        self._end_of_work: Ending | None = None
        self._notes: ExitNotes | None = None

    def install(self) -> None:
        """Starts watching; later calls do nothing, but look at the frames that have been entered since."""
        if self._bottom is None:
            self._bottom = _bottom_frame()
            if not self._monitor():
                self._notes = ExitNotes()
        self._work = _work_of_child() or self._work
        if self._notes is not None and threading.current_thread() is threading.main_thread():
            self._notes.watch_callers(sys._getframe(1))

    def ending(self) -> Ending:
        """How the process ends, when no exception but perhaps a SystemExit has ended the main thread."""
        if self._notes is not None and _left_by_exception(self._bottom):
            self._exit = self._notes.last
        return self._end_of_work or self._exit or Ending(lifecycle_pb2.COMPLETED)

    def _monitor(self) -> bool:
        monitoring: Any = getattr(sys, "monitoring", None)
        free = (
            [] if monitoring is None else [number for number in (3, 4) if monitoring.get_tool(number) is None]
        )
        if not free:
            return False
        monitoring.use_tool_id(free[0], "tb_lifecycle")
        monitoring.register_callback(free[0], monitoring.events.PY_UNWIND, self._on_unwind)
        monitoring.set_events(free[0], monitoring.events.PY_UNWIND)
        return True

    def _on_unwind(self, code: CodeType, _: int, error: BaseException) -> None:
        if code is self._work:
            self._end_of_work = endings.of_exception(error)
        elif isinstance(error, SystemExit) and self._bottom is not None and code is self._bottom.f_code:
            self._exit = endings.of_exception(error)


def _bottom_frame() -> FrameType | None:
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None and frame.f_back is not None:
        frame = frame.f_back
    return frame


def _work_of_child() -> CodeType | None:
    """In a child of multiprocessing: what runs its work, if that is what calls us."""
    multiprocessing = sys.modules.get("multiprocessing.process")
    if multiprocessing is None or multiprocessing.parent_process() is None:
        return None
    bootstrap = multiprocessing.BaseProcess._bootstrap.__code__
    frame: FrameType | None = sys._getframe()
    while frame is not None and (frame.f_back is None or frame.f_back.f_code is not bootstrap):
        frame = frame.f_back
    return None if frame is None else frame.f_code


def _left_by_exception(frame: FrameType | None) -> bool:
    """Whether a frame that has ended did so by an exception: its last instruction is no return."""
    return frame is not None and frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] != _RETURN
