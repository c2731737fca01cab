"""What TensorBoard holds of all runs, read with a handful of calls and kept as long as it does not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.records.newest import Stamps
from tb_lifecycle.reading.records.parse import (
    CURRENT_TAGS,
    Record,
    Session,
    current_tags,
    has_experiment,
    has_session,
    parse_record,
    parse_session,
)
from tb_lifecycle.reading.records.values import shortest_decimals
from tb_lifecycle.reading.tensorboard.data_server_source import connect
from tb_lifecycle.reading.tensorboard.listing import HPARAMS, SCALARS, Listing, Point, Series, Source
from tb_lifecycle.reading.tensorboard.patient import PatientProvider
from tb_lifecycle.reading.tensorboard.provider_source import ProviderSource
from tb_lifecycle.reading.tensorboard.slashes import with_slashes
from tb_lifecycle.reading.tensorboard.unread import Unread

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider, RunTagFilter, ScalarDatum, TensorDatum

T = TypeVar("T")

# Runs and points a call: TensorBoard refuses an answer of more than 256 MB.
_RUNS_A_CALL = 20_000
_POINTS_A_CALL = 2_000_000
# More values of one series than TensorBoard keeps of anything but scalars.
_KEPT = 1000

_GRAPHS = ("graphs", "graph_keras_model", "graph_run_metadata_graph")

# How series are listed that are no scalars of TensorBoard's own.
_LISTS = ("list_tensors", "list_blob_sequences", "list_scalars")


@dataclass(frozen=True, slots=True)
class Bulk:
    """All of TensorBoard's runs, by TensorBoard's names.

    What did not change between two readings is the same object in both.

    Attributes:
      listing: which runs and series there are.
      records: the current records of the runs with lifecycle series.
      last: each scalar's newest point, by run and tag; empty for a run whose record tells them all.
      shown: of the runs without scalars and records, those with anything else.
      unread: those of them that TensorBoard has not read yet.
      silent: those of them whose files hold data, and of which TensorBoard shows nothing.
      valueless: scalar series that are listed and have no value that could be read, by run.
      unlisted: runs of which TensorBoard could not list all series.
    """

    listing: Listing = field(default_factory=Listing)
    records: Mapping[str, Record] = field(default_factory=dict)
    last: Mapping[str, Mapping[str, Point]] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    valueless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()

    @property
    def started(self) -> Mapping[str, float | None]:
        """The first event's time of every run, in epoch seconds or None."""
        return self.listing.started

    @property
    def lifecycle(self) -> Mapping[str, Stamps]:
        """The stamps of the runs with lifecycle series."""
        return self.listing.lifecycle

    @property
    def hparams(self) -> Mapping[str, Mapping[str, bytes]]:
        """What the HParams plugin recorded, by run and tag."""
        return self.listing.hparams

    @property
    def scalars(self) -> Mapping[str, Stamps]:
        """The stamps of the runs with scalar series."""
        return self.listing.scalars

    def session(self, run: str | None) -> Session | None:
        """The HParams session of a run; None without one. Parsed on demand: a run's own record says more."""
        contents = self.hparams.get(run) if run is not None else None
        return parse_session(contents) if contents is not None else None


