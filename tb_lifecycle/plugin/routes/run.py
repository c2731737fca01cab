"""`GET run`: one run whole."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, json_answer
from tb_lifecycle.plugin.routes.route import SECONDS, Asked, Route
from tb_lifecycle.reading.json_values import to_json


def answer(asked: Asked) -> Answer:
    """Answers with everything recorded of the run."""
    name = asked.parameters.required("run", "Name a run: run?run=NAME.")
    asked.check_runs([name])
    return json_answer(to_json(asked.reader.describe(name, exact=asked.wants_exact(), seconds=SECONDS)))


ROUTE = Route("run", frozenset({"run", "exact"}), answer)
