"""`GET compare`: how runs differ from a baseline, by how much, and why."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import SECONDS, Asked, Route
from tb_lifecycle.reading.json_values import to_json

# All that each recorded is read.
MOST_RUNS = 200

HINT = "Name two runs or more: compare?run=A&run=B&baseline=A."


def answer(asked: Asked) -> Answer:
    """Answers with what differs, what is the same, and the ranked reasons."""
    names = asked.parameters.several("run")
    if len(names) < 2:
        message = "Only one run to compare." if names else "The parameter run is missing."
        raise RequestError(message, hint=HINT, parameter="run")
    if len(names) > MOST_RUNS:
        message = f"{len(names):,} runs are more than the {MOST_RUNS} that are compared at once."
        raise RequestError(message, hint="Name fewer runs.", parameter="run")
    asked.check_runs(names)
    baseline = asked.parameters.text("baseline") or names[0]
    if baseline not in names:
        raise RequestError(
            f"The baseline {baseline!r} is none of the runs compared.",
            hint="Give it as a run as well, or choose one of the runs.",
            parameter="baseline",
        )
    answered = asked.reader.compare(names, baseline, exact=asked.wants_exact(), seconds=SECONDS)
    return json_answer(to_json(answered))


ROUTE = Route("compare", frozenset({"run", "baseline", "exact"}), answer)
