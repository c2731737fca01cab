"""The two records of a run as they stand in memory; each is written again whole when it changes."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable, Mapping

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.code.state import code_state
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.machine.packages import digest_packages
from tb_lifecycle.recording.machine.seeds import is_seed_flag, seeded_generators
from tb_lifecycle.recording.paths import readable
from tb_lifecycle.recording.writing import changes, moments
from tb_lifecycle.recording.writing.scalar_encoding import summary_head, value_head
from tb_lifecycle.recording.writing.statistics import SeriesStatistics

_MOST_PARTS = 16
"""Files of an exported directory by which a later run that reads one of them is found."""


class Series:
    """One scalar series: its tag, encoded once, and its statistics."""

    __slots__ = ("statistics", "summary_head", "value_head")

    def __init__(self, tag: str, statistics: SeriesStatistics | None = None) -> None:
        self.value_head = value_head(tag)
        self.summary_head = summary_head(self.value_head)
        self.statistics = statistics or SeriesStatistics()


class RecordState:
    """What is known of the run. Use with the writer's lock held.

    Attributes:
      record: the run record; its metrics are filled in by `run_record`.
      details: the details; the last of its incarnations is the current one.
      series: the scalar series by tag, with those that earlier incarnations logged.
      moments: what is logged at the newest steps.

    `before` is what the incarnation before had; None where this is the first.
    """

    def __init__(
        self,
        record: lifecycle_pb2.RunRecord,
        details: lifecycle_pb2.RunDetails,
        before: changes.Before | None = None,
    ) -> None:
        self.record = record
        self.details = details
        self.series = {tag: Series(tag, old) for tag, old in carry_statistics(record).items()}
        self.moments = moments.Moments()
        self._before = before
        self._began = time.monotonic()
        record.ClearField("metrics")
        record.ClearField("moments")

    @property
    def incarnation(self) -> lifecycle_pb2.Incarnation:
        """The current incarnation."""
        return self.details.incarnations[-1]

    @property
    def last_step(self) -> int:
        """The highest step of the newest values; −1 before the first."""
        return max((series.statistics.last_step for series in self.series.values()), default=-1)

    def now(self) -> float:
        """The time by the clock as it went when the incarnation began, whoever has set it since."""
        return self.record.incarnation_started + time.monotonic() - self._began

    def run_record(self) -> lifecycle_pb2.RunRecord:
        """The run record as it is to be written now."""
        record = lifecycle_pb2.RunRecord()
        record.CopyFrom(self.record)
        record.elapsed_seconds = (record.ended or self.now()) - record.incarnation_started
        statistics = {tag: series.statistics for tag, series in self.series.items()}
        moments.put(record, {tag: figures for tag, figures in statistics.items() if figures.count})
        return record

    def run_details(self) -> lifecycle_pb2.RunDetails:
        """The details as they are to be written now, with the steps that this incarnation has reached."""
        current = [series.statistics for series in self.series.values() if series.statistics.begun_step >= 0]
        self.incarnation.first_step = min((statistics.begun_step for statistics in current), default=-1)
        self.incarnation.last_step = max((statistics.last_step for statistics in current), default=-1)
        if self._before is not None:
            changes.put(self._before, self.record, self.details)
        return self.details

    def merge_flags(
        self, values: Mapping[str, lifecycle_pb2.Value], details: Mapping[str, lifecycle_pb2.FlagDetail]
    ) -> None:
        """Adds flags; of two values of one flag the later counts."""
        for name, value in values.items():
            self.record.flags[name].CopyFrom(value)
        for name, detail in details.items():
            self.details.flags[name].CopyFrom(detail)
        self._update_seeds()

    def put_dataset(self, dataset: lifecycle_pb2.Dataset) -> None:
        """Adds a data set, in the place of one of the same name and split."""
        reference = lifecycle_pb2.DataReference(
            name=dataset.name, split=dataset.split, digest=dataset.digest, format=dataset.kind,
            size=dataset.size, rows=dataset.rows,
        )  # fmt: skip
        _replace(self.record.datasets, reference, ("name", "split"))
        _replace(self.details.datasets, dataset, ("name", "split"))

    def put_export(self, export: lifecycle_pb2.Export) -> None:
        """Adds an export, in the place of one of the same name."""
        reference = lifecycle_pb2.DataReference(
            name=export.name, digest=export.digest, path=export.path, format=export.format, size=export.size
        )
        largest = sorted((part for part in export.parts if part.size), key=lambda part: -part.size)
        reference.parts.extend(part.digest for part in largest[:_MOST_PARTS])
        _replace(self.record.exports, reference, ("name",))
        _replace(self.details.exports, export, ("name",))

    def put_code(self, code: lifecycle_pb2.Code) -> None:
        """Takes the captured code into the details and its state into the record."""
        self.details.code.CopyFrom(code)
        self.record.code.CopyFrom(code_state(code, _entry(self.details.command)))
        self.incarnation.commit = code.commit

    def put_environment(self, environment: lifecycle_pb2.Environment) -> None:
        """Takes the environment into the details, and what it says about repeatability into the record."""
        earlier = dict(self.details.environment.seeds)
        self.details.environment.CopyFrom(environment)
        self.record.unpinned[:] = sorted({*environment.editable, *environment.direct})
        self.record.packages_digest = digest_packages(
            environment.python, environment.packages, environment.direct
        )
        self.put_seeds(earlier)

    def put_seeds(self, seeds: Mapping[str, str]) -> None:
        """Takes seeds that were set since; what was seen first stays."""
        known = self.details.environment.seeds
        for name in seeds.keys() - set(known):
            known[name] = seeds[name]
        self._update_seeds()

    def _update_seeds(self) -> None:
        flags = [name for name, value in self.record.flags.items() if is_seed_flag(name) and not value.none]
        self.record.seeds.set[:] = sorted({*flags, *seeded_generators(self.details.environment.seeds)})

    def put_hardware(self, hardware: lifecycle_pb2.Hardware) -> None:
        """Takes the captured hardware."""
        self.details.hardware.CopyFrom(hardware)

    def put_command(self, command: lifecycle_pb2.Command) -> None:
        """Takes the command line."""
        self.details.command.CopyFrom(command)
        self.record.code.entry = _entry(command)
        self.incarnation.command = shlex.join(["python", *command.argv])

    def put_redactions(self, redactions: Iterable[lifecycle_pb2.Redaction]) -> None:
        """Says what was left out of the record so far."""
        del self.details.redactions[:]
        self.details.redactions.extend(redactions)

    def put_writers(self, writers: Iterable[lifecycle_pb2.Writer]) -> None:
        """Says which other processes record here too."""
        del self.record.writers[:]
        self.record.writers.extend(writers)

    def put_unknown(self, reasons: Mapping[str, str]) -> None:
        """Says what could not be recorded, and why."""
        del self.details.unknown[:]
        self.details.unknown.extend(
            lifecycle_pb2.Unknown(what=what, why=why) for what, why in reasons.items()
        )
        if "code" in reasons and not self.record.code.gap:
            self.record.code.gap = reasons["code"]

    def put_file(self, file: lifecycle_pb2.File) -> None:
        """Names a file of the run's directory."""
        _replace(self.details.files, file, ("path",))

    def end(self, ending: Ending, ended: float) -> None:
        """Ends the current incarnation, and with it the run for now; `ended` is what `now` was then."""
        self.record.status = ending.status
        self.record.ended = ended
        if self.record.capturing and not self.record.code.gap:
            self.record.code.gap = "it was still being read when the run ended"
        incarnation = self.incarnation
        incarnation.status = ending.status
        incarnation.ended = ended
        incarnation.exit_code = ending.exit_code
        incarnation.signal = ending.signal
        incarnation.exception = readable(ending.exception)
        incarnation.traceback = readable(ending.traceback)
        incarnation.reason = ending.reason


def carry_statistics(record: lifecycle_pb2.RunRecord) -> dict[str, SeriesStatistics]:
    """The statistics of every series in a record, to go on with."""
    return {tag: SeriesStatistics(record.metrics[tag], low, high) for tag, low, high in moments.take(record)}


def _replace(messages, new, keys: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """Puts `new` in the place of the message with the same keys, or at the end."""
    for message in messages:
        if all(getattr(message, key) == getattr(new, key) for key in keys):
            message.CopyFrom(new)
            return
    messages.append(new)


def _entry(command: lifecycle_pb2.Command) -> str:
    return f"-m {command.module}" if command.module else command.entry
