"""`GET media_tags`: which images, histograms, texts and PR curves runs have."""

from __future__ import annotations

from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.reading.json_values import to_json


def answer(asked: Asked) -> Answer:
    """Answers with names of each kind, and which of the runs have them."""
    names = asked.parameters.several("run")
    if not names:
        hint = "Name a run or more: media_tags?run=NAME."
        raise RequestError("The parameter run is missing.", hint=hint, parameter="run")
    asked.check_runs(names)
    return json_answer(to_json(asked.reader.media_tags(names)))


# What is no scalar and no record may change without the snapshot's state.
ROUTE = Route("media_tags", frozenset({"run"}), answer, kept=False)
