"""Records one run: its scalars as they come, its records as they change, its end."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tb_lifecycle.errors import RecordingError
from tb_lifecycle.format.crash import read_crash
from tb_lifecycle.format.event_reading import LastRecords, read_last_records
from tb_lifecycle.format.metadata import CRASH_PATH, RUN_TAG
from tb_lifecycle.recording.background import Deadline, within
from tb_lifecycle.recording.code.command import capture_command, entry_path
from tb_lifecycle.recording.console.copying import Console
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.faults import GUARD_HINT, WRITE_HINT, Faults, in_own_thread
from tb_lifecycle.recording.guard import is_mistake
from tb_lifecycle.recording.machine.seeds import read_seeds
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.writing import capture, cleaning, heartbeat, restart
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.filesystems import is_network
from tb_lifecycle.recording.writing.neighbours import Neighbours
from tb_lifecycle.recording.writing.outlet import Outlet
from tb_lifecycle.recording.writing.publishing import Publisher
from tb_lifecycle.recording.writing.record_state import Series
from tb_lifecycle.recording.writing.recorder import Recorder
from tb_lifecycle.recording.writing.scalar_encoding import scalar_event, scalars_event

if TYPE_CHECKING:
    from tb_lifecycle.recording.flags.read_flags import CapturedFlags
    from tb_lifecycle.recording.redaction.rules import Rules

T = TypeVar("T")

_now = time.time
_END_SECONDS = 1.8
_LAST_WRITES_SECONDS = 0.5
_LOOK_SECONDS = 0.2
_LOCK_SECONDS = 0.5
_READ_HINT = "The run starts as if nothing had been recorded here before; nothing there is changed."
_BEAT_HINT = "Training goes on; the run shows as running until it ends."


class Options(NamedTuple):
    """How a run is recorded; see `start_run`."""

    tags: Sequence[str] = ()
    notes: str = ""
    strict: bool = False
    heartbeat_seconds: float = 30.0
    console: bool = True
    writes: str | None = None
    rules: Rules | None = None


class RunRecorder(Recorder):
    """Records one run into a new event file of its directory.

    One lock guards the state and the order of what is written; it is not held while the disk is written. It
    is reentrant: a signal's handler may end the run within a call.
    """

    def __init__(self, directory: Path, options: Options) -> None:
        """Starts recording: when it returns, the run is on disk.

        Raises:
          OSError: the event file could not be made.
          RecordingError: the run is strict, and its record could not be written or an earlier one not read.
        """
        self._directory = directory
        self._faults = Faults(directory, options.strict)
        self._redactor = Redactor(options.rules)
        queued = is_network(directory) if options.writes is None else options.writes == "queued"
        previous = self._read_previous()
        self._writer = EventWriter(directory)
        self._outlet = Outlet(self._writer, self._faults)
        self._lock = self._writer.lock
        tags = [self._redactor.text("tags", "tag", tag) for tag in options.tags]
        notes = self._redactor.text("notes", "notes", options.notes)
        start = restart.Start(
            _now(),
            tags,
            notes,
            options.heartbeat_seconds,
            read_crash(directory / CRASH_PATH) if previous.run is not None else None,
        )
        self._began = time.monotonic()
        self._neighbours = Neighbours(directory, start.now, self._faults)
        is_first = self._neighbours.enter(previous, may_hang=queued)
        self._state = restart.begin(previous if is_first else LastRecords(), start)
        self._state.put_writers(self._neighbours.others)
        own_tags = self._neighbours.own_tags(is_first=is_first)
        self._publisher = Publisher(
            self._writer, self._state, hparams_written=previous.has_hparams, tags=own_tags
        )
        self._base_seconds = options.heartbeat_seconds
        self._beats = heartbeat.Beats(self._base_seconds)
        self._alive = heartbeat.AliveFile(directory) if own_tags[0] == RUN_TAG else None
        self._alive_due = 0.0
        self._held_for_fork = self._seeds_read = self._ended = False
        self._renamed: dict[str, Series] = {}  # by their tags, which hold a secret
        self._ceremony = True  # something is to be done before the next scalar
        with self._writing():
            # At once: a script may change its arguments or its directory.
            self._state.put_command(capture_command(self._redactor))
            self._publisher.write_run()
        if queued:
            self._outlet.write_behind()
        self._console = self._start_console() if options.console else None
        self._heartbeat = heartbeat.Heartbeat(options.heartbeat_seconds, self._beat, self._tick)
        parts = partial(capture.parts, directory, self._redactor, entry_path())
        self._capture = capture.Capture(
            self._start_threads, parts, self._take, self._all_captured, self._faults
        )
        if not self._capture.start():
            self._all_captured()

    def _start_console(self) -> Console:
        console = Console(self._directory, self._redactor, self._faults)
        if console.file is not None:
            self._state.put_file(console.file)
        return console

    def _start_threads(self) -> None:
        """Starts the other threads: off the main one, since each takes a while to come up."""
        if self._console:
            self._console.start()
        try:
            self._heartbeat.start()
        except Exception as error:  # no thread, no memory
            with self._lock:
                self._state.record.heartbeat_seconds = 0  # none is promised
            if not threading.main_thread().is_alive():
                return  # since Python 3.12 none can be started while the process ends: none is needed
            self._faults.report("No thread could be started", error, _BEAT_HINT, kind="heartbeat")

    def _read_previous(self) -> LastRecords:
        try:
            previous = read_last_records(self._directory)
        except Exception as error:  # whatever lies there
            self._faults.report("Could not read what was recorded before", error, _READ_HINT, kind="restart")
            return LastRecords()
        for name in previous.damaged:
            self._faults.report(
                f"A record in {name} is damaged", "it cannot be parsed", _READ_HINT, kind="damaged"
            )
        return previous

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Writes one value."""
        with self._lock:
            check = self._ceremony and self._before_scalars()
            state, writer = self._state, self._writer
            series = state.series.get(tag) or self._add_series(tag)
            event = scalar_event(_now(), step, series.summary_head, value)
            claimed = not check and writer.claim(event)
            if check:
                writer.put(event)
            series.statistics.add(value, step, state.moments.note(tag, step, value))
        if not claimed:
            self._outlet.flush(check=check)
            return
        try:
            writer.write_claimed(event)
        except OSError as error:
            self._outlet.tell(error)

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Writes several values as one event."""
        with self._lock:
            check = self._ceremony and self._before_scalars()
            state = self._state
            known = state.series
            series = [known.get(tag) or self._add_series(tag) for tag in values]
            heads = [one.value_head for one in series]
            self._writer.put(scalars_event(_now(), step, zip(heads, values.values(), strict=True)))
            row = state.moments.note_all(step, values)
            for one, tag, value in zip(series, values, values.values(), strict=True):
                one.statistics.add(value, step, row or state.moments.note(tag, step, value))
        self._outlet.flush(check=check)

    def flags(self, captured: CapturedFlags) -> None:
        """Takes flags, without secrets."""
        values = cleaning.clean_flags(self._redactor, captured)
        details = cleaning.clean_details(self._redactor, captured)
        with self._changing():
            self._state.merge_flags(values, details)

    def dataset(self, name: str, source: Any, split: str | None) -> None:
        """Describes a data set and takes it."""
        from tb_lifecycle.recording.data.describe_dataset import describe_dataset

        dataset = self._described(
            f"dataset {name}", lambda: describe_dataset(name, source, split, self._redactor)
        )
        with self._changing():
            if dataset is not None:
                cleaning.clean_message(self._redactor, "dataset", dataset)
                self._state.put_dataset(dataset)

    def export(self, path: str | os.PathLike[str], name: str | None) -> None:
        """Describes an export and takes it."""
        from tb_lifecycle.recording.exports.describe_export import describe_export

        with self._lock:
            step = self._state.last_step
        export = self._described(
            f"export {name or Path(path).name}", lambda: describe_export(path, name, self._directory, step)
        )
        with self._changing():
            if export is not None:
                cleaning.clean_message(self._redactor, "export", export)
                self._state.put_export(export)

    def end(self, ending: Ending, *, wait_seconds: float) -> None:
        """Writes the records a last time, with the end, and closes the file; waits 2 s at most."""
        ended = self._state.now()
        deadline = Deadline(min(wait_seconds, _END_SECONDS))
        with self._faults.told_by_caller():
            self._heartbeat.stop()
            self._renew_lost_lock()
            self._capture.join(deadline.left(keep=_LAST_WRITES_SECONDS))
            self._surviving(lambda: self._complete_code(deadline.left(keep=_LAST_WRITES_SECONDS)))
            self._surviving(lambda: self._close_console(deadline.left(keep=_LAST_WRITES_SECONDS / 2)))
            self._surviving(lambda: within(min(_LOOK_SECONDS, deadline.left()), "look", self._look_around))
            self._surviving(self._put_seeds)
            self._surviving(lambda: self._put_end(ending, ended))
            self._outlet.finish(max(deadline.left(), _LAST_WRITES_SECONDS / 2))
            self._surviving(self._neighbours.leave)
            if self._alive is not None:
                self._alive.remove()
        self._faults.raise_pending()

    def _complete_code(self, seconds: float) -> None:
        """Adds what was imported, or run in a notebook, since the code was read; for so long at most."""
        if not self._state.details.HasField("code"):
            return
        with self._lock:
            code, since = type(self._state.details.code)(), self._state.incarnation.started
            code.CopyFrom(self._state.details.code)

        def complete() -> None:
            added = capture.complete_code(code, self._directory, self._redactor, since, self._faults)
            if added is not None and not self._ended:
                with self._lock:
                    self._state.put_code(added)

        if not within(seconds, "late code", complete):
            self._faults.reasons.setdefault("code", "what was imported late was still being read at the end")

    def amend(self, ending: Ending) -> None:
        """Writes another ending, behind the first."""
        with self._faults.told_by_caller():
            self._surviving(lambda: self._put_end(ending, self._state.record.ended))
            self._outlet.finish(_LAST_WRITES_SECONDS)

    def logged(self) -> int:
        """How many values are in the record."""
        with self._lock:
            return sum(series.statistics.count for series in self._state.series.values())

    def crash_path(self) -> Path:
        """Beside the console log."""
        return self._directory / CRASH_PATH

    def survive(self, call: str, error: Exception) -> None:
        """Turns what a call has met into a fault."""
        self._faults.report(f"{call} could not be recorded", error, GUARD_HINT, kind=call)

    def before_fork(self, seconds: float) -> None:
        """Waits for our threads: a module that one is importing could never be imported in the child."""
        deadline = Deadline(seconds)
        if not in_own_thread():
            self._capture.wait_for_imports(deadline.left())
        self._held_for_fork = self._lock.acquire(True, deadline.left())

    def after_fork_in_parent(self) -> None:
        """Goes on."""
        if self._held_for_fork:
            self._lock.release()

    def after_fork_in_child(self) -> None:
        """Leaves the file to the parent, and the output alone."""
        self._neighbours.forget()
        if self._console:
            self._console.give_up()

    def _add_series(self, tag: str) -> Series:
        cleaned = self._redactor.text("metric", "tag", tag)
        if cleaned == tag:
            series = self._state.series[tag] = Series(tag)
        elif (known := self._renamed.get(tag)) is not None:
            series = known
        else:
            series = self._renamed[tag] = self._state.series.setdefault(cleaned, Series(cleaned))
        return series

    def _before_scalars(self) -> bool:
        """Before scalars: reads the seeds, puts HParams' flags; in a strict run, looks for faults. True."""
        self._faults.raise_pending()
        if not self._seeds_read:
            self._seeds_read = True
            self._state.put_seeds(read_seeds())
        self._publisher.write_hparams_start()
        self._ceremony = self._faults.strict
        return True

    def _beat(self) -> float:
        """Writes the record with the figures so far; returns seconds until the next beat."""
        self._give_sign()
        age, record_bytes = time.monotonic() - self._began, self._publisher.run_bytes
        if not self._state.record.alive_seconds or self._beats.is_due(
            age, record_bytes, self._writer.put_bytes
        ):
            self._surviving(partial(self._write_beat, age))
        else:
            self._surviving(self._write_what_waits)
        self._surviving(self._look_for_clashes)
        return self._beats.interval(age, record_bytes)

    def _write_beat(self, age: float) -> None:
        with self._writing():
            record, size = self._state.record, self._publisher.run_bytes
            record.heartbeat_seconds = self._beats.promise(age, size, has_file=record.alive_seconds > 0)
            self._publisher.tick()
            self._publisher.write_run()
            self._beats.wrote(age, self._publisher.run_bytes, self._writer.put_bytes)

    def _give_sign(self) -> None:
        """Writes the file of life, where it is time to."""
        now = time.monotonic()
        if self._alive is None or now < self._alive_due or self._ended:
            return
        self._alive_due = now + self._base_seconds - heartbeat.TICK_SECONDS
        seconds = self._base_seconds if self._alive.write(_now()) else 0.0
        with self._lock:
            self._state.record.alive_seconds = seconds

    def _tick(self) -> None:
        self._give_sign()
        self._surviving(self._look_for_writers)
        self._surviving(self._write_what_waits)

    def _write_what_waits(self) -> None:
        with self._writing():
            self._publisher.tick()

    def _look_around(self) -> None:
        self._look_for_writers()
        self._look_for_clashes()

    def _look_for_clashes(self) -> None:
        with self._lock:
            tags = set(self._state.series)
        self._neighbours.look_for_clashes(tags)

    def _look_for_writers(self) -> None:
        if new := self._neighbours.look_for_writers():
            with self._lock:
                self._state.put_writers(self._neighbours.others)
                self._publisher.run_changed()
            self._neighbours.report(new)

    def _close_console(self, seconds: float) -> None:
        file = self._console.close(seconds) if self._console else None
        if file is not None:
            with self._lock:
                self._state.put_file(file)

    def _put_end(self, ending: Ending, ended: float) -> None:
        with self._lock:
            self._ended = True
            self._state.end(cleaning.clean_ending(self._redactor, ending), ended)
            self._state.record.capturing = False
            self._put_left_out()
            self._publisher.write_end()

    def _put_seeds(self) -> None:
        with self._lock:
            self._state.put_seeds(read_seeds())

    def _renew_lost_lock(self) -> None:
        """Takes a new lock where whoever holds ours does not come back."""
        if self._lock.acquire(True, _LOCK_SECONDS):
            self._lock.release()
        else:
            self._lock = self._writer.lock = threading.RLock()

    def _put_left_out(self) -> None:
        self._state.put_unknown(cleaning.clean_reasons(self._redactor, self._faults.reasons))
        self._state.put_redactions(self._redactor.entries)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Holds the lock; then writes out what was put."""
        with self._lock:
            yield
        self._outlet.flush(check=True)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Holds the lock while the state changes, then writes it."""
        self._faults.raise_pending()
        with self._writing():
            yield
            self._put_left_out()
            self._publisher.run_changed()
            self._publisher.details_changed()

    def _described(self, what: str, describe: Callable[[], T]) -> T | None:
        """What `describe` returns; what goes wrong, other than the call, is a fault and None."""
        try:
            return describe()
        except Exception as error:
            if is_mistake(error):
                raise
            self._faults.report(f"Could not record the {what}", error, GUARD_HINT, kind=what)
            return None

    def _surviving(self, work: Callable[[], object]) -> None:
        """Does a part of something whose other parts shall be done all the same."""
        try:
            work()
        except Exception as error:
            if not isinstance(error, RecordingError):
                self._faults.report("Could not write the record", error, WRITE_HINT, later=True)

    def _take(self, part: capture.Subject, message: Any) -> None:
        cleaning.clean_message(self._redactor, part.name, message)
        with self._lock:
            getattr(self._state, part.put)(message)

    def _all_captured(self) -> None:
        with self._lock:
            self._state.record.capturing = False
            self._put_left_out()
            self._publisher.write_run()
            self._publisher.write_details()
        if self._ended:
            self._outlet.finish(_LAST_WRITES_SECONDS)
        else:
            self._outlet.flush(check=True)
