"""Records one run: its scalars as they come, its records as they change, its end."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import RecordingError
from tb_lifecycle.format.event_reading import LastRecords, read_last_records
from tb_lifecycle.format.lifecycle_pb2 import FlagDetail
from tb_lifecycle.recording.code.command import capture_command, entry_path
from tb_lifecycle.recording.console.copying import Console
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.faults import WRITE_HINT, Faults, in_own_thread, own_thread
from tb_lifecycle.recording.machine.seeds import read_seeds
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.values import from_value, to_value
from tb_lifecycle.recording.writing import capture, restart, tag_clashes
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.heartbeat import Heartbeat
from tb_lifecycle.recording.writing.publishing import Publisher
from tb_lifecycle.recording.writing.record_state import Series
from tb_lifecycle.recording.writing.recorder import Recorder
from tb_lifecycle.recording.writing.scalar_encoding import scalar_event, scalars_event

if TYPE_CHECKING:
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags

_now = time.time
_FORK_SECONDS = 10.0
_NOT_WRITTEN = "Could not write to the event file"
_TWO_HINT = "Both go on and their values mix: end one of them, or let it record into another directory."
_READ_HINT = "The run starts as if nothing had been recorded here before; nothing there is changed."


@dataclass(frozen=True)
class Options:
    """How a run is recorded; see `start_run`."""

    tags: list[str] = field(default_factory=list)
    notes: str = ""
    strict: bool = False
    heartbeat_seconds: float = 30.0
    console: bool = True


class RunRecorder(Recorder):
    """Records one run into a new event file of its directory.

    One lock guards file and state. It is reentrant: a signal's handler may end the run within a call.
    """

    def __init__(self, directory: Path, options: Options) -> None:
        """Starts recording: when it returns, the run is on disk.

        Raises:
          OSError: the event file could not be made.
          RecordingError: the run is strict, and its record could not be written or an earlier one not read.
        """
        self._directory = directory
        self._faults = Faults(directory, options.strict)
        self._redactor = Redactor()
        previous = self._read_previous()
        self._writer = EventWriter(directory)
        self._lock = self._writer.lock
        start = restart.Start(_now(), options.tags, options.notes, options.heartbeat_seconds)
        self._state = restart.begin(previous, start)
        self._publisher = Publisher(self._writer, self._state, hparams_written=previous.has_hparams)
        self._held_for_fork = False
        self._seeds_read = False
        self._ceremony = True  # something is to be done before the next scalar
        with self._writing():
            # At once: a script may change its arguments or its directory.
            self._state.put_command(capture_command(self._redactor))
            self._publisher.write_run()
        self._console = self._start_console() if options.console else None
        self._heartbeat = Heartbeat(options.heartbeat_seconds, self._beat, self._tick)
        self._heartbeat.start()
        self._capture = own_thread("capture", partial(self._capture_surroundings, entry_path()))
        self._capture.start()

    def _start_console(self) -> Console:
        console = Console(self._directory, self._redactor, self._faults)
        if console.file is not None:
            self._state.put_file(console.file)
        return console

    def _read_previous(self) -> LastRecords:
        try:
            previous = read_last_records(self._directory)
        except OSError as error:
            self._faults.report("Could not read what was recorded before", error, _READ_HINT)
            return LastRecords()
        for name in previous.damaged:
            self._faults.report(
                f"A record in {name} is damaged", "it cannot be parsed", _READ_HINT, kind="damaged"
            )
        if writer := restart.living_writer(previous):
            self._faults.report("This run is still being recorded", writer, _TWO_HINT, kind="writers")
        return previous

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Writes one value."""
        with self._lock:
            if self._ceremony:
                self._before_scalars()
            series = self._state.series.get(tag) or self._add_series(tag)
            try:
                self._writer.write(scalar_event(_now(), step, series.summary_head, value))
            except OSError as error:
                self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)
            series.statistics.add(value, step)

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Writes several values as one event."""
        with self._writing():
            if self._ceremony:
                self._before_scalars()
            series = {tag: self._state.series.get(tag) or self._add_series(tag) for tag in values}
            heads = ((series[tag].value_head, value) for tag, value in values.items())
            self._writer.write(scalars_event(_now(), step, heads))
        with self._lock:
            for tag, value in values.items():
                series[tag].statistics.add(value, step)

    def flags(self, captured: CapturedFlags) -> None:
        """Takes flags, without secrets."""
        cleaned = {name: self._redactor.value("flag", name, value) for name, value in captured.values.items()}
        values = {name: to_value(value) for name, value in cleaned.items()}
        details = {name: self._clean_detail(name, detail) for name, detail in captured.details.items()}
        with self._changing():
            self._state.merge_flags(values, details)

    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Describes a data set and takes it."""
        from tb_lifecycle.recording.data.describe_dataset import describe_dataset

        dataset = describe_dataset(name, source, split, self._redactor)
        with self._changing():
            self._state.put_dataset(dataset)

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Describes an export and takes it."""
        from tb_lifecycle.recording.exports.describe_export import describe_export

        export = describe_export(path, name, self._directory, self._state.last_step)
        with self._changing():
            self._state.put_export(export)

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Writes the records a last time, with the end, and closes the file."""
        ended = _now()
        self._heartbeat.stop()
        self._look_for_clashes()
        self._capture.join(wait_seconds)
        self._complete_code()
        console = self._console.close() if self._console else None
        with self._writing():
            self._state.end(self._clean(ending), ended)
            self._state.record.capturing = False
            self._state.put_seeds(read_seeds())
            if console is not None:
                self._state.put_file(console)
            self._state.put_redactions(self._redactor.entries)
            self._publisher.write_end()
        self._writer.close()
        self._faults.raise_pending()

    def _complete_code(self) -> None:
        if self._state.details.HasField("code"):
            since = self._state.incarnation.started
            code = self._state.details.code
            complete = capture.complete_code(code, self._directory, self._redactor, since, self._faults)
            if complete is not None:
                with self._lock:
                    self._state.put_code(complete)

    def amend(self, ending: Ending) -> None:
        """Writes another ending, behind the first."""
        with self._writing():
            self._writer.reopen()
            self._state.end(self._clean(ending), self._state.record.ended)
            self._publisher.write_end()
            self._writer.close()

    def before_fork(self) -> None:
        """Waits for our threads: a module that one is importing could never be imported in the child."""
        if not in_own_thread():
            self._capture.join(_FORK_SECONDS)
        self._held_for_fork = self._lock.acquire(timeout=_FORK_SECONDS)

    def after_fork_in_parent(self) -> None:
        """Goes on."""
        if self._held_for_fork:
            self._lock.release()

    def after_fork_in_child(self) -> None:
        """Leaves the file to the parent, and the output alone."""
        if self._console:
            self._console.give_up()

    def _clean_detail(self, name: str, detail: FlagDetail) -> FlagDetail:
        cleaned = FlagDetail()
        cleaned.CopyFrom(detail)
        if detail.HasField("default"):
            default = self._redactor.value("flag", name, from_value(detail.default))
            cleaned.default.CopyFrom(to_value(default))
        cleaned.help = self._redactor.text("flag", name, detail.help)
        return cleaned

    def _clean(self, ending: Ending) -> Ending:
        text = partial(self._redactor.text, "output", "traceback")
        return replace(ending, exception=text(ending.exception), traceback=text(ending.traceback))

    def _add_series(self, tag: str) -> Series:
        series = self._state.series[tag] = Series(tag)
        return series

    def _before_scalars(self) -> None:
        """Before scalars: reads the seeds, writes HParams' flags; in a strict run, looks for faults."""
        self._faults.raise_pending()
        with self._writing():
            if not self._seeds_read:
                self._seeds_read = True
                self._state.put_seeds(read_seeds())
            self._publisher.write_hparams_start()
            self._writer.check_present()
        self._ceremony = self._faults.strict

    def _beat(self) -> None:
        with self._writing():
            self._publisher.tick()
            self._publisher.write_run()
        self._look_for_clashes()

    def _look_for_clashes(self) -> None:
        with self._lock:
            tags = set(self._state.series)
        tag_clashes.look(self._directory, tags, self._faults)

    def _tick(self) -> None:
        with self._writing():
            self._publisher.tick()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Holds the lock; turns a write that fails into a fault."""
        try:
            with self._lock:
                yield
        except RecordingError:
            raise
        except OSError as error:
            self._faults.report(_NOT_WRITTEN, error, WRITE_HINT)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Holds the lock while the state changes, then writes it."""
        self._faults.raise_pending()
        with self._writing():
            yield
            self._state.put_redactions(self._redactor.entries)
            self._publisher.run_changed()
            self._publisher.details_changed()

    def _capture_surroundings(self, entry: Path | None) -> None:
        for part in capture.parts(self._directory, self._redactor, entry):
            message = capture.read(part, self._faults)
            if message is not None:
                with self._lock:
                    getattr(self._state, part.put)(message)
            elif part.name == "code":
                with self._lock:
                    self._state.record.code.gap = "it could not be read"
        with self._writing():
            self._state.record.capturing = False
            self._state.put_redactions(self._redactor.entries)
            self._publisher.write_run()
            self._publisher.write_details()
