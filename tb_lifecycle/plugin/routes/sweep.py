"""`GET sweep`: the runs as a sweep: best settings, which flags matter, where it is good, what to try."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from tb_lifecycle.errors import ExpressionError, LifecycleError
from tb_lifecycle.plugin.responses import Answer, RequestError, json_answer, wrong_expression
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.plugin.slow_answers import SlowAnswers, Work
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json
from tb_lifecycle.reading.metrics.headline import ranked
from tb_lifecycle.reading.sweeps.importance import RESAMPLES
from tb_lifecycle.reading.sweeps.sweep import Sweep, find_sweep, nothing_yet

if TYPE_CHECKING:
    from tb_lifecycle.reading.table.run_table import RunTable

_answers = SlowAnswers()
_KEPT = 8
# Answers by what they were made from, for a later snapshot in which that has not changed.
_finished: OrderedDict[Hashable, dict[str, Any]] = OrderedDict()


def answer(asked: Asked) -> Answer:
    """Answers with what is known by now; `ready` says whether that is all."""
    question = _Question(asked)
    table = question.filter(asked.snapshot.table)
    metrics = ranked(table.known("metric"))
    if not len(table) or (not metrics and question.metric is None):
        return _say(nothing_yet({"runs": len(table)}), metrics, ready=asked.snapshot.complete, done=0)
    key = (id(asked.reader), asked.snapshot.version, question.key)
    work = _answers.get(key, lambda work: _analyse(table, question, asked, work))
    found = nothing_yet(work.quick or {"runs": len(table)}) if work.answer is None else work.answer
    return _say(found, metrics, ready=work.answer is not None, done=work.done)


def _say(found: dict[str, Any], metrics: Sequence[str], *, ready: bool, done: int) -> Answer:
    about = {"ready": ready, "done": done, "of": RESAMPLES, "metrics": metrics}
    return json_answer(to_json({"commands": [], **found, **about}))


class _Question:
    """The parameters of a request."""

    def __init__(self, asked: Asked) -> None:
        self.where = asked.parameters.text("where")
        self.metric = asked.parameters.text("metric")
        self.baseline = asked.parameters.text("baseline")
        self.value = cast(Literal["last", "best"], _one_of(asked, "value", ("last", "best")) or "last")
        self.better = cast(Literal["up", "down"] | None, _one_of(asked, "better", ("up", "down")))
        self.key = (self.where, self.metric, self.baseline, self.value, self.better)

    def filter(self, table: RunTable) -> RunTable:
        """The runs that the filter keeps.

        Raises:
          RequestError: the filter is wrong.
        """
        if self.where is None:
            return table
        try:
            with limits.limited():
                return table.where(self.where)
        except ExpressionError as error:
            raise wrong_expression(error, "where", self.where) from error


def _one_of(asked: Asked, name: str, words: tuple[str, ...]) -> str | None:
    given = asked.parameters.text(name)
    if given is not None and given not in words:
        raise RequestError(f"{name} is {given[:40]!r}; it can be {' or '.join(words)}.", parameter=name)
    return given


def _analyse(table: RunTable, question: _Question, asked: Asked, work: Work) -> dict[str, Any]:
    sweep = find_sweep(
        table,
        question.metric,
        value=question.value,
        better=question.better,
        baseline=question.baseline,
        tell=work.tell,
    )
    content = (id(asked.reader), sweep.digest, question.key)
    if content in _finished:
        # Members that do not count may be new or have ended; of the rest nothing has changed.
        order = _finished[content]["order"]
        return {**_finished[content], **sweep.describe_quick(), "order": order}
    work.show(sweep.describe_quick())
    found = {**sweep.describe(), "commands": _commands(sweep, asked)}
    _finished[content] = found
    while len(_finished) > _KEPT:
        _finished.popitem(last=False)
    return found


def _commands(sweep: Sweep, asked: Asked) -> list[str]:
    run = sweep.repeated
    if run is None:
        return []
    try:
        command = asked.reader.describe(run)["command"]
    except LifecycleError:  # gone since the table was read
        return []
    return sweep.commands(command["line"]) if command else []


ROUTE = Route("sweep", frozenset({"where", "metric", "value", "better", "baseline"}), answer, kept=False)
