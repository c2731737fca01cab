"""The plugin that TensorBoard sees: its tab, its routes, and the data that they answer from."""

from __future__ import annotations

import contextlib
import functools
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tensorboard.plugins import base_plugin
from werkzeug.wrappers import Request

from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.format.metadata import PLUGIN_NAME
from tb_lifecycle.plugin.answer_cache import AnswerCache
from tb_lifecycle.plugin.free_memory import give_back
from tb_lifecycle.plugin.loading import Loading, reader_is_alive
from tb_lifecycle.plugin.parameters import Parameters
from tb_lifecycle.plugin.recent_questions import RecentQuestions
from tb_lifecycle.plugin.replacement import Replacement
from tb_lifecycle.plugin.responses import Answer, RequestError, application
from tb_lifecycle.plugin.routes import (
    bands,
    compare,
    export,
    file,
    image,
    lineage,
    media,
    media_tags,
    run,
    runs,
    scalars,
    sweep,
)
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.plugin.snapshots import Published, Snapshots
from tb_lifecycle.plugin.static_files import static_file
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.table.sampled_points import SAMPLES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROUTES = (
    runs.ROUTE,
    run.ROUTE,
    compare.ROUTE,
    scalars.ROUTE,
    bands.ROUTE,
    media_tags.ROUTE,
    media.ROUTE,
    image.ROUTE,
    file.ROUTE,
    lineage.ROUTE,
    sweep.ROUTE,
    export.ROUTE,
)
PAGE = "/index.js"

# Bytes of an answer, compressed, that has taken so much memory that it is worth giving back.
LARGE = 256 * 1024

# TensorBoard's own, in seconds.
DEFAULT_RELOAD_INTERVAL = 5.0


class LifecyclePlugin(base_plugin.TBPlugin):  # type: ignore[misc]
    """The Lifecycle tab."""

    plugin_name = PLUGIN_NAME

    def __init__(self, context: base_plugin.TBContext) -> None:
        """Reads nothing yet.

        Args:
          context: with a data provider.
        """
        super().__init__(context)
        logdir = _logdir(context)
        behind = _seconds_behind(context)
        alive = reader_is_alive(context.data_provider, follows=math.isfinite(behind))
        self._snapshots = Snapshots(
            LogdirReader(
                context.data_provider, logdir, behind=behind, is_alive=alive, samples=_samples(context)
            ),
            is_loading=Loading(logdir).is_likely,
            prepare=self._answer_again,
            replace_reader=Replacement(logdir).open,
        )
        self._answers = AnswerCache()
        self._recent: RecentQuestions[Question] = RecentQuestions()

    def get_plugin_apps(self) -> dict[str, WSGIApplication]:
        """Maps each path below `/data/plugin/lifecycle` to what answers it."""
        routes = {f"/{route.name}": application(functools.partial(self._answer, route)) for route in ROUTES}
        page = application(functools.partial(static_file, routes=[route.name for route in ROUTES]))
        return {**routes, PAGE: page, "/*": page}

    def is_active(self) -> bool:
        """Says no; TensorBoard itself says yes where one of the `data_plugin_names` has data."""
        return False

    def data_plugin_names(self) -> tuple[str, ...]:
        """Names the plugins whose data make a row: ours, and those of logdirs that we did not write."""
        return (PLUGIN_NAME, "hparams", "scalars")

    def frontend_metadata(self) -> base_plugin.FrontendMetadata:
        """Says how the tab is called and where its page begins."""
        return base_plugin.FrontendMetadata(es_module_path=PAGE, tab_name="Lifecycle")

    def _answer(self, route: Route, request: Request) -> Answer:
        question = Question(route, request.query_string, Parameters(request, route.parameters))
        if route.repeated:
            self._recent.add(question)
        snapshot = self._snapshots.current()
        if not route.kept:
            return route.answer(Asked(question.parameters, snapshot, self._snapshots.reader))
        return self._find_answer(question, snapshot)

    def _find_answer(self, question: Question, snapshot: Published) -> Answer:
        key = (question.route, question.text, snapshot.state)
        asked = Asked(question.parameters, snapshot, self._snapshots.reader)
        return self._answers.get(key, lambda: _make_answer(question.route, asked))

    def _answer_again(self, snapshot: Published) -> None:
        """Makes the answers to what was asked a moment ago, before a request asks it of the new snapshot."""
        for question in self._recent.list():
            with contextlib.suppress(RequestError, LifecycleError):  # whoever asks again is told
                self._find_answer(question, snapshot)


def _make_answer(route: Route, asked: Asked) -> Answer:
    answer = route.answer(asked)
    if len(answer.body) > LARGE:
        give_back()
    return answer


@dataclass(frozen=True)
class Question:
    """What was asked of a route: the same as another one with the same text."""

    route: Route
    text: bytes
    parameters: Parameters = field(compare=False)


def _logdir(context: base_plugin.TBContext) -> str | None:
    """Where the runs' files are; None in a bucket, and with --logdir_spec, which names runs anew."""
    if not context.logdir or "://" in context.logdir:
        return None
    return str(Path(context.logdir).expanduser())


def _samples(context: base_plugin.TBContext) -> int:
    """How many points of a curve TensorBoard keeps, as its --samples_per_plugin says; 0 for all."""
    hints = getattr(context, "sampling_hints", None) or {}
    return int(hints.get("scalars", SAMPLES))


def _seconds_behind(context: base_plugin.TBContext) -> float:
    """How much older than the files TensorBoard's data may be; without end where it reads them only once."""
    interval = float(getattr(context.flags, "reload_interval", DEFAULT_RELOAD_INTERVAL))
    return interval if interval > 0 else math.inf
