"""Asks any `DataProvider` about all runs at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.records.newest import Newest, Stamps
from tb_lifecycle.reading.records.parse import newest
from tb_lifecycle.reading.tensorboard.listing import HPARAMS, SCALARS, Listing, Point

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider

T = TypeVar("T")


class ProviderSource:
    """A `Source` over TensorBoard's own interface."""

    def __init__(self, provider: DataProvider, fixed: Mapping[str, Any]) -> None:
        """Asks nothing yet.

        Args:
          provider: whom to ask.
          fixed: the arguments that every question has.
        """
        self._provider = provider
        self._fixed = fixed

    def list(self, previous: Listing) -> Listing:
        """Lists everything, in four calls."""
        provider = self._provider
        started = {run.run_name: run.start_time or None for run in provider.list_runs(**self._fixed)}
        return previous.renew(
            started=started if started != previous.started else previous.started,
            lifecycle=self._list(provider.list_tensors, metadata.PLUGIN_NAME, _stamps, previous.lifecycle),
            hparams=self._list(provider.list_tensors, HPARAMS, _contents, previous.hparams),
            scalars=self._list(provider.list_scalars, SCALARS, _stamps, previous.scalars),
        )

    def read_newest(self, runs: Sequence[str], tags: Collection[str]) -> Mapping[str, Mapping[str, Newest]]:
        """Reads the newest value of some lifecycle series of some runs, by run and tag."""
        answer = self._provider.read_tensors(
            **self._fixed, plugin_name=metadata.PLUGIN_NAME, downsample=1, run_tag_filter=_filter(runs, tags)
        )
        return {
            run: {tag: newest(data) for tag, data in by_tag.items() if data} for run, by_tag in answer.items()
        }

    def read_last_scalars(self, runs: Sequence[str]) -> Mapping[str, Mapping[str, Point | None]]:
        """Reads the newest point of every scalar series of some runs, by run and tag; None for none."""
        answer = self._provider.read_last_scalars(
            **self._fixed, plugin_name=SCALARS, run_tag_filter=_filter(runs)
        )
        # The Python reader takes any tensor under the scalars plugin's name.
        return {
            run: {
                tag: Point(datum.step, datum.wall_time, datum.value)
                if isinstance(datum.value, (int, float))
                else None
                for tag, datum in by_tag.items()
            }
            for run, by_tag in answer.items()
        }

    def _list(
        self,
        list_series: Callable[..., Mapping[str, Mapping[str, Any]]],
        plugin_name: str,
        describe: Callable[[Mapping[str, Any]], T],
        previous: Mapping[str, T],
    ) -> Mapping[str, T]:
        result: dict[str, T] = {}
        changed = False
        for run, by_tag in list_series(**self._fixed, plugin_name=plugin_name).items():
            new, old = describe(by_tag), previous.get(run)
            same = old is not None and old == new
            changed = changed or not same
            result[run] = old if same and old is not None else new
        return result if changed or len(result) != len(previous) else previous


def _stamps(by_tag: Mapping[str, Any]) -> Stamps:
    return {tag: (series.max_step, series.max_wall_time) for tag, series in by_tag.items()}


def _contents(by_tag: Mapping[str, Any]) -> Mapping[str, bytes]:
    return {tag: series.plugin_content for tag, series in by_tag.items()}


def _filter(runs: Collection[str], tags: Collection[str] | None = None) -> Any:
    from tensorboard.data.provider import RunTagFilter

    return RunTagFilter(runs=runs, tags=tags)
