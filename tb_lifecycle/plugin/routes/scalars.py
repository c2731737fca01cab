"""`GET scalars`: the curves of runs."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json

POINTS = 1000

# As many as TensorBoard can be asked for; it keeps fewer.
MOST_POINTS = 1_000_000


def answer(asked: Asked) -> Answer:
    """Answers with a curve for each of the runs and tags that has one."""
    names = asked.parameters.several("run")
    if not names:
        hint = "Name a run or more: scalars?run=NAME&tag=TAG."
        raise RequestError("The parameter run is missing.", hint=hint, parameter="run")
    asked.check_runs(names)
    points = min(asked.parameters.number("points", least=1) or POINTS, MOST_POINTS)
    curves = asked.reader.scalars(names, asked.parameters.several("tag"), points)
    return json_answer({"scalars": to_json(curves)})


ROUTE = Route("scalars", frozenset({"run", "tag", "points"}), answer)
