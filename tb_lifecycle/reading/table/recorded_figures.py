"""What a run's record tells of its metrics, in double precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tb_lifecycle.reading.expressions.source import Extreme
from tb_lifecycle.reading.records import extremes
from tb_lifecycle.reading.table.sampled_points import Figures
from tb_lifecycle.reading.table.snapshot import RunState

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import RunRecord, Statistics


def recorded(state: RunState, metric: str) -> Statistics | None:
    """The figures of a metric that the run recorded; None where it did not, or has logged more since."""
    last = state.metrics.get(metric)
    if last is None or not last.recorded or state.record is None:
        return None
    where = state.row.series.get(metric)
    return state.record.metrics[where[1] if where is not None else metric]


def place_of(figures: Statistics | Figures, extreme: Extreme) -> tuple[int, float | None]:
    """The step of an extreme, and when it was logged, where that is known."""
    step: int = getattr(figures, f"{extreme}_step")
    return step, getattr(figures, f"{extreme}_time", None)


def recorded_at(record: RunRecord, metric: str, key: str, extreme: Extreme) -> float | None:
    """A metric's value at the extreme of another; None where the record does not have it."""
    if key not in record.metrics:
        return None
    statistics = record.metrics[key]
    if metric == key:
        value: float = getattr(statistics, extreme)
        return value
    return extremes.value(record, metric, getattr(statistics, f"{extreme}_moment"))
