"""The figures of metrics, from whoever knows them best, and whether every logged value is in them.

The run's record has them exactly, but for a living run only as of its last heartbeat: what was logged since
stands behind it in its event file. Of what others wrote TensorBoard has the whole curve, or a sample; the
event files have everything, and reading them takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tb_lifecycle.format.tail_reading import Tail
from tb_lifecycle.reading.expressions.source import Extreme
from tb_lifecycle.reading.records import extremes
from tb_lifecycle.reading.table.event_files import Budget, EventFiles, WholeCurve
from tb_lifecycle.reading.table.run_names import path_below
from tb_lifecycle.reading.table.sampled_points import Figures, FiguresCache, value_at
from tb_lifecycle.reading.table.snapshot import LastValue, RunState
from tb_lifecycle.reading.tensorboard.listing import Point, Series

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import RunRecord, Statistics
    from tb_lifecycle.reading.tensorboard.bulk import Bulk

# Seconds that one question may spend on event files: of a page, of who waits for all, of who asked for it.
QUICK = 0.5
EAGER = 5.0
THOROUGH = 60.0

# Where somebody waits for the whole answer anyway, files of so many bytes are read unasked: a few seconds.
_READ_UNASKED = 24 * 2**20

# The files of so many runs of others are read although TensorBoard's points look whole.
_FEW = 20

_NOWHERE: Series = ("", "")


class Known(NamedTuple):
    """The figures of one metric of one run.

    Attributes:
      figures: None where the run has none.
      exact: every value that was logged is in them, and one writer logged it.
    """

    figures: Statistics | Figures | None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """A metric's value at the extreme of another one."""

    value: float | None
    exact: bool = True


@dataclass(frozen=True)
class FigureSources:
    """Where figures come from.

    Attributes:
      points: TensorBoard's.
      files: the runs' own.
      seconds: that one question may spend on those.
      thorough: whether they are read wherever TensorBoard's points are not enough.
      eager: whether they are read there unless they are large.
      drops: TensorBoard's data server reads: of a curve whose steps fall it drops points.
    """

    points: FiguresCache
    files: EventFiles
    seconds: float = QUICK
    thorough: bool = False
    eager: bool = False
    drops: bool = True

    def budget(self) -> Budget:
        """For one question."""
        return Budget.of(max(self.seconds, EAGER) if self.eager and not self.thorough else self.seconds)


