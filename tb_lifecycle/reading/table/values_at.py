"""The value of one metric where another one is highest or lowest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.expressions.source import Extreme
from tb_lifecycle.reading.table.event_files import Budget, WholeCurve
from tb_lifecycle.reading.table.figure_sources import NOWHERE, FigureSources, FilesOfRuns
from tb_lifecycle.reading.table.joined_figures import joined_at
from tb_lifecycle.reading.table.metric_figures import Known, MetricFigures
from tb_lifecycle.reading.table.recorded_figures import place_of, recorded, recorded_at
from tb_lifecycle.reading.table.sampled_points import value_at
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.tensorboard.listing import Point, Series


@dataclass(frozen=True, slots=True)
class Value:
    """A metric's value at the extreme of another one."""

    value: float | None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one run: a metric at the extreme of `key`, whose figures are known."""

    state: RunState
    metric: str
    key: str
    extreme: Extreme
    known: Known


class ValuesAt:
    """Values at extremes, of the runs of one snapshot."""

    def __init__(self, figures: MetricFigures, sources: FigureSources, files: FilesOfRuns) -> None:
        self._figures = figures
        self._sources = sources
        self._files = files

    def find(self, states: Sequence[RunState], metric: str, key: str, extreme: Extreme) -> list[Value]:
        """Finds a metric's value at the step where `key` is highest or lowest."""
        keys = [known for (known,) in self._figures.find(states, lambda _: [key])]
        found: dict[int, Value] = {}
        left: dict[int, _Asked] = {}
        for row, (state, known) in enumerate(zip(states, keys, strict=True)):
            if known.figures is None or metric not in state.metrics:
                found[row] = Value(None)
            elif (value := self._find_recorded(state, metric, key, extreme)) is not None:
                found[row] = Value(value, known.exact and state.metrics[metric].exact)
            else:
                left[row] = _Asked(state, metric, key, extreme, known)
        wanted = {where for row in left if (where := states[row].row.series.get(metric)) is not None}
        points = self._sources.points.read_points(wanted)
        thorough = self._sources.reads_files(
            where for where in wanted if not self._sources.points.is_whole(points.get(where, ()))
        )
        budget = self._sources.budget
        for row, asked in left.items():
            found[row] = self._find_logged(asked, points, budget, thorough=thorough)
        return [found[row] for row in range(len(states))]

    def _find_recorded(self, state: RunState, metric: str, key: str, extreme: Extreme) -> float | None:
        """The value in double precision, where the run recorded it."""
        places = [state.row.series.get(name, (state.name, name)) for name in (metric, key)]
        if state.record is None or any(run != state.name for run, _ in places):
            return None
        tags = [tag for _, tag in places]
        if recorded(state, key) is not None:
            return recorded_at(state.record, tags[0], tags[1], extreme)
        tail = self._files.tail(state.name)
        return None if tail is None else joined_at(tail, tags[0], tags[1], extreme)

    def _find_logged(
        self, asked: _Asked, points: Mapping[Series, Sequence[Point]], budget: Budget, *, thorough: bool
    ) -> Value:
        """The value among TensorBoard's points or, where those are not all, in the files."""
        state, figures = asked.state, asked.known.figures
        where = state.row.series.get(asked.metric)
        if where is None or figures is None:
            return Value(None)
        curve = points.get(where, ())
        statistics = recorded(state, asked.metric)
        count = statistics.count if statistics is not None else None
        whole = self._sources.points.is_whole(curve) and (count is None or count == len(curve))
        if not whole or not self._files.is_held_whole(where[0], budget):
            if thorough or count is not None:
                read = self._files.curve(where, budget)
                if read is not None:
                    return self._find_in_files(read, asked, budget)
            whole = False
        step, time = place_of(figures, asked.extreme)
        exact = whole and asked.known.exact and state.metrics[asked.metric].exact
        return Value(value_at(curve, step, time), exact)

    def _find_in_files(self, read: WholeCurve, asked: _Asked, budget: Budget) -> Value:
        assert asked.known.figures is not None
        step, time = place_of(asked.known.figures, asked.extreme)
        if time is None:
            curve = self._files.curve(asked.state.row.series.get(asked.key, NOWHERE), budget)
            if curve is not None and (place := place_of(curve.figures(), asked.extreme))[0] == step:
                time = place[1]
        return Value(read.value_at(step, time), read.exact and asked.known.exact)
