"""When the two records are written: at once, unless many changes come in a row."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tb_lifecycle.format.metadata import DETAILS_TAG, RUN_TAG
from tb_lifecycle.recording.writing import hparams

if TYPE_CHECKING:
    from tb_lifecycle.recording.writing.event_writer import EventWriter
    from tb_lifecycle.recording.writing.record_state import RecordState

_RUN_BURST, _RUN_SECONDS = 8, 1.0
_DETAILS_BURST, _DETAILS_SECONDS = 2, 2.0


class _Allowance:
    """Allows a burst of writes, and one more each so many seconds."""

    def __init__(self, burst: int, seconds: float) -> None:
        self._burst, self._seconds = burst, seconds
        self._left, self._since = float(burst), time.monotonic()

    def take(self) -> bool:
        """Takes one write, if one is left."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._since) / self._seconds)
        self._since = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Publisher:
    """Puts a run's records into its writer when they are due. Use with the writer's lock held.

    Attributes:
      run_bytes: size of the run record as it was last written.

    The HParams session start waits for the first value, the next tick or the end: TensorBoard keeps the first
    one only.
    """

    def __init__(
        self,
        writer: EventWriter,
        state: RecordState,
        *,
        hparams_written: bool,
        tags: tuple[str, str] = (RUN_TAG, DETAILS_TAG),
    ) -> None:
        """Nothing is written yet.

        Args:
          hparams_written: an earlier incarnation has written the HParams session start.
          tags: of the run record and of the details; HParams' records are written beside the run's own only.
        """
        self._writer, self._state = writer, state
        self._run_tag, self._details_tag = tags
        self._has_hparams = tags[0] == RUN_TAG
        self.run_bytes = 0
        self._run_allowance = _Allowance(_RUN_BURST, _RUN_SECONDS)
        self._details_allowance = _Allowance(_DETAILS_BURST, _DETAILS_SECONDS)
        self._run_waits = self._details_wait = False
        self._hparams_written = hparams_written

    def run_changed(self) -> None:
        """Writes the run record now or, after many, at the next tick."""
        if self._run_allowance.take():
            self.write_run()
        else:
            self._run_waits = True

    def details_changed(self) -> None:
        """Writes the details now or, after some or while they are still being captured, at the next tick."""
        if not self._state.record.capturing and self._details_allowance.take():
            self.write_details()
        else:
            self._details_wait = True

    def tick(self) -> None:
        """Writes what waits."""
        if self._run_waits:
            self.write_run()
        if self._details_wait:
            self.write_details()
        self.write_hparams_start()

    def write_run(self) -> None:
        """Writes the run record."""
        record = self._state.run_record()
        record.dropped += self._writer.dropped
        self.run_bytes = record.ByteSize()
        self._writer.put_record(self._run_tag, record)
        self._run_waits = False

    def write_details(self) -> None:
        """Writes the details."""
        self._writer.put_record(self._details_tag, self._state.run_details())
        self._details_wait = False

    def write_hparams_start(self) -> None:
        """Writes the HParams session start, once, if there are flags."""
        record = self._state.record
        if record.flags and self._has_hparams and not self._hparams_written:
            self._writer.put_value(hparams.session_start(record.flags, record.started))
            self._hparams_written = True

    def write_end(self) -> None:
        """Writes everything a last time, after the state has ended."""
        self.write_run()
        self.write_details()
        self.write_hparams_start()
        if self._hparams_written and self._has_hparams:
            record = self._state.record
            self._writer.put_value(hparams.session_end(record.status, record.ended))
