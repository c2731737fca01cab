"""What a code record leaves out: lines that keep the code from being rebuilt, and others."""

from __future__ import annotations

from tb_lifecycle.format.lifecycle_pb2 import Code
from tb_lifecycle.recording.paths import readable

MOST_LINES = 50
"""Lines that are kept."""

CHANGED_SINCE = "changed after the start, and imported after that"
NOT_LISTED = "more changed or untracked files are not recorded: too many"
UNTOLD = (CHANGED_SINCE, NOT_LISTED)
"""How lines end that tell of files of whose content nothing was recorded, not even a digest."""


class LeftOut:
    """Collects what is left out of one code record, each thing with its reason."""

    def __init__(self) -> None:
        self._lost: dict[str, None] = {}
        self._noted: dict[str, None] = {}

    def lose(self, line: str) -> None:
        """Something without which the code cannot be rebuilt byte for byte."""
        self._lost[readable(line)] = None

    def note(self, line: str) -> None:
        """Something that the record says and that changes nothing of what can be rebuilt."""
        self._noted[readable(line)] = None

    @classmethod
    def of(cls, code: Code) -> LeftOut:
        """What a record has left out so far."""
        made = cls()
        made._lost = dict.fromkeys(code.cut[: code.decisive])
        made._noted = dict.fromkeys(code.cut[code.decisive :])
        return made

    def found(self, name: str) -> None:
        """Takes back that a file was lost."""
        self._lost = {line: None for line in self._lost if not line.startswith(f"{name}: ")}

    def fill(self, code: Code) -> None:
        """Writes the lines into the record, what was lost first."""
        lost, noted = _bounded(list(self._lost)), list(self._noted)
        code.decisive = len(lost)
        code.cut[:] = [*lost, *_bounded(noted, MOST_LINES - len(lost))]
        code.whole = True


def _bounded(lines: list[str], most: int = MOST_LINES) -> list[str]:
    if len(lines) <= most:
        return lines
    kept = max(0, most - 1)
    return [*lines[:kept], f"{len(lines) - kept:,} more files were left out or altered"]


def is_odd(name: str) -> bool:
    """Whether a file's name is no UTF-8, so that a record cannot hold it as it is."""
    return any("\ud800" <= character <= "\udfff" for character in name)
