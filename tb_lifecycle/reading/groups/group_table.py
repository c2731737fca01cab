"""A table of groups of runs: filtered, sorted and selected by the same expressions as one of runs."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.evaluator import matching
from tb_lifecycle.reading.expressions.ordering import sort_order
from tb_lifecycle.reading.expressions.source import Aggregate, ColumnSource, Extreme, Kind, column_id
from tb_lifecycle.reading.expressions.tokens import split_top_level
from tb_lifecycle.reading.groups import members
from tb_lifecycle.reading.groups.folding_figures import GroupFigures, fold_figures
from tb_lifecycle.reading.groups.members import Group, make_group
from tb_lifecycle.reading.groups.partition import freeze, partition

if TYPE_CHECKING:
    import pandas as pd


class RunColumn(Protocol):
    """A column of runs, as far as it is folded."""

    @property
    def id(self) -> str:
        """The expression that gives it."""

    @property
    def kind(self) -> str:
        """What it is a column of."""

    @property
    def type(self) -> str:
        """What its values are."""

    @property
    def label(self) -> str:
        """Its heading."""

    @property
    def unit(self) -> str | None:
        """Its unit."""

    @property
    def better(self) -> str | None:
        """Which way is better."""

    @property
    def values(self) -> Sequence[object]:
        """One a run."""

    @property
    def sampled(self) -> Sequence[int] | None:
        """The runs whose values are approximate."""


class GroupedRuns(ColumnSource, Protocol):
    """The runs that are grouped."""

    @property
    def names(self) -> Sequence[str]:
        """The runs' names."""

    def settings(self) -> Sequence[str]:
        """For each run the name of its setting."""

    @property
    def columns(self) -> Sequence[RunColumn]:
        """Every column."""

    @property
    def main(self) -> str | None:
        """The metric that they are judged by."""

    def select_one(self, text: str, offset: int = 0) -> RunColumn:
        """The column of one expression, which begins at `offset` in what the user wrote."""


@dataclass(frozen=True)
class GroupColumn:
    """One column of a table of groups.

    Attributes:
      of: the runs' column.
      values: one a group: a mean of figures, the latest start, the least stage, else the value that all
        members share; None where it is missing or they share none. That of a group of one is the run's own.
      figures: mean, spread and interval of a column of figures; None of another.
      varied: the groups whose members have different values, where one is shown.
      span: of each group whose members have different numbers the least and the highest; None of another.
      sampled: the groups that have an approximate figure of a counted member in them; None where none has.
    """

    of: RunColumn
    values: Sequence[object]
    figures: GroupFigures | None
    varied: Sequence[int]
    span: Sequence[tuple[float, float] | None]
    sampled: list[int] | None

    @property
    def id(self) -> str:
        """The expression that gives it."""
        return self.of.id

    @property
    def exact(self) -> bool:
        """Whether none of its figures is approximate."""
        return self.sampled is None


