"""Private keys, which go over many lines."""

from __future__ import annotations

import re

from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.rules import KEY_BEGIN, KEY_END, REMOVED

_MOST_LINES = 200
"""Lines that are removed at most behind a private key's first, should its end never come."""
_WHY = "private key"
_PUTTY = re.compile(r"\s*Private-Lines:\s*(\d+)")


class PrivateKeys:
    """The private keys in lines that come in their order."""

    def __init__(self, removal: Removal) -> None:
        self._removal = removal
        self._left = 0  # lines up to the end, or at most; below zero where it is known how many

    @property
    def is_open(self) -> bool:
        """Whether the next line is inside a key."""
        return self._left != 0

    def begin(self, line: str) -> str:
        """The line without a key that begins in it."""
        found = KEY_BEGIN.search(line)
        if found is not None:
            self._removal.note(_WHY)
            end = KEY_END.search(line, found.end())
            if end is None:
                self._left = _MOST_LINES
                return line[: found.start()] + REMOVED
            tail = re.sub(r"\A[A-Z ]*-*", "", line[end.end() :])
            return line[: found.start()] + REMOVED + tail
        putty = _PUTTY.match(line)
        if putty is not None:
            self._removal.note(_WHY)
            self._left = -min(int(putty[1]), _MOST_LINES)
        return line

    def inside(self, line: str) -> str:
        """What is left of a line that is inside a key: what stands behind its end."""
        if self._left < 0:
            self._left += 1
            return REMOVED
        end = KEY_END.search(line)
        self._left = 0 if end else self._left - 1
        return REMOVED + re.sub(r"\A[A-Z ]*-*(?:\\n)?", "", line[end.end() :]) if end else REMOVED
