"""`GET runs`: the table of runs, filtered, sorted, and with the columns asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

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
    snapshot = asked.snapshot
    limit = asked.parameters.number("limit", least=1)
    offset = asked.parameters.number("offset", least=0) or 0
    say = partial(
        json_described,
        first=snapshot.table.first,
        seeds=snapshot.table.has_seeds,
        everything=max(snapshot.on_disk, len(snapshot.table)),
        listed=len(snapshot.table),
        offset=offset,
        complete=snapshot.complete,
        reading=snapshot.reading,
        stale=snapshot.stale,
        read=snapshot.read_time,
        notices=snapshot.notices,
    )
    if not len(snapshot.table) and not snapshot.complete:
        # No name is known before anything is read: that is no mistake of the expressions.
        return say(describe_table, snapshot.table, [], total=0, matching=0)
    with limits.limited():
        table = snapshot.table.exactly(SECONDS) if asked.wants_exact() else snapshot.table
        table = _filter(table, asked.parameters.text("where"))
        group = asked.parameters.text("group")
        if group is None:
            table, total = _sort_and_cut(table, asked.parameters, offset, limit)
            columns = _columns(table, asked.parameters)
            return say(describe_table, table, columns, total=total, matching=total)
        with _blaming("group", group):
            groups = table.group_by(group)
        key = asked.parameters.text("key")
        if key is not None:
            groups = groups.only(key)
        groups, total = _sort_and_cut(groups, asked.parameters, offset, limit)
        return say(
            describe_groups, groups, _columns(groups, asked.parameters), total=total, matching=len(table)
        )


def json_described(describe: Callable[..., object], *table_and_columns: object, **rest: object) -> Answer:
    """The answer of what `describe` makes of a table, its columns and the rest."""
    return json_answer(to_json(describe(*table_and_columns, **rest)), unversioned=["read"])


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


def _columns(table: RunTable | GroupTable, parameters: Parameters) -> Sequence[Column | GroupColumn]:
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
