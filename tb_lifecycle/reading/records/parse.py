"""Parses what a directory's event file says of a run: lifecycle records and HParams sessions."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.message import DecodeError, Message

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.records import raw_parts, writers
from tb_lifecycle.reading.records.newest import Newest, Stamps
from tb_lifecycle.reading.records.values import to_python

if TYPE_CHECKING:
    from tensorboard.data.provider import TensorDatum

M = TypeVar("M", bound=Message)

CURRENT_TAGS = (metadata.RUN_TAG, metadata.SERVE_TAG)
WRITERS = metadata.WRITER_TAG_PREFIX

# Of TensorBoard's HParams plugin.
SESSION_TAG = "_hparams_/session_start_info"
EXPERIMENT_TAG = "_hparams_/experiment"

_KINDS: Mapping[str, type[Message]] = {
    metadata.RUN_TAG: lifecycle_pb2.RunRecord,
    metadata.SERVE_TAG: lifecycle_pb2.ServeRecord,
}

# Flags, with their values, that are remembered for the runs that share them.
_ENTRIES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Record:
    """The current records of one directory.

    Attributes:
      run: the run's record, without its flags; None where it is damaged, of a newer format, or not there.
      flags: the flags in it, by dotted name.
      written: when `run` was written, in epoch seconds.
      joined: what several processes recorded at the same time, which is then in `run` and `flags` as well.
      serve: what a server of the run's export wrote.
      damaged: tags of the records that could not be parsed.
      newer: the format version of a record that is too new to be read, else 0.
    """

    run: lifecycle_pb2.RunRecord | None = None
    written: float | None = None
    serve: lifecycle_pb2.ServeRecord | None = None
    damaged: tuple[str, ...] = ()
    newer: int = 0
    flags: Mapping[str, object] = field(default_factory=dict)
    joined: writers.Joined | None = None

    def written_of(self, tag: str) -> float:
        """When the figures of a metric were written, in epoch seconds; 0 where that is not known."""
        if self.joined is not None and tag in self.joined.written:
            return self.joined.written[tag]
        return self.written or 0.0

    def is_mixed(self, tag: str) -> bool:
        """Whether several processes logged a metric, or may have."""
        return self.joined is not None and (tag in self.joined.mixed or tag not in self.joined.written)

    def tells(self, stamps: Stamps) -> bool:
        """Whether `run` has the last value of every scalar series of the directory, up to date."""
        return self.run is not None and all(self.tells_of(tag, at) for tag, (_, at) in stamps.items())

    def tells_of(self, tag: str, wall_time: float | None) -> bool:
        """Whether `run` has the figures of a series whose newest point was written at `wall_time`."""
        if self.run is None or wall_time is None or tag not in self.run.metrics:
            return False
        return self.run.metrics[tag].count > 0 and wall_time <= self.written_of(tag)


@dataclass(frozen=True, slots=True)
class Session:
    """One HParams session: its flags, its start in epoch seconds, and the group that it says it is one of."""

    flags: Mapping[str, object]
    started: float | None = None
    group: str = ""


def parse_record(by_tag: Mapping[str, Newest]) -> Record:
    """Parses the newest values of the tags in `CURRENT_TAGS`, and of the records of other writers."""
    damaged: list[str] = []
    newer = 0
    found: dict[str, Any] = {}
    contents = {tag: value.content for tag, value in by_tag.items()}
    flags, contents[metadata.RUN_TAG] = _split_flags(contents.get(metadata.RUN_TAG))
    for tag, kind in _KINDS.items():
        if tag not in by_tag:
            continue
        message: Any = _parse(kind, contents[tag])
        if message is None:
            damaged.append(tag)
        elif message.format_version > metadata.FORMAT_VERSION:
            newer = max(newer, message.format_version)
        else:
            found[tag] = message
    run = found.get(metadata.RUN_TAG)
    joined = _join(by_tag, run, flags) if run is not None else None
    if joined is not None:
        run, flags = joined.record, joined.flags
    return Record(
        run=run,
        written=by_tag[metadata.RUN_TAG].wall_time if metadata.RUN_TAG in by_tag else None,
        serve=found.get(metadata.SERVE_TAG),
        damaged=tuple(damaged),
        newer=newer,
        flags=flags if run is not None else {},
        joined=joined,
    )


def _join(
    by_tag: Mapping[str, Newest], run: lifecycle_pb2.RunRecord, flags: Mapping[str, object]
) -> writers.Joined | None:
    """What several processes recorded; None where there was one only."""
    others = []
    for tag, value in by_tag.items():
        if tag.startswith(WRITERS):
            own_flags, content = _split_flags(value.content)
            message = _parse(lifecycle_pb2.RunRecord, content)
            if message is not None and message.format_version <= metadata.FORMAT_VERSION:
                others.append(writers.Contribution(message, value.wall_time, own_flags))
    if not others and not run.writers:
        return None
    first = writers.Contribution(run, by_tag[metadata.RUN_TAG].wall_time, flags)
    return writers.join(first, others, complete=len(others) >= len(run.writers))


def current_tags(series: Collection[str]) -> frozenset[str]:
    """Those of a run's lifecycle series that a table needs."""
    return frozenset(tag for tag in series if tag in CURRENT_TAGS or tag.startswith(WRITERS))


