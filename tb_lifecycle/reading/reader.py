"""One logdir, read: its table, and one run, its curves, its files and its lineage on demand."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.reading.comparing.budget import Kind, cut_to_budget
from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.comparing.compare_sides import compare_sides
from tb_lifecycle.reading.comparing.peers import make_context
from tb_lifecycle.reading.comparing.sides import Side, find_sides
from tb_lifecycle.reading.media.media import RunMedia
from tb_lifecycle.reading.notices import sentences
from tb_lifecycle.reading.notices.file_checks import FileChecks
from tb_lifecycle.reading.one_run.lineage import describe_lineage
from tb_lifecycle.reading.one_run.mean_curves import BAND_POINTS, fold_quantiles, side_curves
from tb_lifecycle.reading.one_run.recorded_files import RunFiles
from tb_lifecycle.reading.one_run.run_details import RunDetails, find_row
from tb_lifecycle.reading.one_run.scalars import describe_scalars
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.event_files import EventFiles
from tb_lifecycle.reading.table.figure_sources import THOROUGH, FigureSources
from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.table.liveness import Liveness
from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.table.sampled_points import SAMPLES, FiguresCache, ReadPoints
from tb_lifecycle.reading.table.snapshot import Snapshot, take
from tb_lifecycle.reading.tensorboard.bulk import BulkReader
from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused
from tb_lifecycle.reading.tensorboard.listing import Point, Series
from tb_lifecycle.reading.tensorboard.unread import Unread

if TYPE_CHECKING:
    from tensorboard.data.provider import DataProvider


class LogdirReader:
    """Reads a logdir through a `DataProvider`.

    `refresh` is for one thread at a time; everything else may be called from any, and answers
    from the last refresh.
    """

    def __init__(
        self,
        provider: DataProvider,
        logdir: str | None,
        *,
        behind: float = 0.0,
        loaded: bool = False,
        files: FileChecks | None = None,
        is_alive: Callable[[], bool] = lambda: True,
        samples: int = SAMPLES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Reads nothing yet.

        Args:
          provider: TensorBoard's data.
          logdir: where the runs' files are, for what lies beside the event files; None where
            that is not known.
          behind: seconds by which the provider's data may be older than the files.
          loaded: the provider has finished reading the files.
          files: what looks at the files themselves; by default one for `logdir`.
          is_alive: whether TensorBoard's reader still reads.
          samples: points a curve that the provider keeps; 0 for all.
          clock: epoch seconds.
        """
        self._bulk = BulkReader(provider, unread=Unread(logdir, loaded=loaded))
        self._logdir = logdir
        self._clock = clock
        self._liveness = Liveness(behind, logdir=logdir, began=None if loaded else time.time())
        points = FiguresCache(self._bulk.read_points, samples)
        self._sources = FigureSources(points, EventFiles(logdir), eager=loaded, drops=self._bulk.asks_server)
        self._samples = samples
        if files is None and logdir is not None:
            files = FileChecks(logdir, behind, loaded=loaded, drops=self._bulk.asks_server)
        self._files = files
        self._is_alive = is_alive
        self._snapshot = Snapshot()
        self._columns = Columns(self._snapshot, self._sources)
        self._version = 0

    def close(self) -> None:
        """Ends what reading has opened; the provider stays open."""
        self._bulk.close()

    def refresh(self) -> None:
        """Asks TensorBoard what there is now, and reads what has changed."""
        with collection_paused():
            snapshot = take(self._bulk, self._snapshot, self._clock(), self._liveness)
        columns = self._columns.renew(snapshot)
        before, now = self._snapshot.bulk, snapshot.bulk
        if columns is not self._columns or (before.lifecycle, before.scalars) != (now.lifecycle, now.scalars):
            self._version += 1
        self._columns = columns
        self._snapshot = snapshot
        if self._files is not None:
            self._files.look(snapshot.bulk.started)

    @property
    def logdir(self) -> str | None:
        """Where the runs' files are; None where that is not known."""
        return self._logdir

    @property
    def version(self) -> int:
        """Changes at a refresh that finds something else than the one before, of any run."""
        return self._version

    @property
    def complete(self) -> bool:
        """Whether the last refresh covers every run that TensorBoard listed then; False before the first.

        A run that is listed and was not read is not covered.
        """
        return self._snapshot.read_time is not None and not self._snapshot.bulk.unread

    @property
    def reading(self) -> bool:
        """Whether there is more to come: nothing was read, or TensorBoard has not read all that it lists."""
        return not self.complete and self._is_alive()

    @property
    def blocked(self) -> bool:
        """Whether a file is there that TensorBoard's readers end at."""
        return self._files is not None and self._files.hostile

    @property
    def on_disk(self) -> int:
        """How many runs there are on disk, as far as that is known: those in the table, and those missing."""
        return len(self._columns.runs) + (self._files.missing if self._files is not None else 0)

    @property
    def read_time(self) -> float | None:
        """When the last refresh asked TensorBoard, in epoch seconds; None before the first."""
        return self._snapshot.read_time

    def table(self, read_points: ReadPoints | None = None, *, exact: bool = False) -> RunTable:
        """The runs as of the last refresh, newest start first.

        Args:
          read_points: reads curves for the table when this reader is gone; by default this reader does.
          exact: figures come from the event files where TensorBoard's points are not enough.
        """
        columns = self._columns
        if read_points is not None:
            points = FiguresCache(read_points, self._samples)
            columns = columns.reading(replace(self._sources, points=points))
        if exact:
            columns = columns.exactly()
        starts = [state.started for state in columns.runs]
        order = sorted(range(len(starts)), key=lambda row: -(starts[row] or 0.0))
        return RunTable(columns, order, self.notices())

    def read_points(self, series: Collection[Series], limit: int) -> Mapping[Series, Sequence[Point]]:
        """Reads curves: TensorBoard's run and tag of each, and at most `limit` points of it."""
        return self._bulk.read_points(series, limit)

    def describe(self, name: str, *, exact: bool = False, seconds: float = THOROUGH) -> dict[str, Any]:
        """Everything recorded of one run: the `run` answer of `http_api.md`.

        Args:
          name: the run's.
          exact: figures come from the event files where TensorBoard's points are not enough.
          seconds: that this may spend on reading them.

        Raises:
          RunNotFoundError: there is no run of that name.
        """
        return self._describe([name], exact=exact, seconds=seconds)[0]

    def compare(
        self,
        names: Sequence[str],
        baseline: str,
        *,
        exact: bool = False,
        seconds: float = THOROUGH,
        budget: Kind | None = None,
    ) -> dict[str, Any]:
        """How runs differ from one of them: the `compare` answer of `http_api.md`.

        Args:
          names: the runs'.
          baseline: one of them.
          exact, seconds: as of `describe`.
          budget: what figures are made equal by; None for each run's last.

        Raises:
          RunNotFoundError: there is no run of one of the names.
        """
        for name in names:
            find_row(self._columns, name)
        context = make_context(self._columns, names, baseline, last=budget is None)
        columns, spent = self._spend(names, budget, exact=exact, seconds=seconds)
        return compare(self._describe_from(columns, names), baseline, context) | {"budget": spent}

    def find_sides(self, names: Sequence[str], where: str | None = None) -> list[Side]:
        """Finds what `compare_sides` takes.

        Args:
          names: of runs, or `group:` and a group's key.
          where: an expression; only runs for which it is true are members of a group.

        Raises:
          RunNotFoundError: there is no run or group of one of the names.
          ExpressionError: `where` or a group's key has a wrong expression.
        """
        return find_sides(RunTable(self._columns), names, where)

    def compare_sides(
        self,
        sides: Sequence[Side],
        baseline: str,
        *,
        exact: bool = False,
        seconds: float = THOROUGH,
        budget: Kind | None = None,
    ) -> dict[str, Any]:
        """How groups of runs differ from one of them, or from a run; arguments and answer as of `compare`."""
        counted = list(dict.fromkeys(name for side in sides for name in side.counted))
        columns, spent = self._spend(counted, budget, exact=exact, seconds=seconds)
        if budget is not None:
            sides = [replace(side, table=side.table.with_states(columns)) for side in sides]
        describe = partial(self._describe_from, columns)
        last = budget is None
        return compare_sides(self._columns, sides, baseline, describe, last=last) | {"budget": spent}

    def _spend(
        self, names: Sequence[str], budget: Kind | None, *, exact: bool, seconds: float
    ) -> tuple[Columns, dict[str, Any] | None]:
        """The columns to compare runs by, and what is said of their budget."""
        columns = self._columns.exactly(seconds) if exact else self._columns
        if budget is None:
            return columns, None
        return cut_to_budget(columns, names, budget, self._bulk.read_points)

    def _describe(self, names: Sequence[str], *, exact: bool, seconds: float) -> list[dict[str, Any]]:
        return self._describe_from(self._columns.exactly(seconds) if exact else self._columns, names)

    def _describe_from(self, columns: Columns, names: Sequence[str]) -> list[dict[str, Any]]:
        return RunDetails(columns, self._bulk, self._logdir, self._notices_of).describe(names)

    def scalars(
        self, names: Sequence[str], tags: Sequence[str], points: int = 1000, where: str | None = None
    ) -> list[dict[str, Any]]:
        """Curves of runs, as in the `scalars` answer of `http_api.md`; every metric's where `tags` is empty.

        A group, `group:` and its key, has one curve a metric: the mean of the members that count. `where`
        keeps runs out of groups.

        Raises:
          RunNotFoundError: there is no run or group of one of the names.
          ExpressionError: `where` or a group's key has a wrong expression.
          RequestTooLargeError: there are more than 2,000.
        """
        runs = {state.name: state for state in self._columns.runs}
        if all(name in runs for name in names):
            return describe_scalars([runs[name] for name in names], tags, points, self._bulk)
        sides = self.find_sides(names, where)
        counted = {side.name: [side.table.names[row] for row in side.group.counted] for side in sides}
        asked = dict.fromkeys(run for side in sides for run in counted[side.name])
        curves = describe_scalars([runs[name] for name in asked], tags, points, self._bulk)
        return [
            curve for side in sides for curve in side_curves(side.name, counted[side.name], curves, points)
        ]

    def bands(self, names: Sequence[str], tags: Sequence[str], axis: str) -> list[dict[str, Any]]:
        """Quantiles over the curves of many runs, as in the `bands` answer of `http_api.md`.

        Raises:
          RunNotFoundError: there is no run of one of the names.
          RequestTooLargeError: they have more than 2,000 curves.
        """
        states = [self._columns.runs[find_row(self._columns, name)] for name in names]
        curves = describe_scalars(states, tags, BAND_POINTS, self._bulk)
        return [
            {"tag": tag, "runs": len(own), **fold_quantiles(own, axis)}
            for tag in tags
            if (own := [curve for curve in curves if curve["tag"] == tag])
        ]

    def media_tags(self, names: Sequence[str]) -> dict[str, Any]:
        """Which images, histograms, texts and PR curves runs have: the `media_tags` answer of `http_api.md`.

        Raises:
          RunNotFoundError: there is no run of one of the names.
        """
        return self._media.tags(self._rows(names))

    def media(self, names: Sequence[str], kind: str, tag: str, step: int | None = None) -> dict[str, Any]:
        """Media of runs at one step: the `media` answer of `http_api.md`.

        Raises:
          RunNotFoundError: there is no run of one of the names.
          RequestTooLargeError: there are more than 12.
        """
        return self._media.at(self._rows(names), kind, tag, step)

    def image(self, name: str, tag: str, step: int, index: int = 0) -> tuple[bytes, str]:
        """The bytes of an image that `media` lists, and its MIME type.

        Raises:
          RunNotFoundError: there is no run of that name.
          NotRecordedError: there is no such image, or none that a browser should be given.
        """
        return self._media.image(self._rows([name])[0], tag, step, index)

    @property
    def _media(self) -> RunMedia:
        return RunMedia(self._bulk, self._snapshot.bulk.started)

    def _rows(self, names: Sequence[str]) -> list[Row]:
        return [self._columns.runs[find_row(self._columns, name)].row for name in names]

    def file(self, name: str, path: str, offset: int = 0, limit: int | None = None) -> tuple[bytes, int]:
        """A recorded file's bytes from `offset`, at most `limit` of them, and how many the whole has.

        Raises:
          RunNotFoundError: there is no run of that name.
          NotRecordedError: the run did not record the file's content.
        """
        _, details = self._details.read_details(name)
        directory = Path(self._logdir, name) if self._logdir is not None else None
        return RunFiles(name, details, directory).read(path, offset, limit)

    def lineage(self, name: str) -> dict[str, Any]:
        """What one run was made from and what was made from it: the `lineage` answer of `http_api.md`.

        Raises:
          RunNotFoundError: there is no run of that name.
        """
        columns = self._columns
        return describe_lineage(columns.runs[find_row(columns, name)], columns.runs)

    def notices(self) -> list[str]:
        """What the last refresh could not show, and why, in sentences."""
        on_disk = self._files.sentences() if self._files is not None else ()
        given = sentences.of_bulk(self._snapshot.bulk, reading=self._is_alive())
        return [*on_disk, *sentences.of_runs(self._columns.runs), *given]

    def look_at_files(self) -> list[str]:
        """What is wrong with the files, in sentences, while TensorBoard does not answer at all."""
        if self._files is None:
            return []
        self._files.look(())
        return list(self._files.sentences())

    def _notices_of(self, run: str) -> list[str]:
        """What is wrong with the files and the series of one of TensorBoard's runs."""
        on_disk = self._files.sentences_of(run) if self._files is not None else ()
        return [*on_disk, *sentences.of_series(self._snapshot.bulk.valueless.get(run, ()))]

    @property
    def _details(self) -> RunDetails:
        return RunDetails(self._columns, self._bulk, self._logdir, self._notices_of)
