"""Notes how each SystemExit of the main thread would end the process, on Python before 3.12.

`sys.exit`, `exit` and `quit` are replaced. That misses the most usual form, `sys.exit(main())`: when `main`
starts the run, Python has looked `sys.exit` up already. So, when a frame that was there at the run's start
returns, its caller is traced for as long as it takes to leave that statement.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from tb_lifecycle.recording import endings
from tb_lifecycle.recording.endings import Ending

_TRACED_LINES = 3  # a call may be written over several lines


class ExitNotes:
    """Replaces the functions that exit, and notes what they are given.

    Attributes:
      last: of the newest SystemExit, caught or not; its code, and what a framework has swallowed to exit.
    """

    def __init__(self) -> None:
        self.last: Ending | None = None
        self._original = sys.exit
        sys.exit = self._exit
        for name in ("exit", "quit"):
            self._wrap_builtin(name)

    def watch_callers(self, frame: FrameType | None) -> None:
        """Watches for the return of each frame of the stack, unless a debugger or the like traces it."""
        while frame is not None and frame.f_back is not None and sys.gettrace() is None:
            if frame.f_trace is None:
                frame.f_trace = _ReturnSentinel(frame.f_back, self.note)
            frame = frame.f_back

    def note(self, error: SystemExit) -> None:
        """Notes an exit, not yet raised or passing."""
        if threading.current_thread() is threading.main_thread():
            self.last = endings.of_exit(error.code, error.__context__ or sys.exc_info()[1])

    def _exit(self, status: object = None, /) -> NoReturn:
        """Exits the interpreter by raising SystemExit(status)."""
        error = SystemExit(status)
        self.note(error)
        raise error

    def _wrap_builtin(self, name: str) -> None:
        original: Callable[..., Any] | None = getattr(builtins, name, None)
        if original is not None and type(original).__name__ == "Quitter":
            setattr(builtins, name, _NotedQuitter(original, self.note))


class _NotedQuitter:
    """Stands for the site module's `exit` and `quit`."""

    def __init__(self, original: Callable[..., Any], note: Callable[[SystemExit], None]) -> None:
        self._original, self._note = original, note

    def __call__(self, code: object = None) -> NoReturn:
        try:
            self._original(code)
        except SystemExit as error:
            self._note(error)
            raise
        raise AssertionError("unreachable")

    def __repr__(self) -> str:
        return repr(self._original)


class _ReturnSentinel:
    """Lies in a frame's `f_trace`, which nothing calls while nothing traces; dies when the frame returns."""

    def __init__(self, caller: FrameType, note: Callable[[SystemExit], None]) -> None:
        self._caller, self._note = caller, note

    def __call__(self, *_: object) -> None:
        """Takes part in nobody's tracing."""

    def __del__(self) -> None:
        if sys.gettrace() is None and sys._getframe().f_back is self._caller:
            _StatementTrace(self._caller, self._note).start()


class _StatementTrace:
    """Traces one frame until it leaves its statement, calls a function, is left by an exception, or returns.

    So nothing but the rest of one statement is slowed down.
    """

    def __init__(self, frame: FrameType, note: Callable[[SystemExit], None]) -> None:
        self._frame, self._note = frame, note
        self._before = frame.f_trace
        self._lines_left = _TRACED_LINES

    def start(self) -> None:
        """Starts tracing."""
        self._frame.f_trace = self._trace
        sys.settrace(self._on_call)

    def _trace(self, _: FrameType, event: str, argument: Any) -> Any:
        if event == "exception" and isinstance(argument[1], SystemExit):
            self._note(argument[1])
        self._lines_left -= event == "line"
        if event in ("exception", "return") or self._lines_left <= 0:
            self._stop()
            return self._before
        return self._trace

    def _on_call(self, *_: object) -> None:
        """Leaves what is called untraced, and everything after it."""
        self._stop()

    def _stop(self) -> None:
        if sys.gettrace() == self._on_call:
            sys.settrace(None)
        self._frame.f_trace = self._before
