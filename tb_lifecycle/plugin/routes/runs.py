"""`GET runs`: the table of runs, filtered, sorted, and with the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.plugin.parameters import Parameters
from tb_lifecycle.plugin.responses import Answer, RequestError, error_content, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
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
    if len(snapshot.table) or snapshot.complete:
        table, total, columns = _choose(snapshot.table, asked.parameters, limit)
    else:
        # No name is known before anything is read: that is no mistake of the expressions.
        table, total, columns = snapshot.table, 0, []
    content = describe_table(
        table,
        columns,
        first=snapshot.table.first,
        total=total,
        everything=len(snapshot.table),
        complete=snapshot.complete,
        read=snapshot.read_time,
        notices=snapshot.notices,
    )
    return json_answer(to_json(content), unversioned=["read"])


def _choose(
    table: RunTable, parameters: Parameters, limit: int | None
) -> tuple[RunTable, int, Sequence[Column]]:
    """The rows asked for, how many there were before `limit`, and the columns."""
    where, columns = parameters.text("where"), parameters.text("columns")
    if where is not None:
        with _blaming("where"):
            table = table.where(where)
    with _blaming("sort"):
        table = table.sort(parameters.text("sort") or DEFAULT_SORT)
    total = len(table)
    if limit is not None:
        table = table.limit(limit)
    if columns is None:
        return table, total, table.columns
    with _blaming("columns"):
        return table, total, table.select(columns)


@contextmanager
def _blaming(parameter: str) -> Iterator[None]:
    """Says of a wrong expression in which parameter it stands."""
    try:
        yield
    except ExpressionError as error:
        raise RequestError(
            error.message,
            hint=error.hint,
            parameter=parameter,
            position=(error.start, error.end),
            suggestion=error.suggestion,
        ) from error


ROUTE = Route("runs", frozenset({*EXPRESSIONS, "limit", "errors"}), answer, repeated=True)
