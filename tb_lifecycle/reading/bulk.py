"""What TensorBoard holds of all runs, read with a handful of calls and kept as long as it does not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.record_values import shortest_decimals
from tb_lifecycle.reading.records import CURRENT_TAGS, Record, Session, parse_record, parse_session
from tb_lifecycle.reading.slashes import with_slashes

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider, RunTagFilter, ScalarDatum, TensorDatum

T = TypeVar("T")

# Runs and points a call: TensorBoard refuses an answer of more than 256 MB.
_RUNS_A_CALL = 20_000
_POINTS_A_CALL = 2_000_000

_SCALARS = "scalars"
_HPARAMS = "hparams"
_GRAPHS = ("graphs", "graph_keras_model", "graph_run_metadata_graph")

# The newest step and wall time of each series of a run, by tag. It changes when a series does.
Stamps = Mapping[str, tuple[int | None, float | None]]

Series = tuple[str, str]  # TensorBoard's run, its tag


class Point(NamedTuple):
    """One point of a curve."""

    step: int
    wall_time: float
    value: float


@dataclass(frozen=True, slots=True)
class Bulk:
    """All of TensorBoard's runs, by TensorBoard's names.

    What did not change between two readings is the same object in both.

    Attributes:
      started: the first event's time of every run, in epoch seconds or None.
      lifecycle: runs with lifecycle series.
      records: their current records.
      hparams: what the HParams plugin recorded, by run and tag.
      scalars: runs with scalar series.
      last: each scalar's newest point, by run and tag.
    """

    started: Mapping[str, float | None] = field(default_factory=dict)
    lifecycle: Mapping[str, Stamps] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    hparams: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    scalars: Mapping[str, Stamps] = field(default_factory=dict)
    last: Mapping[str, Mapping[str, Point]] = field(default_factory=dict)

    def session(self, run: str | None) -> Session | None:
        """The HParams session of a run; None without one. Parsed on demand: a run's own record says more."""
        contents = self.hparams.get(run) if run is not None else None
        return parse_session(contents) if contents is not None else None


