"""The columns of a logdir's runs: whole columns by kind and name, made when first asked for and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tb_lifecycle.reading.expressions.source import ATTRIBUTES, Aggregate, Extreme, Kind
from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.metrics.headline import main_first, main_of
from tb_lifecycle.reading.metrics.splits import measured
from tb_lifecycle.reading.records.values import digest_text
from tb_lifecycle.reading.table import stages
from tb_lifecycle.reading.table.first_columns import FirstColumns, choose_first_columns
from tb_lifecycle.reading.table.sampled_points import Figures, FiguresCache, value_at
from tb_lifecycle.reading.table.snapshot import RunState, Snapshot
from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Statistics
    from tb_lifecycle.reading.tensorboard.listing import Series

Values = Sequence[object]
_States = tuple[stages.State, ...]  # in the order of STAGES

# Where no more than one run in so many has changed, columns are corrected rather than made anew.
_FEW = 10

_FIGURES = ("first", "min", "max", "mean", "count", "first_step", "min_step", "max_step")


class Columns:
    """All columns of one snapshot, one value a run, in the snapshot's order. A missing value is None."""

    def __init__(self, snapshot: Snapshot, figures: FiguresCache) -> None:
        self.runs = snapshot.runs
        self.names = [state.name for state in snapshot.runs]
        self._bulk = snapshot.bulk
        self._figures = figures
        self._kept: dict[tuple[str, ...], Values] = {}
        self._known_stages: list[tuple[RunState, bool, _States]] = []

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each run, by name."""
        return {name: row for row, name in enumerate(self.names)}

    def prepare(self) -> None:
        """Works out now what takes long, so that no question has to wait for it."""
        with collection_paused():
            _ = self.rows, self._states, self._known, self.first

    def renew(self, snapshot: Snapshot) -> Columns:
        """Makes the columns of a later snapshot; these ones where no run has changed."""
        columns = Columns(snapshot, self._figures)
        columns._known_stages = self._known_stages
        if columns.names != self.names:
            return columns
        pairs = enumerate(zip(snapshot.runs, self.runs, strict=True))
        changed = [row for row, (new, old) in pairs if new is not old]
        if not changed:
            return self
        if len(changed) * _FEW <= len(columns.names):
            columns._take(self, changed)
        return columns

    def _take(self, before: Columns, changed: Sequence[int]) -> None:
        """Takes what is known of earlier columns of the same runs, but for the rows that have changed."""
        if "rows" in vars(before):
            self.rows = before.rows
        new = [self.runs[row] for row in changed]
        if "_known" in vars(before) and all(
            map(_have_same_names, new, (before.runs[row] for row in changed))
        ):
            self._known = before._known
            self._recorded_datasets = before._recorded_datasets
        for key, kept in list(before._kept.items()):
            if key[0] == "field" and key[1] != "stage":
                values = list(kept)
                for row, value in zip(changed, _read_field(key[1], key[2], new), strict=True):
                    values[row] = value
                self._kept[key] = values

    @cached_property
    def first(self) -> FirstColumns:
        """The columns that a table of all runs shows at first."""
        return choose_first_columns(self.runs)

    def first_of(self, rows: Sequence[int]) -> FirstColumns:
        """The columns that a table of these rows shows at first."""
        return choose_first_columns([self.runs[row] for row in rows])

    def describe_stages(self, row: int) -> Mapping[str, stages.Stage]:
        """The stages of one run, with what is missing."""
        return stages.describe(self.runs[row], self._comparable[row])

    @cached_property
    def _comparable(self) -> Sequence[bool]:
        return stages.find_comparable(self.runs)

    @cached_property
    def _states(self) -> list[_States]:
        """How far each stage of each run is recorded; what is missing is told of one run at a time."""
        known = {before[0].name: before for before in self._known_stages}
        shared: dict[_States, _States] = {}
        self._known_stages = described = []
        for state, comparable in zip(self.runs, self._comparable, strict=True):
            before = known.get(state.name)
            if before is None or before[0] is not state or before[1] != comparable:
                states = tuple(stage.state for stage in stages.describe(state, comparable).values())
                before = (state, comparable, states)
            described.append((state, comparable, shared.setdefault(before[2], before[2])))
        return [states for _, _, states in described]

    @cached_property
    def _recorded_datasets(self) -> Collection[str]:
        return _union(state.datasets for state in self.runs)

    @cached_property
    def _known(self) -> dict[Kind, Collection[str]]:
        return {
            "attribute": ATTRIBUTES,
            "code": tuple(_CODE),
            "stage": stages.STAGES,
            "flag": _union(state.flags for state in self.runs),
            "metric": _union(state.metrics for state in self.runs),
            "dataset": _union([self._recorded_datasets, map(_without_split, self._recorded_datasets)]),
            "export": _union(state.exports for state in self.runs),
        }

    def known(self, kind: Kind) -> Collection[str]:
        """The names of one kind that some run has, sorted; of a fixed kind, all there are."""
        return self._known[kind]

    def listed(self, kind: Kind) -> Collection[str]:
        """The names of one kind that make a column each: of a data set with splits only those."""
        return self._recorded_datasets if kind == "dataset" else self._known[kind]

    def field(self, kind: Kind, name: str) -> Values | None:
        """One column; None where no run has that name."""
        if name not in self._known[kind]:
            return None
        return self._keep(("field", kind, name), lambda: self._make_field(kind, name))

    def aggregate(self, name: str, function: Aggregate) -> Values:
        """A figure of a metric: recorded exactly, else over TensorBoard's points."""
        if function == "last":
            return self.field("metric", name) or [None] * len(self.runs)
        return self._keep(
            ("aggregate", name, function),
            lambda: [getattr(figures, function, None) for figures in self._metric_figures(name)],
        )

    def at(self, metric: str, key: str, function: Extreme) -> Values:
        """A metric's value at the step where `key` is highest ("max") or lowest ("min")."""
        return self._keep(("at", metric, key, function), lambda: self._make_at(metric, key, function))

    def describe_metrics(self, states: Sequence[RunState]) -> list[dict[str, Any]]:
        """The figures of every metric of some runs, with one question to TensorBoard.

        Returns:
          For each run its metrics by name, the main one first: last, step, first, min, max, mean, count,
          exact, better, split, figure and the steps of min and max.
        """
        series: dict[Series, object] = {}
        for state in states:
            for name, where in state.row.series.items():
                if name in state.metrics and recorded_statistics(state, name) is None:
                    series[where] = self._bulk.scalars.get(where[0])
        sampled = self._figures.find(series)
        return [
            {
                name: _describe_metric(state, name, sampled)
                for name in main_first(state.metrics, main_of(state.metrics, self.first.main))
            }
            for state in states
        ]

    def exact(self, name: str) -> Sequence[bool]:
        """For each run, whether a metric's figures are recorded ones; True where it has none."""
        return [value.exact if (value := state.metrics.get(name)) else True for state in self.runs]

    def _keep(self, key: tuple[str, ...], make: Callable[[], Values]) -> Values:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _make_field(self, kind: Kind, name: str) -> Values:
        if kind == "stage":
            stage = stages.STAGES.index(name)
            return [states[stage] for states in self._states]
        return _read_field(kind, name, self.runs)

    def _metric_figures(self, name: str) -> list[Statistics | Figures | None]:
        recorded = [recorded_statistics(state, name) for state in self.runs]
        series: dict[Series, object] = {}
        for state, statistics in zip(self.runs, recorded, strict=True):
            if statistics is None and (where := state.row.series.get(name)) is not None:
                series[where] = self._bulk.scalars.get(where[0])
        sampled = self._figures.find(series)
        return [
            statistics if statistics is not None else sampled.get(state.row.series.get(name, ("", "")))
            for state, statistics in zip(self.runs, recorded, strict=True)
        ]

    def _make_at(self, metric: str, key: str, function: Extreme) -> Values:
        steps: dict[Series, int] = {}
        for state, figures in zip(self.runs, self._metric_figures(key), strict=True):
            where = state.row.series.get(metric)
            if figures is not None and where is not None:
                steps[where] = figures.max_step if function == "max" else figures.min_step
        points = self._figures.read_points(steps)
        values = {where: value_at(points.get(where, ()), step) for where, step in steps.items()}
        return [values.get(state.row.series.get(metric, ("", ""))) for state in self.runs]


