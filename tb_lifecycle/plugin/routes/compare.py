"""`GET compare`: how runs differ from a baseline, by how much, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer, utf16_position
from tb_lifecycle.plugin.routes.route import SECONDS, Asked, Route
from tb_lifecycle.reading.comparing.budget import KINDS, Kind
from tb_lifecycle.reading.comparing.sides import is_group
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json

# All that each recorded is read.
MOST_RUNS = 200

HINT = "Name two runs or more: compare?run=A&run=B&baseline=A."


def answer(asked: Asked) -> Answer:
    """Answers with what differs, what is the same, and the ranked reasons."""
    return json_answer(to_json(find_comparison(asked)))


def find_comparison(asked: Asked) -> dict[str, Any]:
    """The comparison that the parameters ask for.

    Raises:
      RequestError: one of them is wrong.
    """
    names = asked.parameters.several("run")
    if len(names) < 2:
        message = "Only one run to compare." if names else "The parameter run is missing."
        raise RequestError(message, hint=HINT, parameter="run")
    if len(names) > MOST_RUNS:
        message = f"{len(names):,} runs are more than the {MOST_RUNS} that are compared at once."
        raise RequestError(message, hint="Name fewer runs.", parameter="run")
    runs = frozenset(asked.snapshot.table.names)
    asked.check_runs([name for name in names if name in runs or not is_group(name)])
    baseline = asked.parameters.text("baseline") or names[0]
    if baseline not in names:
        raise RequestError(
            f"The baseline {baseline!r} is none of the runs compared.",
            hint="Give it as a run as well, or choose one of the runs.",
            parameter="baseline",
        )
    return _compare(asked, names, baseline)


def _compare(asked: Asked, names: Sequence[str], baseline: str) -> dict[str, Any]:
    exact, where = asked.wants_exact(), asked.parameters.text("where")
    runs = frozenset(asked.snapshot.table.names)
    budget = _read_budget(asked)
    if all(name in runs for name in names):
        return asked.reader.compare(names, baseline, exact=exact, seconds=SECONDS, budget=budget)
    try:
        with limits.limited():
            sides = asked.reader.find_sides(names, where)
    except ExpressionError as error:
        raise blame(error, where) from error
    return asked.reader.compare_sides(sides, baseline, exact=exact, seconds=SECONDS, budget=budget)


def _read_budget(asked: Asked) -> Kind | None:
    text = asked.parameters.text("budget")
    if text is None:
        return None
    for kind in KINDS:
        if text == kind:
            return kind
    raise RequestError(
        f"There is no budget {text!r}.", hint=f"It is one of {', '.join(KINDS)}.", parameter="budget"
    )


def blame(error: ExpressionError, where: str | None) -> RequestError:
    """The answer to a wrong expression: with its place in `where`; in a key there is none to point at."""
    position = utf16_position(where, error.start, error.end) if where is not None else None
    return RequestError(
        error.message,
        hint=error.hint,
        parameter="where" if where is not None else "run",
        position=position,
        suggestion=error.suggestion,
    )


ROUTE = Route("compare", frozenset({"run", "baseline", "where", "exact", "budget"}), answer)
