"""Calls of C++ that gives up the interpreter: none of a thread's is under way when the interpreter ends.

A daemon thread that comes back from one, or runs Python within one, when the interpreter has ended takes the
process down with it (`terminate called`), and the process's exit code is lost. So the other threads pass a
gate, one by one, that the process's end closes for good.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# The same thread may come again: within a call, a finalizer of somebody's may run.
_gate = threading.RLock()
_closed = False
# An import from a directory that hangs never comes back; the engine's other calls take milliseconds.
_WAIT_SECONDS = 5.0


def call(work: Callable[[], T]) -> T:
    """Does `work`, which must be short: the process's end waits for it.

    In another thread than the main one it does not return once the process ends.
    """
    if threading.current_thread() is threading.main_thread():
        return work()
    with _gate:
        if not _closed:
            return work()
    while True:
        threading.Event().wait()


def close() -> None:
    """The process ends: waits for the thread that is within, unless it hangs, and lets none in again."""
    global _closed
    _closed = True
    if _gate.acquire(timeout=_WAIT_SECONDS):
        _gate.release()


def _renew() -> None:
    """In a forked child: another thread of the parent may have been within."""
    global _gate, _closed
    _gate, _closed = threading.RLock(), False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
