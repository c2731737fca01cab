"""Has the main thread do something for another one: only it may set a signal's handler."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

_LOCKS = {"threading", "queue", "concurrent.futures._base", "concurrent.futures.thread"}
_NUDGES = 50
_NUDGE_SECONDS = 0.02

_waiting: list[Callable[[], None]] = []
_callback: Any = None


def soon(function: Callable[[], None]) -> None:
    """Calls `function` in the main thread: now if this is it, else between two of its bytecodes.

    Where the main thread waits for a lock of Python's, as in `join`, it is woken for that: such a wait goes
    on after a signal. In other waits, of a library's own, it is left alone.
    """
    if threading.current_thread() is threading.main_thread():
        function()
        return
    _waiting.append(function)
    with contextlib.suppress(ImportError, AttributeError, OSError):  # a Python without ctypes
        _ask_interpreter()


def _ask_interpreter() -> None:
    import ctypes

    global _callback
    if _callback is None:
        _callback = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_run_waiting)
    ctypes.pythonapi.Py_AddPendingCall(_callback, None)
    _nudge(ctypes)


def _run_waiting(_: object = None) -> int:
    while _waiting:
        with contextlib.suppress(Exception):  # it runs in the middle of somebody's code
            _waiting.pop(0)()
    return 0


def _nudge(ctypes: Any) -> None:
    """Interrupts the main thread's wait for a lock, by a signal that does nothing and that nobody uses."""
    number = getattr(signal, "SIGURG", None)
    main = threading.main_thread().ident
    api = ctypes.pythonapi
    api.PyOS_getsig.restype = ctypes.c_void_p
    if number is None or main is None or api.PyOS_getsig(int(number)) is not None:
        return
    harmless = ctypes.cast(api.Py_IsInitialized, ctypes.c_void_p)  # reads one variable
    api.PyOS_setsig(int(number), harmless)
    try:
        pause = threading.Event()
        for _ in range(_NUDGES):
            if not _waiting or not _waits_for_lock(main):
                return
            signal.pthread_kill(main, number)
            pause.wait(_NUDGE_SECONDS)
    finally:
        api.PyOS_setsig(int(number), None)


def _waits_for_lock(ident: int) -> bool:
    frame = sys._current_frames().get(ident)
    return frame is not None and frame.f_globals.get("__name__") in _LOCKS
