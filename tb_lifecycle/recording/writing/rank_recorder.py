"""What a process that is not rank 0 records: where it runs and how it ends, so that each rank can be seen."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.machine_boot import this_boot
from tb_lifecycle.format.metadata import FORMAT_VERSION, RANK_TAG_PREFIX
from tb_lifecycle.recording.faults import Faults
from tb_lifecycle.recording.machine.names import host_name
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.values import to_value
from tb_lifecycle.recording.writing import cleaning
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.recorder import NullRecorder

if TYPE_CHECKING:
    from tb_lifecycle.recording.endings import Ending
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags
    from tb_lifecycle.recording.redaction.rules import Rules

_HINT = "Training goes on, and the run will not show this rank."


class RankRecorder(NullRecorder):
    """Writes one record to `lifecycle/rank/N`, again for flags and the end; all else is rank 0's to write."""

    def __init__(self, directory: Path, rank: int, strict: bool, rules: Rules | None = None) -> None:
        """Starts the rank's own event file.

        Raises:
          OSError: the event file could not be made.
          RecordingError: the run is strict and the record could not be written.
        """
        self._tag = f"{RANK_TAG_PREFIX}{rank}"
        self._faults = Faults(directory, strict)
        self._redactor = Redactor(rules)
        self._record = lifecycle_pb2.RankRecord(
            format_version=FORMAT_VERSION,
            rank=rank,
            started=time.time(),
            host=host_name(),
            pid=os.getpid(),
            boot=this_boot(),
            status=lifecycle_pb2.RUNNING,
        )
        self._began = time.monotonic()
        self._take_surroundings()
        self._writer = EventWriter(directory, label=f".rank{rank}")
        self._write()

    def flags(self, captured: CapturedFlags) -> None:  # type: ignore[override]
        """Takes flags, without secrets."""
        for name, value in captured.values.items():
            cleaned = self._redactor.text("flag", "name", name)
            self._record.flags[cleaned].CopyFrom(to_value(self._redactor.value("flag", name, value)))
        self._write()

    def end(self, ending: Ending, *, wait_seconds: float) -> None:  # noqa: ARG002
        """Writes how this rank has ended and closes the file."""
        self._record.ended = self._record.started + time.monotonic() - self._began
        self._take(ending)
        self._write()
        self._writer.close()

    def amend(self, ending: Ending) -> None:
        """Writes another ending, behind the first."""
        self._take(ending)
        try:
            self._writer.put_record(self._tag, self._record)
            self._writer.write_last()
        except OSError as error:
            self._faults.report("Could not write this rank's record", error, _HINT)

    def _take(self, ending: Ending) -> None:
        text = partial(self._redactor.text, "output", "traceback")
        self._record.status, self._record.exit_code = ending.status, ending.exit_code
        self._record.signal, self._record.reason = ending.signal, text(ending.reason)
        self._record.exception, self._record.traceback = text(ending.exception), text(ending.traceback)

    def _take_surroundings(self) -> None:
        from tb_lifecycle.recording.code.command import entry_path
        from tb_lifecycle.recording.machine.environment import capture_environment
        from tb_lifecycle.recording.machine.hardware import capture_hardware

        try:
            self._record.environment.CopyFrom(capture_environment(self._redactor, entry_path()))
            self._record.hardware.CopyFrom(capture_hardware())
            cleaning.clean_message(self._redactor, "environment", self._record.environment)
            cleaning.clean_message(self._redactor, "hardware", self._record.hardware)
        except Exception as error:  # whatever it is, it must not end the training
            self._faults.report("Could not record this rank's environment", repr(error), _HINT)

    def _write(self) -> None:
        try:
            self._writer.write_record(self._tag, self._record)
        except OSError as error:
            self._faults.report("Could not write this rank's record", error, _HINT)
