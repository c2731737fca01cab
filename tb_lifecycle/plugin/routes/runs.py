"""`GET runs`: the table of runs, filtered, sorted, and with the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.plugin.parameters import Parameters
from tb_lifecycle.plugin.responses import (
    Answer,
    RequestError,
    error_content,
    json_answer,
    utf16_position,
)
from tb_lifecycle.plugin.routes.route import SECONDS, Asked, Route
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.table.runs_answer import describe_groups, describe_table

if TYPE_CHECKING:
    from tb_lifecycle.reading.groups.group_table import GroupColumn, GroupTable
    from tb_lifecycle.reading.table.run_table import Column, RunTable

Table = TypeVar("Table", "RunTable", "GroupTable")

Column_co = TypeVar("Column_co", covariant=True)
AnyColumn = TypeVar("AnyColumn", "Column", "GroupColumn")

DEFAULT_SORT = "-started"
EXPRESSIONS = ("where", "group", "columns", "sort")


def answer(asked: Asked) -> Answer:
    """Answers with the runs' names and with columns, one value a run.

    With `errors=inline` a wrong expression is answered as well: browsers log every other status as an error
    of the page.
    """
    inline = asked.parameters.switch("errors", "inline")
    try:
        return _answer(asked)
    except RequestError as error:
        if not inline or error.parameter not in EXPRESSIONS:
            raise
        return json_answer({"error": error_content(error)})


def _answer(asked: Asked) -> Answer:
    with limits.limited():
        return json_answer(describe(asked, find_rows(asked)), unversioned=["read"])


@dataclass(frozen=True)
class Rows:
    """What was asked for: a table of runs, or of `groups`, its columns, and the counts before it was cut."""

    table: RunTable
    groups: GroupTable | None
    columns: Sequence[Column]
    group_columns: Sequence[GroupColumn]
    total: int
    matching: int


def find_rows(asked: Asked) -> Rows:
    """The rows and columns that the parameters ask for; to be called within `limits.limited`.

    Raises:
      RequestError: one of them is wrong.
    """
    table, parameters = asked.snapshot.table, asked.parameters
    limit = parameters.number("limit", least=1)
    offset = parameters.number("offset", least=0) or 0
    if not len(table) and not asked.snapshot.complete:
        # No name is known before anything is read: that is no mistake of the expressions.
        return Rows(table, None, [], [], total=0, matching=0)
    table = table.exactly(SECONDS) if asked.wants_exact() else table
    table = _filter(table, parameters.text("where"))
    group = parameters.text("group")
    if group is None:
        table, total = _sort_and_cut(table, parameters, offset, limit)
        return Rows(table, None, _columns(table, parameters), [], total=total, matching=total)
    with _blaming("group", group):
        groups = table.group_by(group)
    key = parameters.text("key")
    if key is not None:
        groups = groups.only(key)
    groups, total = _sort_and_cut(groups, parameters, offset, limit)
    return Rows(table, groups, [], _columns(groups, parameters), total=total, matching=len(table))


def describe(asked: Asked, rows: Rows) -> dict[str, Any]:
    """The rows as JSON values."""
    snapshot = asked.snapshot
    say = (
        partial(describe_table, rows.table, rows.columns)
        if rows.groups is None
        else partial(describe_groups, rows.groups, rows.group_columns)
    )
    described: dict[str, Any] = to_json(
        say(
            total=rows.total,
            matching=rows.matching,
            first=snapshot.table.first,
            seeds=snapshot.table.has_seeds,
            everything=max(snapshot.on_disk, len(snapshot.table)),
            listed=len(snapshot.table),
            offset=asked.parameters.number("offset", least=0) or 0,
            complete=snapshot.complete,
            reading=snapshot.reading,
            stale=snapshot.stale,
            read=snapshot.read_time,
            notices=snapshot.notices,
        )
    )
    return described


def _filter(table: RunTable, where: str | None) -> RunTable:
    if where is None:
        return table
    with _blaming("where", where):
        return table.where(where)


def _sort_and_cut(table: Table, parameters: Parameters, offset: int, limit: int | None) -> tuple[Table, int]:
    """The rows asked for, and how many there were before `offset` and `limit`."""
    sort = parameters.text("sort") or DEFAULT_SORT
    with _blaming("sort", sort):
        table = table.sort(sort)
    total = len(table)
    if offset:
        table = table.skip(offset)
    if limit is not None:
        table = table.limit(limit)
    return table, total


class _Selectable(Protocol[Column_co]):
    @property
    def columns(self) -> Sequence[Column_co]: ...

    def select(self, columns: str) -> Sequence[Column_co]: ...


def _columns(table: _Selectable[AnyColumn], parameters: Parameters) -> Sequence[AnyColumn]:
    """The columns asked for, without those that were asked for before."""
    asked = parameters.text("columns")
    if asked is None:
        return table.columns
    with _blaming("columns", asked):
        return list({column.id: column for column in table.select(asked)}.values())


@contextmanager
def _blaming(parameter: str, text: str) -> Iterator[None]:
    """Says of a wrong expression in which parameter it stands, `text`, and where."""
    try:
        yield
    except ExpressionError as error:
        raise RequestError(
            error.message,
            hint=error.hint,
            parameter=parameter,
            position=utf16_position(text, error.start, error.end),
            suggestion=error.suggestion,
        ) from error


ROUTE = Route(
    "runs", frozenset({*EXPRESSIONS, "key", "limit", "offset", "errors", "exact"}), answer, repeated=True
)
