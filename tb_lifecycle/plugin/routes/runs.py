"""`GET runs`: the table of runs, filtered, sorted, and with the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.run_table import Column

DEFAULT_SORT = "-started"


def answer(asked: Asked) -> Answer:
    """Answers with columns of values, a value a run."""
    parameters, snapshot = asked.parameters, asked.snapshot
    limit = parameters.number("limit", least=1)
    table = snapshot.table
    for name in ("where", "sort", "columns"):
        ...
    content: dict[str, Any] = {
        "runs": list(table.names),
    }
    return json_answer(content, unversioned=["read"])


ROUTE = Route("runs", frozenset({"where", "columns", "sort", "limit"}), answer)
