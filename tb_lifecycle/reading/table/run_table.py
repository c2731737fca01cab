"""A table of runs: a logdir's runs as columns, filtered, sorted and selected by expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tb_lifecycle.errors import RunNotFoundError
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.evaluator import evaluate, exactness, matching, reference
from tb_lifecycle.reading.expressions.names import find
from tb_lifecycle.reading.expressions.ordering import sort_order
from tb_lifecycle.reading.expressions.source import FIXED, Aggregate, Extreme, Kind, column_id
from tb_lifecycle.reading.expressions.syntax import Name
from tb_lifecycle.reading.expressions.tokens import split_top_level
from tb_lifecycle.reading.groups.group_table import GroupTable, group_runs
from tb_lifecycle.reading.groups.same_setting import name_settings, seeds_of
from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.event_files import EventFiles
from tb_lifecycle.reading.table.expression_direction import find_direction
from tb_lifecycle.reading.table.figure_sources import THOROUGH, FigureSources
from tb_lifecycle.reading.table.first_columns import FirstColumns
from tb_lifecycle.reading.table.sampled_points import FiguresCache
from tb_lifecycle.reading.table.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

    from tb_lifecycle.reading.sweeps.sweep import Sweep

ColumnKind = Literal["attribute", "flag", "metric", "dataset", "export", "code", "stage", "expression"]
ColumnType = Literal["string", "number", "boolean", "list", "mixed"]

_DEFAULT_KINDS: tuple[Kind, ...] = ("attribute", "stage", "code", "flag", "metric", "dataset", "export")
_FIXED_TYPES: dict[str, ColumnType] = {
    "started": "number",
    "duration": "number",
    "tags": "list",
    "dirty": "boolean",
}
_UNITS = {"started": "epoch s", "duration": "s"}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
      id: the expression that gives it, as it was asked for.
      kind: `attribute`, `stage`, `code`, `flag`, `metric`, `dataset`, `export` or `expression`.
      type: `string`, `number`, `boolean`, `list` or `mixed`.
      label: its heading.
      unit: `s`, `epoch s` or None.
      better: which way is better: `up`, `down` or None.
      values: one a run; None where it is missing.
      exact: no value comes from TensorBoard's sampled points.
      sampled: the rows whose values do; None where all are exact.
    """

    id: str
    kind: ColumnKind
    type: ColumnType
    label: str
    unit: str | None
    better: str | None
    values: list[object]
    exact: bool = True
    sampled: list[int] | None = field(default=None)