class GroupTable:
    """Groups of runs in an order. Every method returns a new table or plain values; none changes this one.

    In `where` and `sort` a metric is the mean over the group's counted members.
    """

    def __init__(self, runs: GroupedRuns, groups: Sequence[Group]) -> None:
        self._runs = runs
        self.groups = groups

    def __len__(self) -> int:
        """The number of groups."""
        return len(self.groups)

    def __repr__(self) -> str:
        groups = "1 group" if len(self) == 1 else f"{len(self)} groups"
        return f"<GroupTable of {groups}>"

    @property
    def keys(self) -> list[str]:
        """What names each group for `compare`."""
        return [group.key for group in self.groups]

    @property
    def names(self) -> list[str]:
        """What names each group for people."""
        return [group.label for group in self.groups]

    @property
    def columns(self) -> list[GroupColumn]:
        """Every column of the runs, folded."""
        return [self._fold(column) for column in self._runs.columns]

    def only(self, key: str) -> GroupTable:
        """Keeps the group of that key, if there is one."""
        return GroupTable(self._runs, [group for group in self.groups if group.key == key])

    def where(self, expression: str) -> GroupTable:
        """Keeps the groups for which `expression` is true.

        Raises:
          ExpressionError: the expression is wrong, or names what no run has.
        """
        return GroupTable(self._runs, [self.groups[place] for place in matching(expression, self)])

    def sort(self, *keys: str) -> GroupTable:
        """Sorts by expressions, as `RunTable.sort`; one of figures goes by the mean over the members.

        Raises:
          ExpressionError: an expression is wrong, or names what no run has.
        """
        order = sort_order(keys, self, column=lambda text, offset: list(self._select(text, offset).values))
        return GroupTable(self._runs, [self.groups[place] for place in order])

    def limit(self, n: int) -> GroupTable:
        """Keeps the first `n` groups.

        Raises:
          ValueError: `n` is less than 1.
        """
        if n < 1:
            raise ValueError(f"limit is a number of groups, 1 or more, not {n}.")
        return GroupTable(self._runs, self.groups[:n])

    def skip(self, n: int) -> GroupTable:
        """Leaves out the first `n` groups.

        Raises:
          ValueError: `n` is negative.
        """
        if n < 0:
            raise ValueError(f"skip is a number of groups, 0 or more, not {n}.")
        return GroupTable(self._runs, self.groups[n:])

    def select(self, columns: str | Sequence[str]) -> list[GroupColumn]:
        """Evaluates columns for each run and folds them: of figures the mean, else what the members share.

        Args:
          columns: expressions; one string may hold several, separated by commas.

        Raises:
          ExpressionError: an expression is wrong, or names what no run has.
        """
        texts = [columns] if isinstance(columns, str) else columns
        parts = [part for text in texts for part in split_top_level(text)]
        return [self._select(part, offset) for part, offset in parts]

    def column(self, expression: str) -> list[object]:
        """One column's value for each group, None where it is missing or the members share none.

        Raises:
          ExpressionError: the expression is wrong, or names what no run has.
        """
        return list(self._select(expression, 0).values)

    def to_pandas(self) -> pd.DataFrame:
        """Makes a data frame of every column, with `sd`, `low`, `high` and `n` beside those of figures.

        The groups' keys are its index; `members` and `n` are columns of their own.

        Raises:
          ImportError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas() needs pandas. Install it with 'pip install pandas'.") from error
        data: dict[str, Sequence[object]] = {
            "members": [list(group.members) for group in self.groups],
            "n": [group.n for group in self.groups],
        }
        for column in self.columns:
            data[column.id] = column.values
            if column.figures is not None:
                for part in ("sd", "low", "high", "n"):
                    data[f"{column.id} {part}"] = getattr(column.figures, part)
        return pandas.DataFrame(data, index=pandas.Index(self.keys, name="group", dtype=object))

    def known(self, kind: Kind) -> Collection[str]:
        """The names of one kind that a run of the logdir has."""
        return self._runs.known(kind)

    def field(self, kind: Kind, name: str) -> Sequence[object] | None:
        """One value a group, a metric's mean; None where no run of the logdir has that name."""
        if self._runs.field(kind, name) is None:
            return None
        return self._select(column_id(kind, name), 0).values

    def aggregate(self, name: str, function: Aggregate) -> Sequence[object]:
        """The mean over each group's members of a figure of a metric."""
        return self._means(self._runs.aggregate(name, function))

    def at(self, metric: str, key: str, function: Extreme) -> Sequence[object]:
        """The mean over each group's members of a metric at the step where another is highest or lowest."""
        return self._means(self._runs.at(metric, key, function))

    def is_exact(self, name: str, function: Aggregate = "last") -> Sequence[bool]:
        """Whether every logged value is in each member's figure."""
        return self._all_of(self._runs.is_exact(name, function))

    def is_exact_at(self, metric: str, key: str, function: Extreme) -> Sequence[bool]:
        """The same of `at`."""
        return self._all_of(self._runs.is_exact_at(metric, key, function))

    def uncut(self) -> None:
        """None: what a limit leaves of groups is asked about as if it were all."""

    def figures(self, metric: str) -> list[list[float]]:
        """Each group's finite figures of a metric, of its counted members in their order."""
        values = self._runs.field("metric", metric) or ()
        return [
            [value for row in group.counted if (value := _finite(values[row])) is not None]
            for group in self.groups
        ]

    def _select(self, text: str, offset: int) -> GroupColumn:
        limits.begin_expression(offset, offset + len(text))
        return self._fold(self._runs.select_one(text, offset))

    def _fold(self, column: RunColumn) -> GroupColumn:
        figures = fold_figures(column.values, self._counted) if _has_figures(column) else None
        if figures is not None:
            values = self._own_or(column.values, figures.mean)
            return GroupColumn(column, values, figures, (), (), self._find_sampled(column.sampled))
        if column.id == "name":
            return GroupColumn(column, self.names, None, (), (), None)
        if column.id == "started":
            latest = [_latest(column.values, group.rows) for group in self.groups]
            return GroupColumn(column, latest, None, (), (), None)
        if column.kind == "stage":
            least = [_least_stage(column.values, group.counted or group.rows) for group in self.groups]
            return GroupColumn(column, least, None, (), (), None)
        shared, varied = self._share(column.values)
        return GroupColumn(column, shared, None, varied, self._span(column, varied), None)

    def _own_or(self, own: Sequence[object], means: Sequence[object]) -> list[object]:
        pairs = zip(self.groups, means, strict=True)
        return [own[group.rows[0]] if len(group.rows) == 1 else mean for group, mean in pairs]

    def _span(self, column: RunColumn, varied: Sequence[int]) -> list[tuple[float, float] | None]:
        """The least and the highest number of each group that has different ones."""
        span: list[tuple[float, float] | None] = [None] * len(self.groups)
        if column.type != "number":
            return span
        for place in varied:
            values = [column.values[row] for row in self.groups[place].rows]
            numbers = [value for value in values if isinstance(value, (int, float)) and value == value]
            if len(numbers) == len(values):
                span[place] = min(numbers), max(numbers)
        return span

    def _share(self, values: Sequence[object]) -> tuple[list[object], list[int]]:
        """The value that all members of each group have, and the groups whose members have several."""
        frozen = list(map(freeze, values))
        shared = [len({frozen[row] for row in group.rows}) == 1 for group in self.groups]
        found = [
            values[group.rows[0]] if is_shared else None
            for group, is_shared in zip(self.groups, shared, strict=True)
        ]
        return found, [place for place, is_shared in enumerate(shared) if not is_shared]

    def _find_sampled(self, rows: Sequence[int] | None) -> list[int] | None:
        approximate = set(rows or ())
        used = [group.rows if len(group.rows) == 1 else group.counted for group in self.groups]
        return [place for place, rows in enumerate(used) if not approximate.isdisjoint(rows)] or None

    def _means(self, values: Sequence[object]) -> Sequence[object]:
        return fold_figures(values, self._counted).mean

    def _all_of(self, exact: Sequence[bool]) -> Sequence[bool]:
        return [all(exact[row] for row in counted) for counted in self._counted]

    @property
    def _counted(self) -> list[Sequence[int]]:
        return [group.counted for group in self.groups]


