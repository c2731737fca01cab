"""What TensorBoard's data server says while it reads: that it has read all, and what it could not read."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

_LOADED = b"Finished load cycle"
_PANIC = b"panicked at"
_READ_ERROR = re.compile(rb"Read error in (.*?): (\w+)(?:\((\w+))?")


@dataclass
class Trouble:
    """What went wrong with single files while a logdir was read.

    Attributes:
      unreadable: the files in which reading stopped.
      left_out: the files that were kept from TensorBoard: it would have died of them.
      told: these are all in which it stopped; its Python reader stops at most of them without a word.
    """

    unreadable: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    told: bool = False


class ServerLog(threading.Thread):
    """Reads what the server says, all the time: it would wait for a reader of a full pipe.

    Attributes:
      loaded: it has read all.
      reason: its last line, or that of a failure.
    """

    def __init__(self, lines: Iterable[bytes], trouble: Trouble) -> None:
        """Begins to read; what could not be read goes into `trouble`."""
        super().__init__(name="lifecycle-data-server-log", daemon=True)
        self.loaded = False
        self._lines = lines
        self._trouble = trouble
        self._known = threading.Event()
        self._last = b""
        self._failed = False
        self.start()

    def run(self) -> None:
        """Reads to the end."""
        for line in self._lines:
            self._take(line)
        self._known.set()

    def wait(self, seconds: float) -> bool:
        """Waits until it is known whether the server reads all; False where it is not by then."""
        return self._known.wait(seconds)

    @property
    def reason(self) -> str:
        """Why it failed, in its own words."""
        return self._last.decode("utf-8", "replace").strip() or "it ended without a word"

    def _take(self, line: bytes) -> None:
        if not self._failed:
            self._last = line
        if _LOADED in line:
            self.loaded = self._trouble.told = True
            self._known.set()
        elif _PANIC in line:  # the thread that reads has ended, and the server has not
            self._failed = True
            self._known.set()
        elif (found := _READ_ERROR.search(line)) is not None:
            self._trouble.unreadable.append(found[1].decode("utf-8", "surrogateescape"))
