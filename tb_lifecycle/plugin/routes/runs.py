"""`GET runs`: the table of runs, filtered, sorted, and with the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

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
from tb_lifecycle.reading.table.runs_answer import describe_table

if TYPE_CHECKING:
    from tb_lifecycle.reading.table.run_table import Column, RunTable

DEFAULT_SORT = "-started"
EXPRESSIONS = ("where", "columns", "sort")


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
    if len(snapshot.table) or snapshot.complete:
        with limits.limited():
            table = snapshot.table.exactly(SECONDS) if asked.wants_exact() else snapshot.table
            table, total, columns = _choose(table, asked.parameters, offset, limit)
    else:
        # No name is known before anything is read: that is no mistake of the expressions.
        table, total, columns = snapshot.table, 0, []
    content = describe_table(
        table,
        columns,
        first=snapshot.table.first,
        total=total,
        everything=max(snapshot.on_disk, len(snapshot.table)),
        listed=len(snapshot.table),
        offset=offset,
        complete=snapshot.complete,
        reading=snapshot.reading,
        stale=snapshot.stale,
        read=snapshot.read_time,
        notices=snapshot.notices,
    )
    return json_answer(to_json(content), unversioned=["read"])


def _choose(
    table: RunTable, parameters: Parameters, offset: int, limit: int | None
) -> tuple[RunTable, int, Sequence[Column]]:
    """The rows asked for, how many there were before `offset` and `limit`, and the columns."""
    where, columns = parameters.text("where"), parameters.text("columns")
    if where is not None:
        with _blaming("where", where):
            table = table.where(where)
    sort = parameters.text("sort") or DEFAULT_SORT
    with _blaming("sort", sort):
        table = table.sort(sort)
    total = len(table)
    if offset:
        table = table.skip(offset)
    if limit is not None:
        table = table.limit(limit)
    if columns is None:
        return table, total, table.columns
    with _blaming("columns", columns):
        return table, total, _each_once(table.select(columns))


def _each_once(columns: Sequence[Column]) -> Sequence[Column]:
    """The columns without those that were asked for before."""
    return list({column.id: column for column in columns}.values())


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


ROUTE = Route("runs", frozenset({*EXPRESSIONS, "limit", "offset", "errors", "exact"}), answer, repeated=True)
