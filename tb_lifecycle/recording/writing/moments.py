"""What was logged at the steps of the extremes, so that a metric at the best step of another one is known.

The values of one step are a row. A series' extreme holds on to the row of its step, which is filled as the
other series are logged; a row that no extreme holds is forgotten. That costs the same whatever
the number of series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tb_lifecycle.format.lifecycle_pb2 import Moment, RunRecord
from tb_lifecycle.recording.writing.statistics import Row, SeriesStatistics

# So many rows may still be filled: threads and nested loops log one step's values at different times.
_OPEN = 16

# Values that a record holds in all. It is written again at every change, and 10,000 of them are read at once.
_MOST_VALUES = 512


class Moments:
    """The rows of the newest steps."""

    __slots__ = ("_before", "_highest", "_newest", "_rows", "_step")

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._before: dict[int, Row] = {}
        self._step = self._highest = -1
        self._newest: Row = {}

    def note(self, tag: str, step: int, value: float) -> Row:
        """Takes a value; returns the row that it is in."""
        if step > self._highest:
            self._step = self._highest = step
            self._rows[step] = self._newest = row = {tag: value}
            if len(self._rows) > _OPEN:
                self._before, self._rows = self._rows, {}
            return row
        row = self._newest if step == self._step else self._open(step)
        if tag in row:  # the step comes again
            self._rows[step] = row = {}
        self._step, self._newest = step, row
        row[tag] = value
        return row

    def note_all(self, step: int, values: Mapping[str, float]) -> Row | None:
        """Takes the values of one step; returns their row, None where it is not one for all."""
        if step <= self._highest:
            return None
        tag, value = next(iter(values.items()))
        row = self.note(tag, step, value)
        row.update(values)
        return row

    def _open(self, step: int) -> Row:
        row = self._rows.get(step) or self._before.get(step)
        if row is None:
            self._rows[step] = row = {}
            if len(self._rows) > _OPEN:
                self._before, self._rows = self._rows, {}
        return row


def put(record: RunRecord, series: Mapping[str, SeriesStatistics]) -> None:
    """Puts the statistics of some series into a record, with the rows of their extremes as far as they fit.

    Rows that hold nothing but the extreme itself are left out. The series that were
    logged first have precedence.
    """
    numbers = {tag: number for number, tag in enumerate(sorted(series))}
    places: dict[int, int] = {}
    left = _MOST_VALUES
    for tag, statistics in series.items():
        message = record.metrics[tag]
        message.CopyFrom(statistics.to_message())
        for extreme, row in (("min_moment", statistics.min_row), ("max_moment", statistics.max_row)):
            if row is None or len(row) < 2:
                continue
            place = places.get(id(row))
            if place is None and len(row) <= left:
                left -= len(row)
                known = [(numbers[name], value) for name, value in row.items() if name in numbers]
                record.moments.append(Moment(metrics=[n for n, _ in known], values=[v for _, v in known]))
                place = places[id(row)] = len(record.moments)
            setattr(message, extreme, place or 0)


def take(record: RunRecord) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Yields each series of a record with the rows of its minimum and its maximum, None where not kept."""
    names = sorted(record.metrics)
    rows = [
        {names[n]: value for n, value in zip(moment.metrics, moment.values, strict=False) if n < len(names)}
        for moment in record.moments
    ]
    for tag, statistics in record.metrics.items():
        places = (statistics.min_moment, statistics.max_moment)
        low, high = (rows[place - 1] if 0 < place <= len(rows) else None for place in places)
        yield tag, low, high
