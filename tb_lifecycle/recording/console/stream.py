"""A text stream that passes everything on to another one and hands a copy to a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TextIO

_OWN = ("original", "_keep")
_OF_COPIES = ("__getstate__", "__setstate__")  # Python 3.10 looks for them on the object itself


class ConsoleStream:
    """Stands for `sys.stdout` or `sys.stderr`: what it does not define is the original's."""

    def __init__(self, original: TextIO, keep: Callable[[str], None]) -> None:
        self.original = original
        self._keep: Callable[[str], None] | None = keep

    def write(self, text: str) -> int:
        """Writes `text` to the original stream, and keeps a copy."""
        keep = self._keep
        if keep is None:
            return _own_write(self.original)(text)
        written = self.original.write(text)
        keep(text)
        return written

    def writelines(self, lines: Iterable[str]) -> None:
        """Writes each of `lines`."""
        for line in lines:
            self.write(line)

    def finish(self) -> None:
        """Keeps nothing from here on."""
        self._keep = None

    def live_original(self) -> TextIO:
        """The original, past the streams of runs that have ended before this one."""
        stream: Any = self.original
        while isinstance(stream, ConsoleStream) and stream._keep is None:
            stream = stream.original
        original: TextIO = stream
        return original

    def __getattr__(self, name: str) -> Any:
        if name in _OWN or name in _OF_COPIES:
            raise AttributeError(name)  # a copy that is being made has none of its own yet
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


def _own_write(stream: TextIO) -> Callable[[str], int]:
    """A stream's own `write`, whatever was put in its place: that may be an ended stream's of ours."""
    write = getattr(type(stream), "write", None)
    return stream.write if write is None else partial(write, stream)
