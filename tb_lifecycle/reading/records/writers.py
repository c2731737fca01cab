"""One run that several processes recorded at the same time: what each says, joined.

The first writes the run's record; each that comes while it lives writes one of its own values, under a tag of
its own. A metric that one of them logged has that one's figures. One that several logged is mixed: its
figures cover them all as far as they can be joined, and are never exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tb_lifecycle.format.lifecycle_pb2 import Moment, RunRecord, Statistics

_MOST = 2**64 - 1  # that a record can count


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one process recorded.

    Attributes:
      record: without its flags.
      written: when, in epoch seconds.
      flags: by dotted name.
    """

    record: RunRecord
    written: float
    flags: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    """The parts of a run as one.

    Attributes:
      record: the first part's, with the metrics of all.
      flags: of all; of two values of one flag the first part's.
      conflicts: the flags that have several values, with all of them.
      mixed: the metrics that several logged.
      written: when each metric's figures were written, in epoch seconds.
    """

    record: RunRecord
    flags: Mapping[str, object]
    conflicts: Mapping[str, Sequence[object]]
    mixed: frozenset[str]
    written: Mapping[str, float]


def join(first: Contribution, others: Sequence[Contribution], *, complete: bool) -> Joined:
    """Joins what several processes recorded.

    Args:
      first: whose record is the run's.
      others: the rest.
      complete: there are no more; where there may be, any metric may be mixed.
    """
    parts = [first, *others]
    owners: dict[str, list[Contribution]] = {}
    for part in parts:
        for tag, statistics in part.record.metrics.items():
            if statistics.count:
                owners.setdefault(tag, []).append(part)
    record = RunRecord()
    record.CopyFrom(first.record)
    record.ClearField("metrics")
    record.ClearField("moments")
    for tag, own in owners.items():
        record.metrics[tag].CopyFrom(_join_statistics([part.record.metrics[tag] for part in own]))
    mixed = frozenset(tag for tag, own in owners.items() if len(own) > 1 or not complete)
    for part in parts:
        _put_moments(record, part.record, mixed)
    values: dict[str, list[object]] = {}
    for part in parts:
        for name, value in part.flags.items():
            known = values.setdefault(name, [])
            if value not in known:
                known.append(value)
    return Joined(
        record,
        {name: known[0] for name, known in values.items()},
        {name: known for name, known in values.items() if len(known) > 1},
        mixed,
        {tag: max(part.written for part in own) for tag, own in owners.items()},
    )


def _join_statistics(parts: Sequence[Statistics]) -> Statistics:
    joined = Statistics()
    joined.CopyFrom(parts[0])
    for part in parts[1:]:
        numbers, more = _count_numbers(joined), _count_numbers(part)
        if more and (not numbers or part.min < joined.min):
            joined.min, joined.min_step = part.min, part.min_step
        if more and (not numbers or part.max > joined.max):
            joined.max, joined.max_step = part.max, part.max_step
        if more:
            share = more / (numbers + more)
            joined.mean = part.mean * share + (joined.mean * (1 - share) if numbers else 0.0)
        if part.last_step >= joined.last_step:
            joined.last, joined.last_step = part.last, part.last_step
        joined.count = min(joined.count + part.count, _MOST)
        joined.nan_count = min(joined.nan_count + part.nan_count, _MOST)
        joined.inexact = True
    if len(parts) > 1:
        joined.min_moment = joined.max_moment = 0
    if not _count_numbers(joined):
        joined.mean = math.nan
    return joined


def _count_numbers(statistics: Statistics) -> int:
    """How many values are no NaN; none in a damaged record that has more NaN than values."""
    return max(0, statistics.count - statistics.nan_count)


def _put_moments(record: RunRecord, part: RunRecord, mixed: frozenset[str]) -> None:
    """Takes the moments of one part, whose numbers count among its own metrics."""
    names = sorted(part.metrics)
    numbers = {name: number for number, name in enumerate(sorted(record.metrics)) if name not in mixed}
    begin = len(record.moments)
    for moment in part.moments:
        known = [
            (numbers[names[number]], value)
            for number, value in zip(moment.metrics, moment.values, strict=False)
            if number < len(names) and names[number] in numbers
        ]
        record.moments.append(Moment(metrics=[n for n, _ in known], values=[v for _, v in known]))
    for tag in names:
        if tag in numbers:
            own, joined = part.metrics[tag], record.metrics[tag]
            joined.min_moment = own.min_moment + begin if own.min_moment else 0
            joined.max_moment = own.max_moment + begin if own.max_moment else 0
