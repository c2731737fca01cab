"""The figures of a run that goes on: those of its last record, and what it has logged since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tb_lifecycle.format.tail_reading import Tail
from tb_lifecycle.reading.expressions.source import Extreme
from tb_lifecycle.reading.table.event_files import WholeCurve
from tb_lifecycle.reading.table.recorded_figures import place_of, recorded_at
from tb_lifecycle.reading.table.sampled_points import Figures

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Statistics


def join(tail: Tail, tag: str) -> Figures | None:
    """What a series comes to; None where it has no value."""
    later = tail.later.curves.get(tag)
    new = (
        WholeCurve([later], whole=tail.later.whole).figures()
        if later is not None and len(later.steps)
        else None
    )
    old = tail.record.metrics.get(tag)
    if old is None or not old.count:
        return new
    if new is None:
        return _of_statistics(old)
    joined = _add(old, new)
    # A later incarnation that trains again from the beginning starts its figures afresh.
    again = tail.record.incarnation > 1 and new.first_step <= old.last_step
    return replace(joined, whole=False) if again else joined


def joined_at(tail: Tail, metric: str, key: str, extreme: Extreme) -> float | None:
    """A metric's value at the extreme of another; None where neither record nor file has it."""
    joined = join(tail, key)
    if joined is None:
        return None
    step, time = place_of(joined, extreme)
    if time is None:
        return recorded_at(tail.record, metric, key, extreme)
    curve = tail.later.curves.get(metric)
    if curve is None or step not in curve.steps:
        return None
    return WholeCurve([curve], whole=True).value_at(step, time)


def _of_statistics(old: Statistics) -> Figures:
    return Figures(
        old.count, old.first, old.last, old.min, old.max, old.mean,
        old.first_step, old.last_step, old.min_step, old.max_step, whole=not old.inexact,
    )  # fmt: skip


def _add(old: Statistics, new: Figures) -> Figures:
    numbers = old.count - old.nan_count
    lower = not numbers or new.min < old.min
    higher = not numbers or new.max > old.max
    more = new.count - new.nan_count
    return Figures(
        count=old.count + new.count,
        first=old.first,
        last=new.last,
        min=new.min if lower else old.min,
        max=new.max if higher else old.max,
        mean=_join_means(old.mean, numbers, new.mean, more),
        first_step=old.first_step,
        last_step=new.last_step,
        min_step=new.min_step if lower else old.min_step,
        max_step=new.max_step if higher else old.max_step,
        min_time=new.min_time if lower else None,
        max_time=new.max_time if higher else None,
        whole=new.whole and not old.inexact,
    )


def _join_means(old: float, old_count: int, new: float, new_count: int) -> float:
    if not old_count or not new_count:
        return old if old_count else new
    share = new_count / (old_count + new_count)
    return old * (1 - share) + new * share
