"""`GET scalars`: the curves of runs, and of groups of them."""

from __future__ import annotations

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.compare import blame
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.comparing.sides import is_group
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json

POINTS = 1000

# As many as TensorBoard can be asked for; it keeps fewer.
MOST_POINTS = 1_000_000


def answer(asked: Asked) -> Answer:
    """Answers with a curve for each of the runs, groups and tags that has one."""
    names = asked.parameters.several("run")
    if not names:
        hint = "Name a run or more: scalars?run=NAME&tag=TAG."
        raise RequestError("The parameter run is missing.", hint=hint, parameter="run")
    runs = frozenset(asked.snapshot.table.names)
    asked.check_runs([name for name in names if name in runs or not is_group(name)])
    points = min(asked.parameters.number("points", least=1) or POINTS, MOST_POINTS)
    where = asked.parameters.text("where")
    try:
        with limits.limited():
            curves = asked.reader.scalars(names, asked.parameters.several("tag"), points, where)
    except ExpressionError as error:
        raise blame(error, where) from error
    return json_answer({"scalars": to_json(curves)})


ROUTE = Route("scalars", frozenset({"run", "tag", "points", "where"}), answer)