def _read_field(kind: str, name: str, states: Sequence[RunState]) -> Values:
    """One value a run, of any kind but the stages, which depend on other runs."""
    if kind == "flag":
        return [state.flags.get(name) for state in states]
    if kind == "metric":
        return [value.value if (value := state.metrics.get(name)) else None for state in states]
    if kind == "dataset":
        return [dataset_digest(state, name) for state in states]
    if kind == "export":
        return [state.exports.get(name) for state in states]
    read = _CODE[name] if kind == "code" else _ATTRIBUTES[name]
    return [read(state) for state in states]


def _have_same_names(one: RunState, other: RunState) -> bool:
    """Whether two states have the same flags, metrics, data sets and exports, whatever their values."""
    return (
        one.flags.keys() == other.flags.keys()
        and one.metrics.keys() == other.metrics.keys()
        and one.datasets.keys() == other.datasets.keys()
        and one.exports.keys() == other.exports.keys()
    )


def recorded_statistics(state: RunState, metric: str) -> Statistics | None:
    """The figures of a metric that the run recorded; None where it did not, or has logged more since."""
    last = state.metrics.get(metric)
    if last is None or not last.recorded or state.record is None:
        return None
    where = state.row.series.get(metric)
    return state.record.metrics[where[1] if where is not None else metric]


