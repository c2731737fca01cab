"""Where in the process a run was started: in which thread and, there, in which asyncio task."""

from __future__ import annotations

import sys
import threading
import weakref
from typing import Any


class Flow:
    """The thread, and in it the asyncio task, in which this object was made.

    Attributes:
      is_main: it is the process's main flow: the main thread outside of any task, in the task that the event
        loop runs for, or in a notebook's cell.
    """

    __slots__ = ("_task", "_thread", "is_main")

    def __init__(self) -> None:
        task = _current_task()
        self._thread = threading.current_thread()
        self._task = None if task is None else weakref.ref(task)
        in_main_thread = self._thread is threading.main_thread()
        self.is_main = in_main_thread and (task is None or _is_root(task) or _is_in_kernel())

    def is_same(self, other: Flow) -> bool:
        """Whether both are one flow."""
        if self.is_main or other.is_main:
            return self.is_main and other.is_main
        own, others = self._find_task(), other._find_task()
        return (
            self._thread is other._thread and (self._task is None) == (other._task is None) and own is others
        )

    def is_current(self) -> bool:
        """Whether the caller is in it."""
        return self._thread is threading.current_thread() and self._find_task() is _current_task()

    def is_over(self) -> bool:
        """Whether nothing can go on in it: its thread or its task has ended."""
        if not self._thread.is_alive():
            return True
        task = self._find_task()
        return self._task is not None and (task is None or task.done())

    def _find_task(self) -> Any:
        return None if self._task is None else self._task()


def _current_task() -> Any:
    """The running task; None outside of an event loop, or where nobody has imported asyncio."""
    current_task = getattr(sys.modules.get("asyncio"), "current_task", None)
    try:
        return current_task() if current_task is not None else None
    except RuntimeError:  # no event loop runs here
        return None


def _is_in_kernel() -> bool:
    """Whether a notebook's kernel runs the code, each cell in a task of its own."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


def _is_root(task: Any) -> bool:
    """Whether the event loop runs until this task is done: asyncio and uvloop wait for it by a callback."""
    callbacks = getattr(task, "_callbacks", None) or ()
    return any("run_until_complete" in getattr(callback, "__qualname__", "") for callback, _ in callbacks)
