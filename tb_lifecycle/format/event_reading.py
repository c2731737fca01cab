"""The last lifecycle records of one directory, read straight from its event files.

A restart needs them before TensorBoard could have read anything. Torn, damaged and foreign
records are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from google.protobuf.message import DecodeError

from tb_lifecycle.format import lifecycle_pb2, metadata, record_framing
from tb_lifecycle.format.alive import read_alive

if TYPE_CHECKING:
    from tensorboard.compat.proto.summary_pb2 import Summary

EVENT_FILE_MARK = "tfevents"
OWN_SUFFIX = ".lifecycle"  # of the event files that tb_lifecycle writes a run into
HPARAMS_START_TAG = "_hparams_/session_start_info"

_WALL_TIME = struct.Struct("<xd")
_WALL_TIME_KEY = 0x09  # field 1, 64 bits: how every event begins
_MARKS = (b"lifecycle/", b"_hparams_/")


class LastRecords(NamedTuple):
    """What a directory's event files say of its run.

    Attributes:
      run: the newest run record, or None.
      run_time: wall time of its event; 0 without one.
      details: the newest details, or None.
      last_sign: wall time of the last event in the file that holds `run`, or of a later sign of life; 0
        without one.
      has_hparams: whether an HParams session start lies in one of the files.
      later_scalars: (tag, step, value) of every scalar in that file after `run`, in order; of 32 bits.
      damaged: names of the files in which a lifecycle record could not be parsed.
      beside: the newest run record of each process that recorded here while another one did.
    """

    run: lifecycle_pb2.RunRecord | None = None
    run_time: float = 0.0
    details: lifecycle_pb2.RunDetails | None = None
    last_sign: float = 0.0
    has_hparams: bool = False
    later_scalars: Sequence[tuple[str, int, float]] = ()
    damaged: Sequence[str] = ()
    beside: Sequence[lifecycle_pb2.RunRecord] = ()


class _FileRecords:
    """The last records of one file."""

    def __init__(self) -> None:
        self.run: lifecycle_pb2.RunRecord | None = None
        self.details: lifecycle_pb2.RunDetails | None = None
        self.run_time = self.details_time = self.last_sign = 0.0
        self.has_hparams = self.damaged = False
        self.later: list[bytes] = []
        self.beside: lifecycle_pb2.RunRecord | None = None


def event_files(directory: Path) -> list[Path]:
    """The event files that lie in `directory` itself, by name; none if there is no such directory."""
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if EVENT_FILE_MARK in path.name and path.is_file())


def read_last_records(directory: Path) -> LastRecords:
    """Reads the last records of the run in `directory`: from the event files that have our name, or from all.

    Raises:
      OSError: an event file cannot be opened or read.
    """
    paths = event_files(directory)
    own = [path for path in paths if path.name.endswith(OWN_SUFFIX)]
    files = {path.name: _read_file(path) for path in own or paths}
    holders = [records for records in files.values() if records.run is not None]
    newest = max(holders, key=_age, default=_FileRecords())
    alive = read_alive(directory) if newest.run is not None and newest.run.alive_seconds else None
    detailed = max(files.values(), key=lambda records: records.details_time, default=_FileRecords())
    return LastRecords(
        run=newest.run,
        run_time=newest.run_time,
        details=detailed.details,
        last_sign=max(newest.last_sign, alive or 0.0),
        has_hparams=any(records.has_hparams for records in files.values()),
        later_scalars=list(_parse_scalars(newest.later)),
        damaged=[name for name, records in files.items() if records.damaged],
        beside=[records.beside for records in files.values() if records.beside is not None],
    )


def _age(records: _FileRecords) -> tuple[int, float]:
    """Orders records of one run, also where the clock went back between two incarnations."""
    assert records.run is not None
    return records.run.incarnation, records.run_time


def _read_file(path: Path) -> _FileRecords:
    records = _FileRecords()
    with path.open("rb") as file:
        for data in record_framing.read_records(file):
            _take(data, records)
    return records


def _take(data: bytes, records: _FileRecords) -> None:
    if len(data) >= _WALL_TIME.size and data[0] == _WALL_TIME_KEY:
        records.last_sign = max(records.last_sign, _WALL_TIME.unpack_from(data)[0])
    if not any(mark in data for mark in _MARKS):
        if records.run is not None:
            records.later.append(data)
        return
    wall_time, values = _parse_event(data)
    for value in values:
        _take_value(value, wall_time, records)


def _take_value(value: Summary.Value, wall_time: float, records: _FileRecords) -> None:
    if value.tag == HPARAMS_START_TAG:
        records.has_hparams = True
    is_beside = value.tag.startswith(metadata.WRITER_TAG_PREFIX)
    known = is_beside or value.tag in (metadata.RUN_TAG, metadata.DETAILS_TAG)
    if not known or not value.tensor.string_val:
        return
    content = value.tensor.string_val[0]
    try:
        if is_beside:
            records.beside = lifecycle_pb2.RunRecord.FromString(content)
        elif value.tag == metadata.RUN_TAG:
            records.run, records.run_time = lifecycle_pb2.RunRecord.FromString(content), wall_time
            records.later.clear()
        else:
            records.details, records.details_time = lifecycle_pb2.RunDetails.FromString(content), wall_time
    except DecodeError:
        records.damaged = True


def _parse_scalars(events: list[bytes]) -> Iterator[tuple[str, int, float]]:
    from tensorboard.compat.proto.event_pb2 import Event

    for data in events:
        try:
            event = Event.FromString(data)
        except DecodeError:
            continue
        for value in event.summary.value:
            if value.HasField("simple_value"):
                yield value.tag, event.step, value.simple_value


def _parse_event(data: bytes) -> tuple[float, list[Summary.Value]]:
    from tensorboard.compat.proto.event_pb2 import Event

    try:
        event = Event.FromString(data)
    except DecodeError:
        return 0.0, []
    return event.wall_time, list(event.summary.value)