class BulkReader:
    """Asks a `DataProvider` for much at once."""

    def __init__(
        self, provider: DataProvider, experiment_id: str = "", *, unread: Unread | None = None
    ) -> None:
        from tensorboard.context import RequestContext

        self._provider: Any = PatientProvider(with_slashes(provider))
        self._fixed: dict[str, Any] = {"ctx": RequestContext(), "experiment_id": experiment_id}
        self._server = connect(provider, experiment_id)
        self._unread = unread or Unread(None)
        self._source: Source | None = None
        self._empty: dict[str, Sequence[str]] = {}

    def read(self, previous: Bulk) -> Bulk:
        """Reads all runs, taking from `previous` what has not changed since.

        Returns:
          `previous` itself where nothing has.
        """
        source = self._source = self._source or self._find_source()
        before = previous.listing
        listing = source.list(before)
        shown, unread, silent = self._look_at_rest(listing, previous)
        if listing is before:
            if (shown, unread, silent) == (previous.shown, previous.unread, previous.silent):
                return previous
            return replace(previous, shown=shown, unread=unread, silent=silent)
        records = _renew(
            listing.lifecycle,
            before.lifecycle,
            previous.records,
            partial(_read_records, source, listing.lifecycle),
        )
        untold = {
            run: stamps
            for run, stamps in listing.scalars.items()
            if not _is_told(run, stamps, records.get(run), previous)
        }
        last = _renew(untold, before.scalars, previous.last, partial(self._read_last, source))
        valueless = {run: tags for run in last if (tags := self._without_value(run, listing, last[run]))}
        return Bulk(listing, records, last, shown, unread, silent, valueless, self._provider.unlisted)

    def _look_at_rest(
        self, listing: Listing, previous: Bulk
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The runs without scalars and records but with data: shown otherwise, unread, silent."""
        reading = self._unread.is_reading(listing)
        rest = [
            run
            for run in listing.started
            if run not in listing.scalars
            and run not in listing.lifecycle
            and not has_session(listing.hparams.get(run, {}))
        ]
        if not rest:
            return frozenset(), frozenset(), frozenset()
        shown = self._find_shown(rest, previous.shown)
        described = frozenset(run for run in rest if has_experiment(listing.hparams.get(run, {})))
        with_data = self._unread.with_data([run for run in rest if run not in shown and run not in described])
        return (shown, with_data, frozenset()) if reading else (shown, frozenset(), with_data)

    def _find_shown(self, runs: Collection[str], known: frozenset[str]) -> frozenset[str]:
        """Those of which TensorBoard shows something else: images, text, what another plugin keeps."""
        found = known.intersection(runs)
        asked = [run for run in runs if run not in found]
        if not asked:
            return found
        plugins = set(self._provider.list_plugins(**self._fixed)) - {SCALARS, HPARAMS, metadata.PLUGIN_NAME}
        arguments = {**self._fixed, "run_tag_filter": _filter(asked)}
        answers = [
            getattr(self._provider, method)(**arguments, plugin_name=plugin)
            for plugin in sorted(plugins)
            for method in _LISTS
        ]
        return found.union(run for answer in answers for run, by_tag in answer.items() if by_tag)

    def _read_last(self, source: Source, runs: Sequence[str]) -> dict[str, Mapping[str, Point]]:
        result: dict[str, Mapping[str, Point]] = {run: {} for run in runs}
        for chunk in _chunks(runs, _RUNS_A_CALL):
            answer = source.read_last_scalars(chunk)
            points = [point for by_tag in answer.values() for point in by_tag.values() if point is not None]
            shortest = iter(shortest_decimals([point.value for point in points]))
            for run, by_tag in answer.items():
                self._empty[run] = [tag for tag, point in by_tag.items() if point is None]
                result[run] = {
                    tag: Point(point.step, point.wall_time, next(shortest))
                    for tag, point in by_tag.items()
                    if point is not None
                }
        return result

    def _without_value(self, run: str, listing: Listing, last: Mapping[str, Point]) -> tuple[str, ...]:
        """The series of a run, listed or not, that have no value."""
        stamps, empty = listing.scalars[run], self._empty.get(run, ())
        if len(stamps) == len(last) and not empty:
            return ()
        return tuple(sorted({*empty, *(tag for tag in stamps if tag not in last)}))

    @property
    def asks_server(self) -> bool:
        """Whether TensorBoard's data server reads, and not its Python reader."""
        return self._server is not None

    def close(self) -> None:
        """Ends what `read` has opened."""
        if self._server is not None:
            self._server.close()

    def _find_source(self) -> Source:
        if self._server is not None and self._server.answers():
            return self._server
        return ProviderSource(self._provider, self._fixed)

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
                **self._fixed, plugin_name=SCALARS, downsample=limit, run_tag_filter=_filter(runs, tags)
            )
            for run, by_tag in answer.items():
                for tag, data in by_tag.items():
                    if (run, tag) in wanted:
                        result[run, tag] = _to_points(data)
        return result

    def list_media(
        self, plugin_name: str, runs: Collection[str], *, blobs: bool
    ) -> Mapping[str, Collection[str]]:
        """The tags of some runs' series of one plugin: files where `blobs`, else tensors."""
        ask = self._provider.list_blob_sequences if blobs else self._provider.list_tensors
        found: Mapping[str, Collection[str]] = ask(
            **self._fixed, plugin_name=plugin_name, run_tag_filter=_filter(runs)
        )
        return found

    def read_media(
        self, plugin_name: str, series: Collection[Series], *, blobs: bool
    ) -> dict[Series, Sequence[Any]]:
        """All that TensorBoard keeps of some series: `BlobSequenceDatum`, or `TensorDatum`, by series."""
        ask = self._provider.read_blob_sequences if blobs else self._provider.read_tensors
        runs, tags = {run for run, _ in series}, {tag for _, tag in series}
        if not series:
            return {}
        answer = ask(
            **self._fixed, plugin_name=plugin_name, downsample=_KEPT, run_tag_filter=_filter(runs, tags)
        )
        return {(run, tag): data for run, by_tag in answer.items() for tag, data in by_tag.items()}

    def read_blob(self, key: str) -> bytes:
        """The bytes that a `BlobReference` of `read_media` names."""
        return bytes(self._provider.read_blob(ctx=self._fixed["ctx"], blob_key=key))

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


def _is_told(run: str, stamps: Stamps, record: Record | None, previous: Bulk) -> bool:
    """Whether a run's record tells all that its scalars' newest points would: they need not be read."""
    if stamps is previous.scalars.get(run) and record is previous.records.get(run):
        return run not in previous.last
    return record is not None and record.tells(stamps)


def _read_records(source: Source, lifecycle: Mapping[str, Stamps], runs: Sequence[str]) -> dict[str, Record]:
    result: dict[str, Record] = {}
    for chunk in _chunks(runs, _RUNS_A_CALL):
        tags = frozenset(CURRENT_TAGS).union(*(current_tags(lifecycle[run]) for run in chunk))
        answer = source.read_newest(chunk, tags)
        result.update((run, parse_record(answer.get(run, {}))) for run in chunk)
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


def _filter(runs: Collection[str], tags: Collection[str] | None = None) -> RunTagFilter:
    from tensorboard.data.provider import RunTagFilter

    return RunTagFilter(runs=runs, tags=tags)


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    size = max(1, size)
    for start in range(0, len(items), size):
        yield items[start : start + size]
