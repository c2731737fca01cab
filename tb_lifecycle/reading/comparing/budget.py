"""Figures at equal budget: of each run the last value that it had logged when all had spent the same.

A budget is counted in steps, in active seconds, or in samples. The one that runs are held to is the largest
that each of them has reached: less than that would leave out what is known, more would be a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from tb_lifecycle.reading.comparing.batch_size import find_batch
from tb_lifecycle.reading.number_text import duration
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.recorded_figures import recorded
from tb_lifecycle.reading.table.sampled_points import ReadPoints
from tb_lifecycle.reading.table.snapshot import LastValue, RunState
from tb_lifecycle.reading.tensorboard.listing import Point

Kind = Literal["step", "time", "samples"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Measure = Callable[[Point], float]
_Curves = Mapping[str, Sequence[Point]]

# So many points a curve and curves in all are read for it; of more curves, only those of the main metric.
_POINTS, _CURVES = 1000, 2000


@dataclass(frozen=True)
class _Spender:
    """One run: how its points are measured, None where that is not known, and why it is not."""

    state: RunState
    curves: _Curves
    measure: Measure | None
    unknown: str

    def reach(self, metric: str | None) -> float | None:
        """How much it has spent at its last point of a metric; of any where it has not that one."""
        if self.measure is None or not self.curves:
            return None
        chosen = (
            [self.curves[metric]] if metric is not None and metric in self.curves else self.curves.values()
        )
        return max((self.measure(point) for curve in chosen for point in curve), default=None)


def cut_to_budget(
    columns: Columns, names: Sequence[str], kind: Kind, read_points: ReadPoints
) -> tuple[Columns, dict[str, Any]]:
    """Gives runs the figures that they had at the largest budget that all of them have reached.

    Args:
      columns: the logdir's runs.
      names: of those that are compared; the others stay as they are.
      kind: what is counted.
      read_points: reads curves, at most so many points of each.

    Returns:
      The columns with those figures, and what the `compare` answer says of the budget. A run of which it is
      not known how much it has spent has no figures.
    """
    states = [columns.runs[columns.rows[name]] for name in names]
    main = columns.first.main
    spenders = [
        _Spender(state, curves, *_find_measure(state, kind))
        for state, curves in zip(states, _read_curves(states, main, read_points), strict=True)
    ]
    reaches = {spender.state.name: spender.reach(main) for spender in spenders}
    known = {name: reach for name, reach in reaches.items() if reach is not None}
    most = min(known.values(), default=None)
    cut = {
        spender.state.name: replace(
            spender.state, metrics=_cut(spender, most) if spender.state.name in known else {}
        )
        for spender in spenders
    }
    text = _say(kind, most, known, [spender for spender in spenders if spender.state.name not in known])
    described = {"kind": kind, "value": most, "text": text}
    return columns.with_states(cut), described


def _read_curves(states: Sequence[RunState], main: str | None, read_points: ReadPoints) -> list[_Curves]:
    whole = sum(len(state.row.series) for state in states) <= _CURVES
    wanted = [
        {name: series for name, series in state.row.series.items() if whole or name == main}
        for state in states
    ]
    found = read_points({series for each in wanted for series in each.values()}, _POINTS)
    return [{name: found[series] for name, series in each.items() if found.get(series)} for each in wanted]


def _find_measure(state: RunState, kind: Kind) -> tuple[Measure | None, str]:
    if kind == "step":
        return (lambda point: float(point.step)), ""
    if kind == "time":
        return _find_clock(state)
    batch = find_batch(state.flags)
    if batch is None:
        return None, "no flag says how many samples a step has"
    return (lambda point: float(point.step) * batch.size), ""


def _find_clock(state: RunState) -> tuple[Measure | None, str]:
    """Active seconds: without the pause before the run's current incarnation."""
    started = state.started
    if started is None:
        return None, "nothing says when it started"
    record = state.record
    if record is None or record.incarnation < 2 or not record.incarnation_started:
        return (lambda point: point.wall_time - started), ""
    again, before = record.incarnation_started, record.active_seconds

    def measure(point: Point) -> float:
        if point.wall_time >= again:
            return before + point.wall_time - again
        return min(point.wall_time - started, before)

    return measure, ""


def _cut(spender: _Spender, most: float | None) -> Mapping[str, LastValue]:
    if most is None or spender.measure is None:
        return {}
    found = {}
    for metric, last in spender.state.metrics.items():
        curve = spender.curves.get(metric, ())
        within = [point for point in curve if spender.measure(point) <= most]
        if not within:
            continue
        if len(within) == len(curve):
            found[metric] = last
            continue
        statistics = recorded(spender.state, metric)
        whole = len(curve) >= statistics.count if statistics is not None else len(curve) < _POINTS
        found[metric] = LastValue(within[-1].step, within[-1].value, exact=whole and last.exact)
    return found


def _say(kind: Kind, most: float | None, known: Mapping[str, float], unknown: Sequence[_Spender]) -> str:
    if most is None:
        reason = unknown[0].unknown or "no point of a curve was read"
        return f"At equal {_NOUNS[kind]} nothing can be compared: {reason}."
    further = [name for name, reach in known.items() if reach > most]
    last = next(name for name, reach in known.items() if reach == most)
    limit = f"which is as far as {last} went" if further else "which is as far as each went"
    text = f"Figures are the last ones {_AMOUNTS[kind](most)}, {limit}."
    for spender in unknown:
        reason = spender.unknown or "it has no points"
        text += f" {spender.state.name} has none here: {reason}."
    return text


_NOUNS: Mapping[Kind, str] = {"step": "steps", "time": "time", "samples": "samples"}
_AMOUNTS: Mapping[Kind, Callable[[float], str]] = {
    "step": lambda value: f"up to step {value:,.0f}",
    "time": lambda value: f"within {duration(value)}",
    "samples": lambda value: f"within {value:,.0f} samples (steps times the batch size)",
}
