"""Metrics that are in event files and that TensorBoard has not read."""

from __future__ import annotations

from dataclasses import replace

from tb_lifecycle.reading.table.event_files import Budget, EventFiles
from tb_lifecycle.reading.table.run_names import path_below
from tb_lifecycle.reading.table.snapshot import LastValue, RunState
from tb_lifecycle.reading.tensorboard.listing import Series


def find_unread(state: RunState, files: EventFiles, budget: Budget) -> RunState:
    """A run with the metrics in its event files that TensorBoard has no points of.

    Its data server leaves out what is in double precision.
    """
    listed = {where: name for name, where in state.row.series.items()}
    series: dict[str, Series] = {}
    metrics: dict[str, LastValue] = {}
    for run in state.row.members:
        curves = files.read(run, budget) if files.count_foreign(run) else {}
        for tag, curve in curves.items():
            name = listed.get((run, tag)) or _name_of(state.name, run, tag)
            if name not in state.metrics and name not in metrics and len(curve):
                last = curve.figures()
                series[name] = run, tag
                metrics[name] = LastValue(last.last_step, last.last, exact=curve.exact)
    if not metrics:
        return state
    row = replace(state.row, series={**state.row.series, **series})
    return replace(state, row=row, metrics={**state.metrics, **metrics})


def _name_of(row: str, run: str, tag: str) -> str:
    below = path_below(run, row)
    return f"{below}/{tag}" if below else tag
