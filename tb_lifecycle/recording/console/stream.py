"""A text stream that passes everything on to another one and hands each finished line to a function."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TextIO

_LONGEST_LINE = 8192
_OWN = ("original", "_keep", "_lock", "_line", "_keeping")


class ConsoleStream:
    """Stands for `sys.stdout` or `sys.stderr`: what it does not define is the original's.

    Of a line that was drawn again and again (`\\r`, as progress bars do) the last state is kept. A line
    longer than 8,192 characters is kept in pieces.
    """

    def __init__(self, original: TextIO, keep: Callable[[str], None]) -> None:
        self.original = original
        self._keep: Callable[[str], None] | None = keep
        self._lock = threading.RLock()
        self._line = ""
        self._keeping = False

    def write(self, text: str) -> int:
        """Writes `text` to the original stream, and keeps a copy."""
        if self._keep is None:
            return _own_write(self.original)(text)
        written = self.original.write(text)
        self._copy(text)
        return written

    def writelines(self, lines: Iterable[str]) -> None:
        """Writes each of `lines`."""
        for line in lines:
            self.write(line)

    def finish(self) -> None:
        """Keeps what stands on the unfinished line, and nothing from here on."""
        with self._lock:
            if self._line and self._keep is not None:
                self._keep(_last_state(self._line))
            self._line, self._keep = "", None

    def live_original(self) -> TextIO:
        """The original, past the streams of runs that have ended before this one."""
        stream: Any = self.original
        while isinstance(stream, ConsoleStream) and stream._keep is None:
            stream = stream.original
        original: TextIO = stream
        return original

    def pass_on_only(self) -> None:
        """Keeps nothing from here on; another thread may have held the lock when this process was forked."""
        self._keep = None
        self._lock = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        if name in _OWN:
            raise AttributeError(name)  # a copy that is being made has none of them yet
        return getattr(self.original, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN:
            super().__setattr__(name, value)
        elif name == "write":
            self._replace_write(value)
        else:
            setattr(self.original, name, value)

    def _replace_write(self, write: Any) -> None:
        """Takes another `write`, as notebooks and other recorders set one for a while, or takes its own back.

        One of the original stream was replaced before we came, and is given back to that.
        """
        owner = getattr(write, "__self__", None)
        if owner is self:
            self.__dict__.pop("write", None)
        elif owner is self.original:
            self.original.write = write
        else:
            self.__dict__["write"] = write

    def __iter__(self) -> Any:
        return iter(self.original)

    def __enter__(self) -> ConsoleStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.original.flush()

    def _copy(self, text: str) -> None:
        with self._lock:
            keep = self._keep
            if keep is None or self._keeping or not isinstance(text, str):
                return  # what keeping itself prints (a warning) is not kept
            self._keeping = True
            try:
                self._copy_lines(text, keep)
            finally:
                self._keeping = False

    def _copy_lines(self, text: str, keep: Callable[[str], None]) -> None:
        *finished, rest = (self._line + text).split("\n")
        for line in finished:
            keep(_last_state(line))
        if "\r" in rest and not rest.endswith("\r"):
            rest = rest[rest.rindex("\r") :]
        while len(rest) > _LONGEST_LINE:
            keep(rest[:_LONGEST_LINE])
            rest = rest[_LONGEST_LINE:]
        self._line = rest


def _own_write(stream: TextIO) -> Callable[[str], int]:
    """A stream's own `write`, whatever was put in its place: that may be an ended stream's of ours."""
    write = getattr(type(stream), "write", None)
    return stream.write if write is None else partial(write, stream)


def _last_state(line: str) -> str:
    """What one sees of a line: the text behind the last carriage return that has any."""
    return next((state for state in reversed(line.split("\r")) if state.strip()), "")
