"""How what a run puts into its event file gets to the disk: at once, or from a thread a moment later."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tb_lifecycle.recording.background import Batches, within
from tb_lifecycle.recording.faults import WRITE_HINT
from tb_lifecycle.recording.writing.event_writer import StuckError

if TYPE_CHECKING:
    from tb_lifecycle.recording.faults import Faults
    from tb_lifecycle.recording.writing.event_writer import EventWriter

_BEHIND_SECONDS = 0.1
_NOT_WRITTEN = "Could not write to the event file"
_LATE_HINT = "The process waits for it no longer, and the run may show as lost."


class Outlet:
    """Writes what waits in an event writer, and turns a write that fails into a fault."""

    def __init__(self, writer: EventWriter, faults: Faults) -> None:
        """Writes at once, until `write_behind`."""
        self._writer, self._faults = writer, faults
        self._behind: Batches | None = None

    def write_behind(self) -> None:
        """From here on a thread of ours writes, and no caller waits, unless none can be started."""
        behind = Batches("writes", self._write, _BEHIND_SECONDS)
        behind.start()
        if behind.running:
            self._behind = behind
            self._writer.may_claim = False

    def tell(self, error: OSError) -> None:
        """Tells of an event that was claimed and could not be written.

        Raises:
          RecordingError: the run is strict.
        """
        self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)

    def flush(self, *, check: bool = False) -> None:
        """Writes what waits, now or soon.

        Args:
          check: make sure that the file is still in its directory; a thread of ours always does.

        Raises:
          RecordingError: the run is strict and it could not be written.
        """
        if self._writer.dropped:
            self._tell_of_dropped()
        if self._behind is not None:
            self._behind.ring()
            return
        try:
            self._writer.flush(check=check)
        except OSError as error:
            self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)

    def finish(self, seconds: float) -> None:
        """Writes what waits, for so long at most, and closes the file. It may be done again."""
        behind, self._behind = self._behind, None
        if behind is not None:
            behind.stop()
        if self._writer.is_writing:  # only this thread can
            self._write_last()
        elif not within(seconds, "end", self._write_last):
            self._faults.report(_NOT_WRITTEN, StuckError(self._writer.path), _LATE_HINT)

    def _tell_of_dropped(self) -> None:
        full = "what waits for the disk has reached 64 MB, and what comes is dropped and counted"
        self._faults.report(_NOT_WRITTEN, full, WRITE_HINT, kind="dropped")

    def _write(self) -> None:
        try:
            self._writer.flush(check=True)
        except Exception as error:  # of a thread of ours
            self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)

    def _write_last(self) -> None:
        try:
            self._writer.write_last()
        except Exception as error:  # the run ends all the same
            self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)
            with contextlib.suppress(OSError):
                self._writer.close()
