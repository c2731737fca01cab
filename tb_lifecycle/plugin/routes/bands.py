"""`GET bands`: quantiles over the curves of many runs."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json

AXES = ("step", "relative", "wall")
HINT = "Name runs and metrics: bands?run=A&run=B&tag=TAG."


def answer(asked: Asked) -> Answer:
    """Answers with the quantiles of each metric, at no more places than a chart has room for."""
    names, tags = asked.parameters.several("run"), asked.parameters.several("tag")
    for parameter, given in (("run", names), ("tag", tags)):
        if not given:
            raise RequestError(f"The parameter {parameter} is missing.", hint=HINT, parameter=parameter)
    axis = asked.parameters.text("x") or "step"
    if axis not in AXES:
        raise RequestError(f"x is {axis[:40]!r}; it can be {', '.join(AXES)}.", parameter="x")
    asked.check_runs(names)
    return json_answer({"bands": to_json(asked.reader.bands(names, tags, axis))})


ROUTE = Route("bands", frozenset({"run", "tag", "x"}), answer)
