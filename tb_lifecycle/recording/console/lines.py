"""What is written to a stream, piece by piece, as the lines that one sees of it."""

from __future__ import annotations

LONGEST_LINE = 8192
_LONGEST_WORD = 2048


class Lines:
    """Puts the pieces of one stream together.

    Of a line that was drawn again and again (`\\r`, as progress bars do) the last state is kept. A line
    longer than 8,192 characters is kept in pieces.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._size = 0

    def feed(self, text: str) -> list[str]:
        """Takes a piece; returns the lines that it has finished."""
        if text == "\n":  # how `print` ends a line
            return [part for line in self.finish() or [""] for part in _parts(line)]
        self._open.append(text)
        self._size += len(text)
        if "\n" not in text and "\r" not in text and self._size <= LONGEST_LINE:
            return []
        *finished, rest = "".join(self._open).split("\n")
        lines = [part for line in finished for part in _parts(_last_state(line))]
        if "\r" in rest and not rest.endswith("\r"):
            rest = rest[rest.rindex("\r") :]
        while len(rest) > LONGEST_LINE:
            cut = _cut(rest)
            lines.append(rest[:cut])
            rest = rest[cut:]
        self._open, self._size = [rest] if rest else [], len(rest)
        return lines

    def finish(self) -> list[str]:
        """What stands on the unfinished line."""
        rest, self._open, self._size = "".join(self._open), [], 0
        return [_last_state(rest)] if rest else []


def _parts(line: str) -> list[str]:
    parts = []
    while len(line) > LONGEST_LINE:
        cut = _cut(line)
        parts.append(line[:cut])
        line = line[cut:]
    return [*parts, line]


def _cut(line: str) -> int:
    """Where a long line is cut: between words if it can be, so that a word is seen whole."""
    return line.rfind(" ", LONGEST_LINE - _LONGEST_WORD, LONGEST_LINE) + 1 or LONGEST_LINE


def _last_state(line: str) -> str:
    """What one sees of a line: the text behind the last carriage return that has any."""
    if "\r" not in line:
        return line
    return next((state for state in reversed(line.split("\r")) if state.strip()), "")