def group_runs(runs: GroupedRuns, by: str) -> GroupTable:
    """Groups runs.

    Args:
      runs: in the order that groups and their members keep.
      by: `seed` for runs that are the same but for their seed, or expressions, separated by commas, whose
        values the members of a group share.

    Raises:
      ExpressionError: an expression is wrong, or names what no run has.
      ValueError: there is no expression.
    """
    names = runs.names
    statuses = runs.field("attribute", "status") or ()
    main = (runs.field("metric", runs.main) if runs.main is not None else None) or ()
    if by.strip() == members.SEED:
        settings = runs.settings()
        found = partition([settings], len(runs))
        titles = _seed_titles(
            [settings[rows[0]] for rows in found], [[names[row] for row in rows] for rows in found]
        )
    else:
        parts = split_top_level(by)
        if not parts:
            raise ValueError("group_by takes 'seed' or expressions, not an empty text.")
        texts = [text for text, _ in parts]
        columns = [runs.select_one(text, offset).values for text, offset in parts]
        found = partition(columns, len(runs))
        titles = _value_titles(texts, [[column[rows[0]] for column in columns] for rows in found])
    return GroupTable(
        runs,
        [
            make_group(key, label, rows, names, statuses, main)
            for rows, (key, label) in zip(found, titles, strict=True)
        ],
    )


def _seed_titles(settings: Sequence[str], names: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    labels = members.told_apart([members.seed_label(each) for each in names], names)
    return list(zip(map(members.seed_key, settings), labels, strict=True))


def _value_titles(texts: Sequence[str], found: Sequence[Sequence[object]]) -> list[tuple[str, str]]:
    keys = [members.value_key(texts, values) for values in found]
    return list(zip(keys, members.value_labels(texts, found), strict=True))


def _has_figures(column: RunColumn) -> bool:
    if column.kind == "metric" or column.id == "duration":
        return True
    return column.kind == "expression" and column.type == "number"


def _finite(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and abs(value) < math.inf else None


def _least_stage(values: Sequence[object], rows: Iterable[int]) -> object:
    found = {values[row] for row in rows}
    return next((state for state in ("missing", "partial", "recorded") if state in found), None)


def _latest(values: Sequence[object], rows: Iterable[int]) -> object:
    known = [value for row in rows if isinstance(value := values[row], (int, float))]
    return max(known, default=None)
