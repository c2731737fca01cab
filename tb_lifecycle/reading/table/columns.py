"""The columns of a logdir's runs: whole columns by kind and name, made when first asked for and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from tb_lifecycle.reading.expressions.source import ATTRIBUTES, Aggregate, Extreme, Kind
from tb_lifecycle.reading.groups.origin import origin_of
from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.metrics.headline import main_first, main_of
from tb_lifecycle.reading.metrics.splits import measured
from tb_lifecycle.reading.records.values import digest_text
from tb_lifecycle.reading.table import stages
from tb_lifecycle.reading.table.event_files import Budget
from tb_lifecycle.reading.table.figure_sources import THOROUGH, FigureSources, FilesOfRuns
from tb_lifecycle.reading.table.first_columns import FirstColumns, choose_first_columns
from tb_lifecycle.reading.table.metric_figures import Known, MetricFigures
from tb_lifecycle.reading.table.snapshot import RunState, Snapshot
from tb_lifecycle.reading.table.unread_metrics import find_unread
from tb_lifecycle.reading.table.values_at import Value, ValuesAt
from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused

Values = Sequence[object]
_States = tuple[stages.State, ...]  # in the order of STAGES

# Where no more than one run in so many has changed, columns are corrected rather than made anew.
_FEW = 10

# Of so many runs all event files are read for exact figures: there may be metrics that TensorBoard has not.
_READ_WHOLE = 50

_FIGURES = ("first", "min", "max", "mean", "count", "first_step", "min_step", "max_step")


class Columns:
    """All columns of one snapshot, one value a run, in the snapshot's order. A missing value is None."""

    def __init__(self, snapshot: Snapshot, sources: FigureSources) -> None:
        self.runs = snapshot.runs
        self.names = [state.name for state in snapshot.runs]
        self._snapshot = snapshot
        self.sources = sources
        files = FilesOfRuns(sources)
        self._figures = MetricFigures(snapshot.bulk, sources, files)
        self._values_at = ValuesAt(self._figures, sources, files)
        self._kept: dict[tuple[str, ...], Values] = {}
        self._known_figures: dict[str, list[Known]] = {}
        self._known_at: dict[tuple[str, str, Extreme], list[Value]] = {}
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
        columns = Columns(snapshot, self.sources)
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

    def reading(self, sources: FigureSources) -> Columns:
        """The columns of the same runs, with figures from elsewhere."""
        columns = Columns(self._snapshot, sources)
        columns._known_stages = self._known_stages
        columns._take(self, [])
        return columns

    def exactly(self, seconds: float = THOROUGH) -> Columns:
        """The columns of the same runs, with figures from event files where TensorBoard's points do not do.

        Args:
          seconds: that one question may spend on reading files; what is not read by then is not exact.
        """
        sources = replace(self.sources, seconds=seconds, thorough=True)
        if len(self.runs) > _READ_WHOLE:
            return self.reading(sources)
        budget = Budget.of(seconds)
        runs = [find_unread(state, sources.files, budget) for state in self.runs]
        if all(new is old for new, old in zip(runs, self.runs, strict=True)):
            return self.reading(sources)
        return Columns(replace(self._snapshot, runs=runs), sources)

    def with_states(self, states: Mapping[str, RunState]) -> Columns:
        """The same runs in the same order, some of them in another state, by their names."""
        runs = [states.get(state.name, state) for state in self.runs]
        columns = Columns(replace(self._snapshot, runs=runs), self.sources)
        columns._known_stages = self._known_stages
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
        if not changed and (settings := before._kept.get(("settings",))) is not None:
            self._kept["settings",] = settings
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

    @cached_property
    def origins(self) -> Values:
        """What each run's record says of its code and packages beside the commit; None without a record."""
        return [origin_of(state.name, state.record) for state in self.runs]

    @cached_property
    def sessions(self) -> Values:
        """The group that each run's HParams session says it is one of; None where it says nothing."""
        return [state.session_group for state in self.runs]

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
        return self.keep(("field", kind, name), lambda: self._make_field(kind, name))

    def aggregate(self, name: str, function: Aggregate) -> Values:
        """A figure of a metric: recorded exactly, else over TensorBoard's points or the event files."""
        if function == "last":
            return self.field("metric", name) or [None] * len(self.runs)
        return self.keep(
            ("aggregate", name, function),
            lambda: [getattr(known.figures, function, None) for known in self._metric_figures(name)],
        )

    def at(self, metric: str, key: str, function: Extreme) -> Values:
        """A metric's value at the step where `key` is highest ("max") or lowest ("min")."""
        return [value.value for value in self._metric_at(metric, key, function)]

    def describe_metrics(self, states: Sequence[RunState]) -> list[dict[str, Any]]:
        """The figures of every metric of some runs, with one question to TensorBoard.

        Returns:
          For each run its metrics by name, the main one first: last, step, first, min, max, mean, count,
          exact, better, split, figure and the steps of min and max.
        """
        main = self.first.main
        names = [main_first(state.metrics, main_of(state.metrics, main)) for state in states]
        order = dict(zip(map(id, states), names, strict=True))
        found = self._figures.find(states, lambda state: order[id(state)])
        return [
            {name: _describe_metric(state, name, known) for name, known in zip(own, figures, strict=True)}
            for state, own, figures in zip(states, names, found, strict=True)
        ]

    def exact(self, name: str, function: Aggregate = "last") -> Sequence[bool]:
        """For each run, whether a figure of a metric is exact; True where it has none."""
        if function == "last":
            return [value.exact if (value := state.metrics.get(name)) else True for state in self.runs]
        return [known.exact for known in self._metric_figures(name)]

    def exact_at(self, metric: str, key: str, function: Extreme) -> Sequence[bool]:
        """For each run, whether the value of `at` is exact; True where it has none."""
        return [value.exact for value in self._metric_at(metric, key, function)]

    def keep(self, key: tuple[str, ...], make: Callable[[], Values]) -> Values:
        """What `make` gives, made once for this snapshot: one value a run."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _make_field(self, kind: Kind, name: str) -> Values:
        if kind == "stage":
            stage = stages.STAGES.index(name)
            return [states[stage] for states in self._states]
        return _read_field(kind, name, self.runs)

    def _metric_figures(self, name: str) -> list[Known]:
        if name not in self._known_figures:
            self._known_figures[name] = [
                known for (known,) in self._figures.find(self.runs, lambda _: [name])
            ]
        return self._known_figures[name]

    def _metric_at(self, metric: str, key: str, function: Extreme) -> list[Value]:
        asked = (metric, key, function)
        if asked not in self._known_at:
            self._known_at[asked] = self._values_at.find(self.runs, metric, key, function)
        return self._known_at[asked]


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


def _describe_metric(state: RunState, name: str, known: Known) -> dict[str, Any]:
    last = state.metrics[name]
    return {
        "last": last.value,
        "step": last.step,
        **{key: getattr(known.figures, key, None) for key in _FIGURES},
        "exact": known.exact and last.exact,
        "last_exact": last.exact,
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
    code = state.record.code if state.record is not None else None
    return code.dirty if code is not None and code.commit and not code.changes_unknown else None


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