def _split_flags(content: bytes | None) -> tuple[Mapping[str, object], bytes | None]:
    """The flags of a run's record, and the record without them; None where it is no record."""
    if content is None:
        return {}, None
    try:
        entries, rest = raw_parts.split(content, lifecycle_pb2.RunRecord.FLAGS_FIELD_NUMBER)
        return dict(map(_flag, entries)), rest
    except DecodeError:
        return {}, None


@lru_cache(maxsize=_ENTRIES_KEPT)
def _flag(entry: bytes) -> tuple[str, object]:
    """The name and the value of a flag; most runs have most flags in common, and share them."""
    flag = lifecycle_pb2.RunRecord.FlagsEntry.FromString(entry)
    return sys.intern(flag.key), to_python(flag.value)


def parse(kind: type[M], data: Sequence[TensorDatum]) -> M | None:
    """Parses a series' newest value; None where it is no such message."""
    return _parse(kind, newest(data).content)


def newest(data: Sequence[TensorDatum]) -> Newest:
    """The newest value of a series with at least one."""
    array = data[-1].numpy
    content = array.reshape(-1)[0] if array.size == 1 else None
    return Newest(content if isinstance(content, bytes) else None, data[-1].wall_time)


def _parse(kind: type[M], content: bytes | None) -> M | None:
    if content is None:
        return None
    try:
        return kind.FromString(content)
    except DecodeError:
        return None


def parse_session(contents: Mapping[str, bytes]) -> Session | None:
    """Parses the HParams plugin's contents of one run, by tag; None where there is no readable session."""
    from tensorboard.plugins.hparams import plugin_data_pb2

    content = contents.get(SESSION_TAG)
    if content is None:
        return None
    try:
        info = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info
        entries, _ = raw_parts.split(info.SerializeToString(), info.HPARAMS_FIELD_NUMBER)
        return Session(dict(map(_hparam, entries)), info.start_time_secs or None, info.group_name)
    except DecodeError:
        return None


def has_session(contents: Mapping[str, bytes]) -> bool:
    """Whether one run's HParams contents, by tag, hold a session."""
    return SESSION_TAG in contents


def has_experiment(contents: Mapping[str, bytes]) -> bool:
    """Whether one run's HParams contents, by tag, describe an experiment."""
    return EXPERIMENT_TAG in contents


@lru_cache(maxsize=_ENTRIES_KEPT)
def _hparam(entry: bytes) -> tuple[str, object]:
    """The name and the value of a session's flag."""
    from tensorboard.plugins.hparams import plugin_data_pb2

    flag = plugin_data_pb2.SessionStartInfo.HparamsEntry.FromString(entry)
    return sys.intern(flag.key), _hparam_value(flag.value)


def _hparam_value(value: Any) -> object:
    """Converts a `google.protobuf.Value`. HParams made every number a float: a whole one becomes an int."""
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        number: float = value.number_value
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if kind == "list_value":
        return [_hparam_value(item) for item in value.list_value.values]
    if kind in ("string_value", "bool_value"):
        return getattr(value, kind)
    return None
