"""What a run begins with: nothing, or what earlier incarnations in the same directory have recorded."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import NamedTuple

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.crash import Crash
from tb_lifecycle.format.event_reading import LastRecords
from tb_lifecycle.format.machine_boot import this_boot
from tb_lifecycle.format.metadata import FORMAT_VERSION
from tb_lifecycle.recording.machine.names import host_name, user_name
from tb_lifecycle.recording.writing import moments
from tb_lifecycle.recording.writing.changes import Before
from tb_lifecycle.recording.writing.record_state import RecordState, carry_statistics
from tb_lifecycle.recording.writing.statistics import SeriesStatistics

_LOST_AFTER = 3  # heartbeats


class Start(NamedTuple):
    """What is known of an incarnation when it starts; times are epoch seconds.

    Attributes:
      crash: what the incarnation before has left of its crash.
    """

    now: float
    tags: Sequence[str]
    notes: str
    heartbeat_seconds: float
    crash: Crash | None = None


def begin(previous: LastRecords, start: Start) -> RecordState:
    """The state of a run that starts now, carried on from `previous` where that holds a run."""
    record, details = lifecycle_pb2.RunRecord(), lifecycle_pb2.RunDetails()
    before = _carry(previous, record, details, start.crash) if previous.run is not None else None
    record.tags.extend(tag for tag in dict.fromkeys(start.tags) if tag not in record.tags)
    record.notes = start.notes or record.notes
    record.heartbeat_seconds = start.heartbeat_seconds
    record.format_version = details.format_version = FORMAT_VERSION
    _start_incarnation(record, details, start.now)
    return RecordState(record, details, before)


def living_writer(previous: LastRecords) -> lifecycle_pb2.Writer | None:
    """The process of this machine that records the run still; None without recent signs of life."""
    record, details = previous.run, previous.details
    if record is None or record.status != lifecycle_pb2.RUNNING or record.host != host_name():
        return None
    silent = time.time() - previous.last_sign
    pid = details.incarnations[-1].pid if details is not None and details.incarnations else 0
    if silent > _LOST_AFTER * record.heartbeat_seconds or pid in (0, os.getpid()) or not _is_alive(pid):
        return None
    return lifecycle_pb2.Writer(host=record.host, pid=pid, started=record.incarnation_started)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return False  # os.kill would interrupt it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


def _carry(
    previous: LastRecords,
    record: lifecycle_pb2.RunRecord,
    details: lifecycle_pb2.RunDetails,
    crash: Crash | None,
) -> Before:
    """Goes on from what was recorded; returns what the new incarnation is to be compared with."""
    assert previous.run is not None
    record.CopyFrom(previous.run)
    if previous.details is not None:
        details.CopyFrom(previous.details)
    _replay(previous, record)
    _join(previous, record)
    ended = _close_incarnation(previous, record, details, crash)
    record.active_seconds += max(0.0, ended - record.incarnation_started)
    before = Before(record, details)
    record.ClearField("code")
    record.ClearField("unpinned")
    record.ClearField("packages_digest")
    record.ClearField("seeds")
    record.ClearField("ended")
    record.ClearField("writers")
    record.ClearField("elapsed_seconds")
    record.ClearField("alive_seconds")
    details.ClearField("command")
    details.ClearField("code")
    details.ClearField("environment")
    details.ClearField("hardware")
    details.ClearField("unknown")
    return before


def _replay(previous: LastRecords, record: lifecycle_pb2.RunRecord) -> None:
    """Takes the values into the statistics that were logged after the last record."""
    if not previous.later_scalars:
        return
    statistics, rows = carry_statistics(record), moments.Moments()
    for tag, step, value in previous.later_scalars:
        if tag not in statistics:
            statistics[tag] = SeriesStatistics()
        statistics[tag].add(value, step, rows.note(tag, step, value))
    _put(statistics, record)


def _join(previous: LastRecords, record: lifecycle_pb2.RunRecord) -> None:
    """Takes what processes recorded beside the last incarnation; such figures are inexact."""
    untaken = [beside for beside in previous.beside if beside.started >= record.incarnation_started]
    if not untaken:
        return
    statistics = carry_statistics(record)
    for beside in untaken:
        for name, value in beside.flags.items():
            if name not in record.flags:
                record.flags[name].CopyFrom(value)
        for tag, theirs in carry_statistics(beside).items():
            statistics.setdefault(tag, theirs).inexact = True
    _put(statistics, record)


def _put(statistics: dict[str, SeriesStatistics], record: lifecycle_pb2.RunRecord) -> None:
    record.ClearField("metrics")
    record.ClearField("moments")
    moments.put(record, statistics)


def _close_incarnation(
    previous: LastRecords,
    record: lifecycle_pb2.RunRecord,
    details: lifecycle_pb2.RunDetails,
    crash: Crash | None,
) -> float:
    """Completes the last incarnation of `details`; returns when it ended."""
    if not details.incarnations or details.incarnations[-1].started != record.incarnation_started:
        details.incarnations.add(
            started=record.incarnation_started, host=record.host, user=record.user, commit=record.code.commit,
            first_step=-1, last_step=-1,
        )  # fmt: skip
    incarnation = details.incarnations[-1]
    if record.status == lifecycle_pb2.RUNNING:
        _close_unended(incarnation, crash)
        incarnation.ended = _last_time(previous, record)
        incarnation.last_step = max((metric.last_step for metric in record.metrics.values()), default=-1)
    else:
        incarnation.status = record.status
        incarnation.ended = record.ended
    return incarnation.ended


def _close_unended(incarnation: lifecycle_pb2.Incarnation, crash: Crash | None) -> None:
    if crash is None:
        incarnation.lost = True
        incarnation.status = lifecycle_pb2.STATUS_UNKNOWN
        return
    incarnation.status = lifecycle_pb2.FAILED
    incarnation.signal = crash.signal
    incarnation.exception = crash.exception
    incarnation.traceback = crash.traceback


def _last_time(previous: LastRecords, record: lifecycle_pb2.RunRecord) -> float:
    """When an incarnation that nobody ended gave its last sign of life.

    By the clock that nobody sets up to its last record, and no longer than a heartbeat behind that.
    """
    if not record.elapsed_seconds:
        return previous.last_sign
    behind = max(0.0, previous.last_sign - previous.run_time)
    if record.heartbeat_seconds:
        behind = min(behind, record.heartbeat_seconds)
    return record.incarnation_started + record.elapsed_seconds + behind


def _start_incarnation(
    record: lifecycle_pb2.RunRecord, details: lifecycle_pb2.RunDetails, now: float
) -> None:
    record.status = lifecycle_pb2.RUNNING
    record.started = record.started or now
    record.incarnation_started = now
    record.incarnation += 1
    record.capturing = True
    record.user, record.host = user_name(), host_name()
    details.incarnations.add(
        started=now, status=lifecycle_pb2.RUNNING, host=record.host, user=record.user, pid=os.getpid(),
        first_step=-1, last_step=-1, boot=this_boot(),
    )  # fmt: skip
