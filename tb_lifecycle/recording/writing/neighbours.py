"""Who else writes into a run's directory: other processes that record it, and other writers of its tags."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.errors import RecordingError
from tb_lifecycle.recording.background import within
from tb_lifecycle.recording.faults import GUARD_HINT
from tb_lifecycle.recording.writing import restart, tag_clashes
from tb_lifecycle.recording.writing.writers import Writers, in_words

if TYPE_CHECKING:
    from tb_lifecycle.format.event_reading import LastRecords
    from tb_lifecycle.format.lifecycle_pb2 import Writer
    from tb_lifecycle.recording.faults import Faults

_LOCK_SECONDS = 0.5
_TWO = "Another process records into this directory too"
_TWO_HINT = (
    "Both go on, each with figures of its own: end one of them, or let it record into another directory."
)


class Neighbours:
    """Looks who else is there, and tells of them as faults."""

    def __init__(self, directory: Path, started: float, faults: Faults) -> None:
        """Looks at nothing yet; `started` is when this process began to record, in epoch seconds."""
        self._directory, self._faults = directory, faults
        self._writers = Writers(directory, started)

    @property
    def others(self) -> Sequence[Writer]:
        """The other processes that are known to record here."""
        return self._writers.others

    def own_tags(self, *, is_first: bool) -> tuple[str, str]:
        """See `Writers.own_tags`."""
        return self._writers.own_tags(is_first=is_first)

    def enter(self, previous: LastRecords, *, may_hang: bool) -> bool:
        """Takes a place among the directory's writers; whether this process is the only one now.

        Args:
          previous: what was recorded here before: it tells of others where the file system has no locks.
          may_hang: the file system may; then it is waited for a moment only.

        Raises:
          RecordingError: the run is strict, and another process records here.
        """
        try:
            if may_hang:
                within(_LOCK_SECONDS, "writers", self._writers.enter)
            else:
                self._writers.enter()
        except OSError as error:
            self._faults.report("Could not see who else records here", error, GUARD_HINT, kind="writers")
        if not self._writers.locks and (living := restart.living_writer(previous)):
            self._writers.others.append(living)
        try:
            self.report(self._writers.others)
        except RecordingError:
            self._writers.leave()
            raise
        return not self._writers.others

    def look_for_writers(self) -> Sequence[Writer]:
        """The processes that have come since the last look.

        Raises:
          OSError: it cannot be seen.
        """
        return self._writers.look()

    def report(self, writers: Sequence[Writer]) -> None:
        """Tells of other processes.

        Raises:
          RecordingError: the run is strict.
        """
        for writer in writers:
            self._faults.report(_TWO, in_words(writer), _TWO_HINT, kind="writers")

    def look_for_clashes(self, tags: Set[str]) -> None:
        """Tells of the first of our `tags` that somebody else writes too."""
        tag_clashes.look(self._directory, tags, self._faults)

    def leave(self) -> None:
        """Takes this process off."""
        self._writers.leave()

    def forget(self) -> None:
        """In a forked child: the place is the parent's."""
        self._writers.forget()
