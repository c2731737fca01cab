"""All runs of a logdir at one moment: what TensorBoard holds, folded into rows, each with its state.

A snapshot is made from the one before: what has not changed is kept, so that refreshing 10,000 ended runs
costs little more than asking TensorBoard what it has.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.crash import Crash
from tb_lifecycle.reading.records.parse import Record, has_experiment, has_session
from tb_lifecycle.reading.records.values import STATUS_WORDS, digest_text, split_name
from tb_lifecycle.reading.table import folding
from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.table.liveness import Liveness
from tb_lifecycle.reading.table.logged_run import LoggedRun
from tb_lifecycle.reading.tensorboard.bulk import Bulk, BulkReader
from tb_lifecycle.reading.tensorboard.listing import Point

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import RunRecord, Statistics


class LastValue(NamedTuple):
    """A metric's last value.

    Attributes:
      step: where it was logged.
      value: in double precision where it was recorded.
      recorded: the run's record has the metric's figures, and they are up to date; else this is
        TensorBoard's point.
      exact: it is the last of all, which TensorBoard always keeps; no other writer had a hand in it.
    """

    step: int
    value: float
    recorded: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class RunState:
    """One run as a table shows it.

    Attributes:
      row: which of TensorBoard's runs it is made of.
      directory: its records, None for a run without.
      status: one of the contract's words.
      started, ended: epoch seconds; None where unknown, `ended` also while it runs.
      duration: active seconds.
      heartbeat: its last sign of life, in epoch seconds.
      crash: how its process crashed, where that is all that tells of its end.
      flags: by dotted name.
      metrics: last values by name.
      datasets: digests by name; None for one that could not be read whole.
      exports: the same of its exports.
      unread: TensorBoard has not read all of it yet: what is missing may be to come.
      inputs: what this was made from: the same objects make the same state.
      session_group: the group that its HParams session says it is one of.
    """

    row: Row
    directory: Record | None
    status: str
    started: float | None
    ended: float | None
    duration: float | None
    heartbeat: float | None
    crash: Crash | None
    flags: Mapping[str, object]
    metrics: Mapping[str, LastValue]
    datasets: Mapping[str, str | None]
    exports: Mapping[str, str | None]
    unread: bool
    inputs: tuple[object, ...] = field(repr=False, compare=False)
    session_group: str | None = None

    @property
    def name(self) -> str:
        """The run's name."""
        return self.row.name

    @property
    def record(self) -> RunRecord | None:
        """The run's record; None without one, and where it cannot be read."""
        return self.directory.run if self.directory is not None else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All runs, sorted by name.

    Attributes:
      bulk: what it was made from.
      logged: TensorBoard's runs.
      rows: those folded.
      runs: the state of each row.
      read_time: when TensorBoard was asked, in epoch seconds; None for the empty snapshot before that.
    """

    bulk: Bulk = field(default_factory=Bulk)
    logged: Sequence[LoggedRun] = ()
    rows: Sequence[Row] = ()
    runs: Sequence[RunState] = ()
    read_time: float | None = None


def take(reader: BulkReader, previous: Snapshot, now: float, liveness: Liveness) -> Snapshot:
    """Asks TensorBoard for all runs.

    Args:
      reader: whom to ask.
      previous: the snapshot before, or an empty one.
      now: the time, in epoch seconds.
      liveness: tells which runs are lost.
    """
    bulk = reader.read(previous.bulk)
    if bulk is previous.bulk:
        runs = [_renew_unchanged(state, bulk, now, liveness) for state in previous.runs]
        return replace(previous, runs=runs, read_time=now)
    logged = _describe_logged(bulk)
    before = {state.name: state for state in previous.runs}
    rows = previous.rows if logged == previous.logged else _fold(logged, before)
    runs = [_renew(row, bulk, before.get(row.name), now, liveness) for row in rows]
    return Snapshot(bulk, logged, rows, runs, now)


def _describe_logged(bulk: Bulk) -> list[LoggedRun]:
    return [
        LoggedRun(
            name,
            tags=tuple(bulk.scalars.get(name, ())),
            recorded=name in bulk.lifecycle,
            session=has_session(bulk.hparams.get(name, {})),
            experiment=has_experiment(bulk.hparams.get(name, {})),
            shown=name in bulk.shown or name in bulk.unread or name in bulk.silent,
            started=started,
        )
        for name, started in bulk.started.items()
    ]


def _fold(logged: Sequence[LoggedRun], before: Mapping[str, RunState]) -> list[Row]:
    """Folds, and keeps the rows that are as they were, so that their states can be kept."""
    rows = folding.fold(logged)
    return [
        state.row if (state := before.get(row.name)) is not None and state.row == row else row for row in rows
    ]


def _renew_unchanged(state: RunState, bulk: Bulk, now: float, liveness: Liveness) -> RunState:
    """The state of a run of which TensorBoard has nothing new: one that goes on has grown older."""
    if state.status not in ("running", "lost"):
        return state
    return _renew(state.row, bulk, state, now, liveness)


def _renew(row: Row, bulk: Bulk, before: RunState | None, now: float, liveness: Liveness) -> RunState:
    inputs = _inputs(row, bulk)
    directory = bulk.records.get(row.name)
    record = directory.run if directory is not None else None
    goes_on = record is not None and record.status == lifecycle_pb2.RUNNING
    alive = liveness.find_alive(row.name, record, now) if record is not None and goes_on else None
    status, crash = _find_status(row.name, directory, now, liveness, alive)
    if before is not None and before.status == status != "running" and _are_same(inputs, before.inputs):
        return before
    if directory is None or record is None:
        return _describe_foreign(row, bulk, directory, inputs)
    return _describe_recorded(row, bulk, directory, record, status, crash, now, alive, inputs)


def _find_status(
    name: str, directory: Record | None, now: float, liveness: Liveness, alive: float | None
) -> tuple[str, Crash | None]:
    if directory is None or directory.run is None:
        return "unknown", None
    status = STATUS_WORDS.get(directory.run.status, "unknown")
    if status != "running":
        return status, None
    if (crash := liveness.find_crash(name, directory.written)) is not None:
        return "failed", crash
    is_lost = liveness.is_lost(name, directory.run, directory.written, now, alive)
    return ("lost" if is_lost else status), None


def _are_same(new: Sequence[object], old: Sequence[object]) -> bool:
    return len(new) == len(old) and all(a is b for a, b in zip(new, old, strict=True))


def _inputs(row: Row, bulk: Bulk) -> tuple[object, ...]:
    """Everything that a run's state is made from."""
    session = bulk.hparams.get(row.session) if row.session is not None else None
    unread = not bulk.unread.isdisjoint(row.members)
    return (row, bulk.records.get(row.name), session, unread, *(bulk.last.get(run) for run in row.members))