def dataset_digest(state: RunState, name: str) -> str | None:
    """The digest of a data set: recorded under that name, or over its splits where it has some.

    Two runs have the same one if they read the same splits with the same content. None where there is no
    such data set, and where a split could not be read whole.
    """
    if name in state.datasets:
        return state.datasets[name]
    splits = {split: digest for split, digest in state.datasets.items() if _without_split(split) == name}
    if len(splits) == 1:
        return next(iter(splits.values()))
    if not splits or None in splits.values():
        return None
    lines = "".join(f"{digest} {split}\n" for split, digest in sorted(splits.items()))
    return digest_text(hashlib.sha256(lines.encode()).digest())


def _without_split(name: str) -> str:
    return name.rpartition("/")[0] or name


def _describe_metric(state: RunState, name: str, sampled: Mapping[Series, Figures]) -> dict[str, Any]:
    last = state.metrics[name]
    figures = recorded_statistics(state, name) or sampled.get(state.row.series.get(name, ("", "")))
    described = {key: getattr(figures, key, None) for key in _FIGURES}
    return {
        "last": last.value,
        "step": last.step,
        **described,
        "exact": last.exact,
        "better": better(name),
        **measured(name)._asdict(),
    }


def _union(names: Iterable[Iterable[str]]) -> Collection[str]:
    """All names, sorted, in a collection that finds one quickly."""
    return dict.fromkeys(sorted(set().union(*names)))


def _commit(state: RunState) -> object:
    return (state.record.code.commit or None) if state.record is not None else None


def _branch(state: RunState) -> object:
    return (state.record.code.branch or None) if state.record is not None else None


def _dirty(state: RunState) -> object:
    return state.record.code.dirty if state.record is not None and state.record.code.commit else None


_CODE: Mapping[str, Callable[[RunState], object]] = {"commit": _commit, "branch": _branch, "dirty": _dirty}
_ATTRIBUTES: Mapping[str, Callable[[RunState], object]] = {
    "name": lambda state: state.name,
    "status": lambda state: state.status,
    "started": lambda state: state.started,
    "duration": lambda state: state.duration,
    "tags": lambda state: list(state.record.tags) if state.record is not None else [],
    "user": lambda state: (state.record.user or None) if state.record is not None else None,
    "host": lambda state: (state.record.host or None) if state.record is not None else None,
}
