"""`GET media`: images, histograms, texts or PR curves of runs, at one step."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.media.series import KINDS

HINT = "Name runs, a kind and a tag: media?run=A&run=B&kind=images&tag=TAG."


def answer(asked: Asked) -> Answer:
    """Answers with each run's value at the step, or the nearest that it has."""
    names = asked.parameters.several("run")
    if not names:
        raise RequestError("The parameter run is missing.", hint=HINT, parameter="run")
    kind, tag = asked.parameters.required("kind", HINT), asked.parameters.required("tag", HINT)
    if kind not in KINDS:
        raise RequestError(f"kind is {kind[:40]!r}; it can be {', '.join(KINDS)}.", parameter="kind")
    step = asked.parameters.number("step", least=-(2**63))
    asked.check_runs(names)
    return json_answer(to_json(asked.reader.media(names, kind, tag, step)))


ROUTE = Route("media", frozenset({"run", "kind", "tag", "step"}), answer, kept=False)
