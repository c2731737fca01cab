"""Patterns over long texts, by a linear engine where it is there; and its end before the interpreter's.

The engine gives up the interpreter while it works. A daemon thread that comes back when the interpreter has
ended takes the process down with it (`terminate called`), so none is let in once the process ends.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

T = TypeVar("T")

_END_SECONDS = 1.0

_gate = threading.Lock()


class Engine:
    """One pattern, over bytes."""

    def __init__(self, pattern: str) -> None:
        """Compiles it: linear in a text's length where the engine is there, else slower."""
        self._compiled: Any = _guarded(lambda: _compile(pattern.encode()))

    def spans(self, data: bytes) -> list[tuple[int, int]]:
        """Where it matches, from left to right."""
        return _guarded(lambda: [match.span() for match in self._compiled.finditer(data)])

    def is_in(self, data: bytes) -> bool:
        """Whether it matches anywhere."""
        return _guarded(lambda: self._compiled.search(data) is not None)


def close() -> None:
    """The process ends: waits a moment for threads that are within, and lets no other thread in again."""
    _gate.acquire(timeout=_END_SECONDS)


def _guarded(work: Callable[[], T]) -> T:
    if threading.current_thread() is threading.main_thread():
        return work()
    with _gate:
        return work()


def _in_subinterpreter() -> bool:
    """Whether this is one: the engine waits there for ever for the interpreter that it has given up."""
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            interpreters = import_module(name)
            return bool(interpreters.get_current() != interpreters.get_main())
        except (ImportError, AttributeError):
            continue
    return False


def _compile(pattern: bytes) -> Any:
    if _in_subinterpreter():
        return re.compile(pattern)
    try:
        import re2

        options = re2.Options()
        options.max_mem = 32 << 20
        options.encoding = re2.Options.Encoding.LATIN1
        options.log_errors = False
        return re2.compile(pattern, options)
    except Exception:  # it is not there, or not whole: the long way is as right
        return re.compile(pattern)


def _renew() -> None:
    """In a forked child: another thread of the parent may have been within."""
    global _gate
    _gate = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
