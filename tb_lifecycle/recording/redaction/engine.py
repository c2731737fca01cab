"""Patterns over long texts, by a linear engine where it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tb_lifecycle.recording import native_calls

_PIECE_BYTES = 64 * 1024


class Engine:
    """One pattern, over bytes; what it matches lies within a line, but for a break of line at an end."""

    def __init__(self, pattern: str) -> None:
        """Compiles it: linear in a text's length where the engine is there, else slower."""
        self._compiled: Any = native_calls.call(lambda: _compile(pattern.encode()))

    def spans(self, data: bytes) -> list[tuple[int, int]]:
        """Where it matches, from left to right."""
        return [span for start, end in _pieces(data) for span in self._spans_within(data, start, end)]

    def is_in(self, line: bytes) -> bool:
        """Whether it matches anywhere."""
        return native_calls.call(lambda: self._compiled.search(line) is not None)

    def _spans_within(self, data: bytes, start: int, end: int) -> list[tuple[int, int]]:
        found = self._compiled.finditer
        return native_calls.call(lambda: [match.span() for match in found(data, start, end)])


def load() -> None:
    """Imports the engine: a call may come when that could fail."""
    native_calls.call(lambda: import_module("re2"))


def _pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Whole lines, so many that a piece takes a moment."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE_BYTES) + 1 or len(data)
        yield start, end
        start = end


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
