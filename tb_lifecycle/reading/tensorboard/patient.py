"""Asks a `DataProvider` in bulk, and where it refuses, in smaller parts: what it cannot give is left out.

TensorBoard's Python reader fails at the first series that it cannot convert, whatever else was asked for, and
at one that has no value when series are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider

# How a series of each kind is listed, for those that must be asked tag by tag.
_LISTS = {
    "read_scalars": "list_scalars",
    "read_last_scalars": "list_scalars",
    "read_tensors": "list_tensors",
    "read_blob_sequences": "list_blob_sequences",
}

_LISTINGS = frozenset({"list_scalars", "list_tensors", "list_blob_sequences"})

# A record that cannot be parsed is passed over by asking again, one at a time.
_MOST_DAMAGED_BEGINNINGS = 20

Answer = dict[str, dict[str, Any]]


class PatientProvider:
    """Stands before a `DataProvider`, for those of its methods that reading needs; they name their runs.

    Attributes:
      refused: the tags that the provider cannot give, by run.
    """

    # By method and plugin, the runs whose series the provider could not list when it was last asked.
    _unlisted: dict[tuple[str, str], frozenset[str]]

    def __init__(self, provider: DataProvider) -> None:
        """Asks nothing yet."""
        self._provider = provider
        self.refused: dict[str, set[str]] = {}
        self._unlisted = {}

    @property
    def unlisted(self) -> frozenset[str]:
        """The runs of which some series could not be listed when they were last asked for."""
        return frozenset().union(*self._unlisted.values())

    def list_runs(self, ctx: Any = None, *, experiment_id: str) -> list[Any]:
        """Lists all runs; where their beginnings cannot be parsed, by the series that they have."""
        for _ in range(_MOST_DAMAGED_BEGINNINGS):
            try:
                return list(self._provider.list_runs(ctx=ctx, experiment_id=experiment_id))
            except Exception as error:
                if _is_gone(error):
                    raise
        return self._list_runs_with_series(ctx, experiment_id)

    def _list_runs_with_series(self, ctx: Any, experiment_id: str) -> list[Any]:
        from tensorboard.data.provider import Run

        names: set[str] = set()
        for plugin in self._provider.list_plugins(ctx=ctx, experiment_id=experiment_id):
            for method in ("list_scalars", "list_tensors", "list_blob_sequences"):
                ask = getattr(self._provider, method)
                names.update(ask(ctx=ctx, experiment_id=experiment_id, plugin_name=plugin))
        return [Run(name, name, None) for name in sorted(names)]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        ask = getattr(self._provider, name)
        if name not in _LISTS and name not in _LISTINGS:
            return ask  # type: ignore[no-any-return]
        work = self._list if name in _LISTINGS else self._read

        def read(ctx: Any = None, **arguments: Any) -> Answer:
            return work(name, {"ctx": ctx, **arguments})

        return read

    def _list(self, method: str, arguments: Mapping[str, Any]) -> Answer:
        """Lists series: all at once, else without those of the runs that the provider fails at."""
        key = (method, str(arguments.get("plugin_name")))
        try:
            answer = dict(getattr(self._provider, method)(**arguments))
        except Exception as error:
            if _is_gone(error):
                raise
            wanted = arguments.get("run_tag_filter")
            runs = wanted.runs if wanted is not None else None
            if runs is None:
                fixed = {"ctx": arguments["ctx"], "experiment_id": arguments["experiment_id"]}
                runs = [run.run_name for run in self.list_runs(**fixed)]
            failed: list[str] = []
            answer = self._list_runs(method, arguments, list(runs), wanted and wanted.tags, failed)
            self._unlisted[key] = frozenset(failed)
        else:
            self._unlisted.pop(key, None)
        return answer

    def _list_runs(
        self,
        method: str,
        arguments: Mapping[str, Any],
        runs: list[str],
        tags: Collection[str] | None,
        failed: list[str],
    ) -> Answer:
        try:
            return dict(self._ask(method, arguments, runs, tags)) if runs else {}
        except Exception as error:
            if _is_gone(error):
                raise
        if len(runs) == 1:
            failed.extend(runs)
            return {}
        result: Answer = {}
        for half in _halves(runs):
            result.update(self._list_runs(method, arguments, half, tags, failed))
        return result

    def _read(self, method: str, arguments: Mapping[str, Any]) -> Answer:
        wanted = arguments["run_tag_filter"]
        difficult = [run for run in wanted.runs if run in self.refused]
        sound = [run for run in wanted.runs if run not in self.refused]
        result = self._read_runs(method, arguments, sound, wanted.tags)
        for run in difficult:
            result.update(self._read_tags(method, arguments, run, wanted.tags))
        return result

    def _read_runs(
        self, method: str, arguments: Mapping[str, Any], runs: Collection[str], tags: Collection[str] | None
    ) -> Answer:
        """Asks for some runs: all at once, else each half of them."""
        if not runs:
            return {}
        try:
            return dict(self._ask(method, arguments, runs, tags))
        except Exception as error:
            if _is_gone(error):
                raise
        if len(runs) == 1:
            return self._read_tags(method, arguments, next(iter(runs)), tags)
        result: Answer = {}
        for half in _halves(list(runs)):
            result.update(self._read_runs(method, arguments, half, tags))
        return result

    def _read_tags(
        self, method: str, arguments: Mapping[str, Any], run: str, tags: Collection[str] | None
    ) -> Answer:
        """Asks for one run, tag by tag."""
        listed = self._list_runs(_LISTS[method], _only_listing(arguments), [run], tags, []).get(run, {})
        refused = self.refused.setdefault(run, set())
        result: dict[str, Any] = {}
        for tag in listed:
            if tag in refused:
                continue
            try:
                result.update(self._ask(method, arguments, [run], [tag]).get(run, {}))
            except Exception as error:
                if _is_gone(error):
                    raise
                refused.add(tag)
        return {run: result}

    def _ask(
        self, method: str, arguments: Mapping[str, Any], runs: Collection[str], tags: Collection[str] | None
    ) -> Any:
        from tensorboard.data.provider import RunTagFilter

        return getattr(self._provider, method)(**{**arguments, "run_tag_filter": RunTagFilter(runs, tags)})


def _only_listing(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name != "downsample"}


def _halves(items: list[str]) -> Iterator[list[str]]:
    middle = len(items) // 2
    yield items[:middle]
    yield items[middle:]


def _is_gone(error: Exception) -> bool:
    """Whether there is nobody to ask any more."""
    code = getattr(error, "code", None)
    return callable(code) and getattr(code(), "name", "") in ("UNAVAILABLE", "CANCELLED", "DEADLINE_EXCEEDED")