class RunTable:
    """Runs in an order. Every method returns a new table or plain values; none changes this one.

    Names and expressions are those of the filter in the page and of the command line.
    """

    def __init__(
        self,
        columns: Columns,
        rows: Sequence[int] | None = None,
        notices: Sequence[str] = (),
        uncut: Sequence[int] | None = None,
    ) -> None:
        """Makes a table of `rows`, indices into the runs of `columns`; all of them where it is None.

        `uncut` are the rows before a limit.
        """
        self._notices = tuple(notices)
        self._columns = columns
        self._rows = range(len(columns.names)) if rows is None else rows
        self._uncut = uncut

    @classmethod
    def empty(cls) -> RunTable:
        """A table without runs."""
        return cls(
            Columns(Snapshot(), FigureSources(FiguresCache(lambda _series, _limit: {}), EventFiles(None)))
        )

    def __len__(self) -> int:
        """The number of runs."""
        return len(self._rows)

    def __repr__(self) -> str:
        runs = "1 run" if len(self) == 1 else f"{len(self)} runs"
        return f"<RunTable of {runs}>"

    def prepare(self) -> None:
        """Works out now what takes long, so that what is asked of the table later does not wait for it."""
        self._columns.prepare()
        _ = self.settings()

    def exactly(self, seconds: float = THOROUGH) -> RunTable:
        """The same runs, with figures from event files where TensorBoard's points are not enough.

        Args:
          seconds: that one question may spend on reading files; what is not read by then is not exact.
        """
        return RunTable(self._columns.exactly(seconds), self._rows, uncut=self._uncut)

    def with_states(self, columns: Columns) -> RunTable:
        """The same rows of other columns of the same runs."""
        return RunTable(columns, self._rows, self._notices, self._uncut)

    @property
    def notices(self) -> Sequence[str]:
        """What of the logdir is not in the table or not shown, and why, in sentences."""
        return self._notices

    @property
    def unread(self) -> list[int]:
        """The rows of runs that were not read whole yet: what is missing there may be to come."""
        runs = self._columns.runs
        return [position for position, row in enumerate(self._rows) if runs[row].unread]

    @property
    def names(self) -> list[str]:
        """The runs' names, in order."""
        return list(map(self._columns.names.__getitem__, self._rows))

    @property
    def columns(self) -> list[Column]:
        """Every column: attributes, stages, code, then each flag, metric, data set and export."""
        return [
            self._make_column(kind, name) for kind in _DEFAULT_KINDS for name in self._columns.listed(kind)
        ]

    @property
    def first(self) -> FirstColumns:
        """The runs' main metric, and the columns to show at first."""
        whole = len(self._rows) == len(self._columns.names)
        return self._columns.first if whole else self._columns.first_of(self._rows)

    def where(self, expression: str) -> RunTable:
        """Keeps the runs for which `expression` is true.

        Raises:
          ExpressionError: the expression is wrong, or names what no run has.
        """
        return self._with_rows(self._rows[position] for position in matching(expression, self))

    def sort(self, *keys: str) -> RunTable:
        """Sorts by expressions, the first counting most.

        Args:
          *keys: each an expression, with a leading `-` for descending; or several of them, separated by
            commas. Missing values come last either way, ties go by name.

        Raises:
          ExpressionError: an expression is wrong, or names what no run has.
        """
        order = sort_order(keys, self)
        return self._with_rows(self._rows[position] for position in order)

    def limit(self, n: int) -> RunTable:
        """Keeps the first `n` runs.

        Raises:
          ValueError: `n` is less than 1.
        """
        if n < 1:
            raise ValueError(f"limit is a number of runs, 1 or more, not {n}.")
        return self._cut(self._rows[:n])

    def skip(self, n: int) -> RunTable:
        """Leaves out the first `n` runs.

        Raises:
          ValueError: `n` is negative.
        """
        if n < 0:
            raise ValueError(f"skip is a number of runs, 0 or more, not {n}.")
        return self._cut(self._rows[n:])

    def select(self, columns: str | Sequence[str]) -> list[Column]:
        """Evaluates columns.

        Args:
          columns: expressions; one string may hold several, separated by commas.

        Returns:
          One column an expression, with its trimmed text as id.

        Raises:
          ExpressionError: an expression is wrong, or names what no run has.
        """
        texts = [columns] if isinstance(columns, str) else columns
        parts = [part for text in texts for part in split_top_level(text)]
        found: dict[str, Column] = {}
        for part, offset in parts:
            if part not in found:
                limits.begin_expression(offset, offset + len(part))
                found[part] = self.select_one(part, offset)
        return [found[part] for part, _ in parts]

    def select_one(self, text: str, offset: int = 0) -> Column:
        """Evaluates one column, whose expression begins at `offset` in what the user wrote.

        Raises:
          ExpressionError: the expression is wrong, or names what no run has.
        """
        named = reference(text, self, offset=offset)
        if named is not None:
            return self._make_column(named.kind, named.name, text)
        values = evaluate(text, self, offset=offset)
        sampled = _find_sampled(values, exactness(text, self, offset=offset))
        direction = find_direction(text, self._find_metric)
        return Column(
            text, "expression", _find_type(values), text, None, direction, values, sampled is None, sampled
        )

    def _find_metric(self, name: Name) -> str | None:
        """The metric that a name in an expression is; None where it is none."""
        found = find(name, self)
        return found.name if found is not None and found.kind == "metric" else None

    def group_by(self, by: str) -> GroupTable:
        """Groups the runs, in their order.

        Args:
          by: `seed`: runs that are the same but for their seed and where they wrote make a group; or
            expressions, separated by commas, whose values the members of a group share.

        Raises:
          ExpressionError: an expression is wrong, or names what no run has.
          ValueError: `by` is blank.
        """
        return group_runs(self, by)

    def settings(self) -> list[str]:
        """For each run the name of its setting: the first of the runs that differ from it by seed alone."""
        whole = RunTable(self._columns)
        return [
            str(name) for name in self._pick(self._columns.keep(("settings",), lambda: name_settings(whole)))
        ]

    @property
    def has_seeds(self) -> bool:
        """Whether two or more of the runs are of one setting, with seeds of which they tell."""
        settings = self.settings()
        return len(set(zip(settings, map(repr, seeds_of(self)), strict=True))) > len(set(settings))

    def sweep(
        self,
        metric: str | None = None,
        *,
        value: Literal["last", "best"] = "last",
        better: Literal["up", "down"] | None = None,
        baseline: str | None = None,
    ) -> Sweep:
        """Reads the runs as a sweep: the best setting, which flags matter, where it is good, what to try.

        Args:
          metric: its name; by default the one that the table leads with.
          value: its last value, or its best.
          better: which way it is better, where its name does not tell or tells wrongly.
          baseline: a run's name, whose setting the others are held against; by default the first that was
            started with two runs or more.

        Returns:
          A `Sweep`: `ranking`, `importance`, `marginals`, `heat_map`, `lift`, `next_try`, `sentence` and
          `to_pandas()`, each worked out when asked for.

        Raises:
          UnknownMetricError: no run of the logdir has such a metric.
          RunNotFoundError: the baseline is none of the table's runs.
        """
        from tb_lifecycle.reading.sweeps.sweep import find_sweep

        found = find_sweep(self, metric, value=value, better=better, baseline=baseline)
        if baseline is not None and not found.ranking.chosen:
            raise RunNotFoundError(f"The baseline {baseline!r} is none of the {len(self)} runs to look at.")
        return found

    @property
    def main(self) -> str | None:
        """The metric that the logdir's runs are judged by."""
        return self._columns.first.main

    def origins(self) -> list[object]:
        """What each record says of the code and the packages beside the commit; None without a record."""
        return self._pick(self._columns.origins)

    def sessions(self) -> list[object]:
        """The group that each run's HParams session says it is one of; None where it says nothing."""
        return self._pick(self._columns.sessions)

    def column(self, expression: str) -> list[object]:
        """Evaluates one expression: its value for each run, None where it is missing.

        Raises:
          ExpressionError: the expression is wrong, or names what no run has.
        """
        return evaluate(expression, self)

    def to_pandas(self) -> pd.DataFrame:
        """Makes a data frame with every column, the runs' names as its index.

        Raises:
          ImportError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas() needs pandas. Install it with 'pip install pandas'.") from error
        data = {column.id: column.values for column in self.columns}
        index = pandas.Index(data.pop("name"), name="name", dtype=object)
        return pandas.DataFrame(data, index=index)

    def known(self, kind: Kind) -> Collection[str]:
        """The names of one kind (`flag`, `metric`, …) that a run of the logdir has."""
        return self._columns.known(kind)

    def field(self, kind: Kind, name: str) -> Sequence[object] | None:
        """One value a run, a metric's last; None where no run of the logdir has that name."""
        values = self._columns.field(kind, name)
        return None if values is None else self._pick(values)

    def aggregate(self, name: str, function: Aggregate) -> Sequence[object]:
        """A figure over all values of a metric (`min`, `max`, `first`, `last`, `mean`)."""
        return self._pick(self._columns.aggregate(name, function))

    def at(self, metric: str, key: str, function: Extreme) -> Sequence[object]:
        """A metric at the step where the metric `key` is highest (`max`) or lowest (`min`)."""
        return self._pick(self._columns.at(metric, key, function))

    def is_exact(self, name: str, function: Aggregate = "last") -> Sequence[bool]:
        """Whether every logged value is in each run's figure; else it comes from a sample of them."""
        exact = self._columns.exact(name, function)
        return [exact[row] for row in self._rows]

    def is_exact_at(self, metric: str, key: str, function: Extreme) -> Sequence[bool]:
        """The same of `at`."""
        exact = self._columns.exact_at(metric, key, function)
        return [exact[row] for row in self._rows]

    def uncut(self) -> tuple[RunTable, list[int]] | None:
        """The table as it was before `limit` and `skip`, and where each run is in it; None without those."""
        if self._uncut is None:
            return None
        places = {row: place for place, row in enumerate(self._uncut)}
        return RunTable(self._columns, self._uncut), [places[row] for row in self._rows]

    def _cut(self, rows: Sequence[int]) -> RunTable:
        uncut = self._rows if self._uncut is None else self._uncut
        return RunTable(self._columns, list(rows), self._notices, uncut)

    def last_steps(self, metric: str, positions: Sequence[int]) -> list[int | None]:
        """The step of a metric's last value of the runs at some positions; None of one without it."""
        states = [self._columns.runs[self._rows[position]] for position in positions]
        return [last.step if (last := state.metrics.get(metric)) else None for state in states]

    def _pick(self, values: Sequence[object]) -> list[object]:
        return list(map(values.__getitem__, self._rows))

    def _with_rows(self, rows: Iterable[int]) -> RunTable:
        return RunTable(self._columns, list(rows), self._notices)

    def _make_column(self, kind: Kind, name: str, text: str | None = None) -> Column:
        values = list(self.field(kind, name) or ())
        sampled = _find_sampled(values, self.is_exact(name)) if kind == "metric" else None
        return Column(
            id=column_id(kind, name) if text is None else text,
            kind=kind,
            type=_FIXED_TYPES.get(name, "string") if kind in FIXED else _find_type(values),
            label=f"{kind}.{name}" if kind in ("stage", "code") else name,
            unit=_UNITS.get(name) if kind == "attribute" else None,
            better=better(name) if kind == "metric" else None,
            values=values,
            exact=sampled is None,
            sampled=sampled,
        )


def _find_sampled(values: Sequence[object], exact: Sequence[bool]) -> list[int] | None:
    pairs = enumerate(zip(values, exact, strict=True))
    return [row for row, (value, is_exact) in pairs if value is not None and not is_exact] or None


def _find_type(values: Sequence[object]) -> ColumnType:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float} and kinds:
        return "number"
    if kinds == {bool}:
        return "boolean"
    if kinds == {list}:
        return "list"
    return "string" if kinds <= {str} else "mixed"
