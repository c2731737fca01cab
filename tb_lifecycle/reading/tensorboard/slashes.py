"""Run names with `/` on every system: TensorBoard's Python reader has the system's own separator in them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider


def with_slashes(provider: DataProvider, separator: str = os.sep) -> DataProvider:
    """Returns `provider`; where `separator` is not `/`, one that is asked and answers with `/`."""
    return provider if separator == "/" else _WithSlashes(provider, separator)


class _WithSlashes:
    """Stands before a `DataProvider`, for those of its methods that reading needs."""

    def __init__(self, provider: DataProvider, separator: str) -> None:
        self._provider = provider
        self._separator = separator

    def list_runs(self, **arguments: Any) -> list[Any]:
        from tensorboard.data.provider import Run

        return [
            Run(run.run_id, self._to_slashes(run.run_name), run.start_time)
            for run in self._provider.list_runs(**arguments)
        ]

    def list_plugins(self, **arguments: Any) -> list[str]:
        return list(self._provider.list_plugins(**arguments))

    def read_blob(self, **arguments: Any) -> bytes:
        return bytes(self._provider.read_blob(**arguments))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*, run_tag_filter: Any = None, **arguments: Any) -> dict[str, Any]:
            answer = getattr(self._provider, name)(
                **arguments, run_tag_filter=self._translate(run_tag_filter)
            )
            return {self._to_slashes(run): by_tag for run, by_tag in answer.items()}

        return ask

    def _to_slashes(self, run: str) -> str:
        return run.replace(self._separator, "/")

    def _translate(self, run_tag_filter: Any) -> Any:
        from tensorboard.data.provider import RunTagFilter

        if run_tag_filter is None or run_tag_filter.runs is None:
            return run_tag_filter
        runs = [run.replace("/", self._separator) for run in run_tag_filter.runs]
        return RunTagFilter(runs=runs, tags=run_tag_filter.tags)