class BulkReader:
    """Asks a `DataProvider` for much at once."""

    def __init__(self, provider: DataProvider, experiment_id: str = "") -> None:
        from tensorboard.context import RequestContext

        self._provider = with_slashes(provider)
        self._fixed: dict[str, Any] = {"ctx": RequestContext(), "experiment_id": experiment_id}

    def read(self, previous: Bulk) -> Bulk:
        """Reads all runs, taking from `previous` what has not changed since."""
        started = {run.run_name: run.start_time or None for run in self._provider.list_runs(**self._fixed)}
        lifecycle = self._list(self._provider.list_tensors, metadata.PLUGIN_NAME, _stamps, previous.lifecycle)
        hparams = self._list(self._provider.list_tensors, _HPARAMS, _contents, previous.hparams)
        scalars = self._list(self._provider.list_scalars, _SCALARS, _stamps, previous.scalars)
        return Bulk(
            started=started,
            lifecycle=lifecycle,
            records=_renew(lifecycle, previous.lifecycle, previous.records, self._read_records),
            hparams=hparams,
            scalars=scalars,
            last=_renew(scalars, previous.scalars, previous.last, self._read_last),
        )

    def read_lifecycle(self, runs: Collection[str]) -> Mapping[str, Mapping[str, Sequence[TensorDatum]]]:
        """Reads the newest value of every lifecycle series of some runs, by run and tag."""
        found: Mapping[str, Mapping[str, Sequence[TensorDatum]]] = self._provider.read_tensors(
            **self._fixed, plugin_name=metadata.PLUGIN_NAME, downsample=1, run_tag_filter=_filter(runs)
        )
        return found

    def read_points(self, series: Collection[Series], limit: int) -> dict[Series, list[Point]]:
        """Reads curves.

        Args:
          series: TensorBoard's run and tag of each.
          limit: points a curve at most; TensorBoard keeps 1,000.

        Returns:
          The points of each series that there is, in their order.
        """
        wanted = frozenset(series)
        tags = frozenset(tag for _, tag in wanted)
        result: dict[Series, list[Point]] = {}
        for runs in _chunks(sorted({run for run, _ in wanted}), _POINTS_A_CALL // max(1, limit * len(tags))):
            answer = self._provider.read_scalars(
                **self._fixed, plugin_name=_SCALARS, downsample=limit, run_tag_filter=_filter(runs, tags)
            )
            for run, by_tag in answer.items():
                for tag, data in by_tag.items():
                    if (run, tag) in wanted:
                        result[run, tag] = _to_points(data)
        return result

    def list_graphs(self, runs: Collection[str]) -> list[str]:
        """Returns those of `runs` that hold a graph, for TensorBoard's Graphs tab."""
        found: set[str] = set()
        for plugin_name in _GRAPHS:
            found.update(
                self._provider.list_blob_sequences(
                    **self._fixed, plugin_name=plugin_name, run_tag_filter=_filter(runs)
                )
            )
        return sorted(found)

    def _list(
        self,
        list_series: Callable[..., Mapping[str, Mapping[str, Any]]],
        plugin_name: str,
        describe: Callable[[Mapping[str, Any]], T],
        previous: Mapping[str, T],
    ) -> dict[str, T]:
        result: dict[str, T] = {}
        for run, by_tag in list_series(**self._fixed, plugin_name=plugin_name).items():
            new, old = describe(by_tag), previous.get(run)
            result[run] = old if old is not None and old == new else new
        return result

    def _read_records(self, runs: Sequence[str]) -> dict[str, Record]:
        result: dict[str, Record] = {}
        for chunk in _chunks(runs, _RUNS_A_CALL):
            answer = self._provider.read_tensors(
                **self._fixed,
                plugin_name=metadata.PLUGIN_NAME,
                downsample=1,
                run_tag_filter=_filter(chunk, CURRENT_TAGS),
            )
            result.update((run, parse_record(answer.get(run, {}))) for run in chunk)
        return result

    def _read_last(self, runs: Sequence[str]) -> dict[str, dict[str, Point]]:
        result: dict[str, dict[str, Point]] = {run: {} for run in runs}
        for chunk in _chunks(runs, _RUNS_A_CALL):
            answer = self._provider.read_last_scalars(
                **self._fixed, plugin_name=_SCALARS, run_tag_filter=_filter(chunk)
            )
            newest = [(run, tag, datum) for run, by_tag in answer.items() for tag, datum in by_tag.items()]
            newest = [item for item in newest if isinstance(item[2].value, (int, float))]
            points = _to_points([datum for _, _, datum in newest])
            for (run, tag, _), point in zip(newest, points, strict=True):
                result[run][tag] = point
        return result


def _to_points(data: Sequence[ScalarDatum]) -> list[Point]:
    """The points that are numbers: the Python reader takes any tensor under the scalars plugin's name."""
    data = [datum for datum in data if isinstance(datum.value, (int, float))]
    values = shortest_decimals([datum.value for datum in data])
    return [Point(datum.step, datum.wall_time, value) for datum, value in zip(data, values, strict=True)]


def _renew(
    now: Mapping[str, object],
    before: Mapping[str, object],
    values: Mapping[str, T],
    read: Callable[[Sequence[str]], Mapping[str, T]],
) -> dict[str, T]:
    """Keeps the values of the runs whose stamps are the same objects, and reads the others."""
    kept = {run: values[run] for run, stamps in now.items() if run in values and before.get(run) is stamps}
    kept.update(read([run for run in now if run not in kept]))
    return kept


def _stamps(by_tag: Mapping[str, Any]) -> Stamps:
    return {tag: (series.max_step, series.max_wall_time) for tag, series in by_tag.items()}


def _contents(by_tag: Mapping[str, Any]) -> Mapping[str, bytes]:
    return {tag: series.plugin_content for tag, series in by_tag.items()}


def _filter(runs: Collection[str], tags: Collection[str] | None = None) -> RunTagFilter:
    from tensorboard.data.provider import RunTagFilter

    return RunTagFilter(runs=runs, tags=tags)


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    size = max(1, size)
    for start in range(0, len(items), size):
        yield items[start : start + size]
