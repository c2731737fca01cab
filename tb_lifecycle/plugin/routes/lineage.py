"""`GET lineage`: the data sets, runs and exports that a run comes from or led to."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json


def answer(asked: Asked) -> Answer:
    """Answers with nodes and the edges between them."""
    name = asked.parameters.required("run", "Name a run: lineage?run=NAME.")
    asked.check_runs([name])
    return json_answer(to_json(asked.reader.lineage(name)))


ROUTE = Route("lineage", frozenset({"run"}), answer)
