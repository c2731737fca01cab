"""`GET image`: one image that a run logged, as it was encoded."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, bytes_answer
from tb_lifecycle.plugin.routes.route import Asked, Route

HINT = "Name a run, a tag and a step: image?run=NAME&tag=TAG&step=STEP&index=0."


def answer(asked: Asked) -> Answer:
    """Answers with the image's bytes: only what browsers show as a picture and never run."""
    parameters = asked.parameters
    name, tag = parameters.required("run", HINT), parameters.required("tag", HINT)
    step = parameters.number("step", least=-(2**63))
    if step is None:
        raise RequestError("The parameter step is missing.", hint=HINT, parameter="step")
    index = parameters.number("index", least=0) or 0
    asked.check_runs([name])
    return bytes_answer(*asked.reader.image(name, tag, step, index))


ROUTE = Route("image", frozenset({"run", "tag", "step", "index"}), answer, kept=False)