class MetricFigures:
    """Figures of the runs of one snapshot."""

    def __init__(self, bulk: Bulk, sources: FigureSources) -> None:
        self._bulk = bulk
        self._sources = sources
        self._tails: dict[str, Tail | None] = {}
        self._held: dict[str, bool | None] = {}
        self._few = self._thorough = False

    def find(
        self, states: Sequence[RunState], names: Callable[[RunState], Sequence[str]]
    ) -> list[list[Known]]:
        """Finds the figures of some metrics of some runs, with one question to TensorBoard.

        Args:
          states: the runs.
          names: gives the metrics of each.
        """
        budget = self._sources.budget()
        asked: dict[Series, object] = {}
        for state in states:
            for name in names(state):
                where = state.row.series.get(name)
                if where is not None and name in state.metrics and recorded(state, name) is None:
                    asked[where] = self._bulk.scalars.get(where[0])
        self._few = len({run for run, _ in asked}) <= _FEW
        sampled = self._sources.points.find(asked)
        self._thorough = self._reads_files(where for where, points in sampled.items() if not points.whole)
        return [[self._find(state, name, sampled, budget) for name in names(state)] for state in states]

    def find_at(self, states: Sequence[RunState], metric: str, key: str, extreme: Extreme) -> list[Value]:
        """Finds a metric's value at the step where `key` is highest or lowest."""
        keys = [known for (known,) in self.find(states, lambda _: [key])]
        found: dict[int, Value] = {}
        left: dict[int, Known] = {}
        for row, (state, known) in enumerate(zip(states, keys, strict=True)):
            if known.figures is None or metric not in state.metrics:
                found[row] = Value(None)
            elif (value := self._recorded_at(state, metric, key, extreme)) is not None:
                found[row] = Value(value, known.exact and state.metrics[metric].exact)
            else:
                left[row] = known
        wanted = {where for row in left if (where := states[row].row.series.get(metric)) is not None}
        points = self._sources.points.read_points(wanted)
        self._thorough = self._reads_files(
            where for where in wanted if not self._sources.points.is_whole(points.get(where, ()))
        )
        budget = self._sources.budget()
        for row, known in left.items():
            found[row] = self._find_at(states[row], metric, key, extreme, known, points, budget)
        return [found[row] for row in range(len(states))]

    def _find(self, state: RunState, name: str, sampled: Mapping[Series, Figures], budget: Budget) -> Known:
        if name not in state.metrics:
            return Known(None)
        statistics = recorded(state, name)
        if statistics is not None:
            return Known(statistics, state.metrics[name].exact and not statistics.inexact)
        where = state.row.series.get(name, _NOWHERE)
        points = sampled.get(where)
        if self._is_living(state, name):
            living = self._find_living(state, where[1])
            if living is not None:
                return Known(living, living.whole and state.metrics[name].exact)
        if points is None or not self._is_enough(points, where, budget):
            curve = self._read(where, budget)
            if curve is not None:
                return Known(curve.figures(), curve.exact and state.metrics[name].exact)
        if points is None:
            return Known(None)
        exact = points.whole and state.metrics[name].exact and bool(self._is_held_whole(where[0], budget))
        return Known(points, exact)

    def _reads_files(self, sampled: Iterable[Series]) -> bool:
        """Whether the files of curves are read of which there is only a sample."""
        if self._sources.thorough or not self._sources.eager:
            return self._sources.thorough
        runs = {run for run, _ in sampled}
        return sum(map(self._sources.files.size, runs)) <= _READ_UNASKED

    def _is_enough(self, points: Figures, where: Series, budget: Budget) -> bool:
        """Whether the points do; of a few runs, and where steps went back, the files have all."""
        if points.whole:
            return not self._few and self._is_held_whole(where[0], budget) is not False
        return not self._thorough

    def _is_held_whole(self, run: str, budget: Budget) -> bool | None:
        """Whether nothing was dropped of a run's curves; None where there was no time to see."""
        held = self._held.get(run)
        if held is None:
            files = self._sources.files
            falls = files.count_foreign(run) > 1 or (self._sources.drops and files.falls(run, budget))
            held = self._held[run] = None if falls is None else not falls
        return held

    def _read(self, where: Series, budget: Budget) -> WholeCurve | None:
        curve = self._sources.files.read(where[0], budget).get(where[1])
        return curve if curve is not None and len(curve) else None

    def _is_living(self, state: RunState, name: str) -> bool:
        where = state.row.series.get(name)
        return state.record is not None and where is not None and where[0] == state.name

    def _find_living(self, state: RunState, tag: str) -> Figures | None:
        tail = self._tail(state.name)
        if tail is None or tail.record.writers:
            return None
        return _join(tail, tag)

    def _tail(self, run: str) -> Tail | None:
        if run not in self._tails:
            self._tails[run] = self._sources.files.read_tail(run)
        return self._tails[run]

    def _recorded_at(self, state: RunState, metric: str, key: str, extreme: Extreme) -> float | None:
        """The value in double precision, where the run recorded it."""
        places = [state.row.series.get(name, (state.name, name)) for name in (metric, key)]
        if state.record is None or any(run != state.name for run, _ in places):
            return None
        tags = [tag for _, tag in places]
        if recorded(state, key) is not None:
            return _value_in(state.record, tags[0], tags[1], extreme)
        tail = self._tail(state.name)
        if tail is None or tail.record.writers:
            return None
        return _value_in_tail(tail, tags[0], tags[1], extreme)

    def _find_at(
        self,
        state: RunState,
        metric: str,
        key: str,
        extreme: Extreme,
        known: Known,
        points: Mapping[Series, Sequence[Point]],
        budget: Budget,
    ) -> Value:
        where = state.row.series.get(metric)
        if where is None or known.figures is None:
            return Value(None)
        step, time = _place_of(known.figures, extreme)
        curve = points.get(where, ())
        count = statistics.count if (statistics := recorded(state, metric)) is not None else None
        whole = self._sources.points.is_whole(curve) and (count is None or count == len(curve))
        if not whole or not self._is_held_whole(where[0], budget):
            if self._thorough or count is not None:
                read = self._read(where, budget)
                if read is not None:
                    return self._value_in_files(read, state, key, extreme, known, budget)
            whole = False
        return Value(value_at(curve, step, time), whole and known.exact and state.metrics[metric].exact)

    def _value_in_files(
        self, read: WholeCurve, state: RunState, key: str, extreme: Extreme, known: Known, budget: Budget
    ) -> Value:
        assert known.figures is not None
        step, time = _place_of(known.figures, extreme)
        if time is None:
            curve = self._read(state.row.series.get(key, _NOWHERE), budget)
            if curve is not None and (place := _place_of(curve.figures(), extreme))[0] == step:
                time = place[1]
        return Value(read.value_at(step, time), read.exact and known.exact)


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


def recorded(state: RunState, metric: str) -> Statistics | None:
    """The figures of a metric that the run recorded; None where it did not, or has logged more since."""
    last = state.metrics.get(metric)
    if last is None or not last.recorded or state.record is None:
        return None
    where = state.row.series.get(metric)
    return state.record.metrics[where[1] if where is not None else metric]


def _place_of(figures: Statistics | Figures, extreme: Extreme) -> tuple[int, float | None]:
    step: int = getattr(figures, f"{extreme}_step")
    return step, getattr(figures, f"{extreme}_time", None)


def _value_in(record: RunRecord, metric: str, key: str, extreme: Extreme) -> float | None:
    if key not in record.metrics:
        return None
    statistics = record.metrics[key]
    if metric == key:
        value: float = getattr(statistics, extreme)
        return value
    return extremes.value(record, metric, getattr(statistics, f"{extreme}_moment"))


def _join(tail: Tail, tag: str) -> Figures | None:
    """What a series comes to: as recorded, and what was logged since."""
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


def _value_in_tail(tail: Tail, metric: str, key: str, extreme: Extreme) -> float | None:
    joined = _join(tail, key)
    if joined is None:
        return None
    step, time = _place_of(joined, extreme)
    if time is None:
        return _value_in(tail.record, metric, key, extreme)
    curve = tail.later.curves.get(metric)
    if curve is None or step not in curve.steps:
        return None
    return WholeCurve([curve], whole=True).value_at(step, time)