def _describe_recorded(
    row: Row,
    bulk: Bulk,
    directory: Record,
    record: RunRecord,
    status: str,
    crash: Crash | None,
    now: float,
    alive: float | None,
    inputs: tuple[object, ...],
) -> RunState:
    heartbeat = directory.written if alive is None else max(alive, directory.written or alive)
    elapsed = _elapsed(record, status, directory.written, now, heartbeat)
    ended = None
    if status != "running":
        ended = record.ended or (record.incarnation_started + elapsed if elapsed is not None else heartbeat)
    return RunState(
        row=row,
        directory=directory,
        status=status,
        started=record.started or bulk.started.get(row.name),
        ended=ended,
        duration=None if elapsed is None else record.active_seconds + elapsed,
        heartbeat=heartbeat,
        crash=crash,
        flags=directory.flags or _session_flags(row, bulk),
        metrics=_read_metrics(row, bulk, directory),
        datasets={_name_dataset(data): digest_text(data.digest) for data in record.datasets},
        exports={sys.intern(data.name): digest_text(data.digest) for data in record.exports},
        unread=not bulk.unread.isdisjoint(row.members),
        inputs=inputs,
    )


def _elapsed(
    record: RunRecord, status: str, written: float | None, now: float, heartbeat: float | None
) -> float | None:
    """Seconds of the current incarnation, None where that is not known.

    By its own clock up to the last record, which nobody sets; records of older versions have only times.
    """
    if not record.incarnation_started:
        return None
    until = now if status == "running" else heartbeat
    since_record = max(0.0, until - written) if written is not None and until is not None else 0.0
    if record.elapsed_seconds:
        return record.elapsed_seconds + since_record
    end = record.ended or (now if status == "running" or heartbeat is None else heartbeat)
    return max(0.0, end - record.incarnation_started)


def _describe_foreign(row: Row, bulk: Bulk, directory: Record | None, inputs: tuple[object, ...]) -> RunState:
    """A run without a readable record: it lasted from its first event to its last."""
    times = [started for run in row.members if (started := bulk.started.get(run)) is not None]
    session = bulk.session(row.session)
    if session is not None and session.started is not None:
        times.append(session.started)
    last_times = [point.wall_time for run in row.members for point in bulk.last.get(run, {}).values()]
    started = min(times, default=None)
    ended = max(last_times, default=None)
    return RunState(
        row=row,
        directory=directory,
        status="unknown",
        started=started,
        ended=ended,
        duration=max(0.0, ended - started) if started is not None and ended is not None else None,
        heartbeat=ended,
        crash=None,
        flags=session.flags if session is not None else {},
        metrics=_read_metrics(row, bulk, directory),
        datasets={},
        exports={},
        unread=not bulk.unread.isdisjoint(row.members),
        inputs=inputs,
        session_group=(session.group or None) if session is not None else None,
    )


def _name_dataset(data: lifecycle_pb2.DataReference) -> str:
    return sys.intern(split_name(data.name, data.split))


def _session_flags(row: Row, bulk: Bulk) -> Mapping[str, object]:
    session = bulk.session(row.session)
    return session.flags if session is not None else {}


def _read_metrics(row: Row, bulk: Bulk, directory: Record | None) -> Mapping[str, LastValue]:
    recorded: Mapping[str, Statistics] = {}
    if directory is not None and directory.run is not None:
        recorded = directory.run.metrics
    metrics: dict[str, LastValue] = {}
    for name, (run, tag) in row.series.items():
        point: Point | None = bulk.last.get(run, {}).get(tag)
        statistics = recorded.get(tag) if run == row.name else None
        own = directory if run == row.name and directory is not None else None
        exact = own is None or not own.is_mixed(tag)
        if (
            statistics is not None
            and statistics.count
            and (point is None or own is None or point.wall_time <= own.written_of(tag))
        ):
            metrics[name] = _recorded_value(statistics, exact=exact)
        elif point is not None:
            metrics[name] = LastValue(point.step, point.value, exact=exact)
    for tag, statistics in recorded.items():
        if statistics.count and tag not in row.series:
            exact = directory is None or not directory.is_mixed(tag)
            metrics[tag] = _recorded_value(statistics, exact=exact)
    return metrics


def _recorded_value(statistics: Statistics, *, exact: bool) -> LastValue:
    return LastValue(statistics.last_step, statistics.last, recorded=True, exact=exact)
