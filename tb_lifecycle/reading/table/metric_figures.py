"""The figures of metrics, from whoever knows them best, and whether every logged value is in them.

The run's record has them exactly, but for a living run only as of its last heartbeat: what was logged since
stands behind it in its event file. Of what others wrote TensorBoard has the whole curve, or a sample; the
event files have everything, and reading them takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tb_lifecycle.reading.table.event_files import Budget
from tb_lifecycle.reading.table.figure_sources import NOWHERE, FigureSources, FilesOfRuns
from tb_lifecycle.reading.table.joined_figures import join
from tb_lifecycle.reading.table.recorded_figures import recorded
from tb_lifecycle.reading.table.sampled_points import Figures
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.tensorboard.listing import Series

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Statistics
    from tb_lifecycle.reading.tensorboard.bulk import Bulk

# The files of so many runs of others are read although TensorBoard's points look whole.
_FEW = 20


class Known(NamedTuple):
    """The figures of one metric of one run.

    Attributes:
      figures: None where the run has none.
      exact: every value that was logged is in them, and one writer logged it.
    """

    figures: Statistics | Figures | None
    exact: bool = True


class MetricFigures:
    """Figures of the runs of one snapshot."""

    def __init__(self, bulk: Bulk, sources: FigureSources, files: FilesOfRuns) -> None:
        self._bulk = bulk
        self._sources = sources
        self._files = files
        self._few = self._thorough = False

    def find(
        self, states: Sequence[RunState], names: Callable[[RunState], Sequence[str]]
    ) -> list[list[Known]]:
        """Finds the figures of some metrics of some runs, with one question to TensorBoard.

        Args:
          states: the runs.
          names: gives the metrics of each.
        """
        budget = self._sources.budget
        asked: dict[Series, object] = {}
        for state in states:
            for name in names(state):
                where = state.row.series.get(name)
                if where is not None and name in state.metrics and recorded(state, name) is None:
                    asked[where] = self._bulk.scalars.get(where[0])
        self._few = len({run for run, _ in asked}) <= _FEW
        sampled = self._sources.points.find(asked)
        self._thorough = self._sources.reads_files(
            where for where, points in sampled.items() if not points.whole
        )
        return [[self._find(state, name, sampled, budget) for name in names(state)] for state in states]

    def _find(self, state: RunState, name: str, sampled: Mapping[Series, Figures], budget: Budget) -> Known:
        if name not in state.metrics:
            return Known(None)
        statistics = recorded(state, name)
        if statistics is not None:
            return Known(statistics, state.metrics[name].exact and not statistics.inexact)
        where = state.row.series.get(name, NOWHERE)
        points = sampled.get(where)
        living = self._find_living(state, where)
        if living is not None:
            return Known(living, living.whole and state.metrics[name].exact)
        if points is None or not self._is_enough(points, where, budget):
            curve = self._files.curve(where, budget)
            if curve is not None:
                return Known(curve.figures(), curve.exact and state.metrics[name].exact)
        if points is None:
            return Known(None)
        exact = (
            points.whole and state.metrics[name].exact and bool(self._files.is_held_whole(where[0], budget))
        )
        return Known(points, exact)

    def _is_enough(self, points: Figures, where: Series, budget: Budget) -> bool:
        """Whether the points do; of a few runs, and where steps went back, the files have all."""
        if points.whole:
            return not self._few and self._files.is_held_whole(where[0], budget) is not False
        return not self._thorough

    def _find_living(self, state: RunState, where: Series) -> Figures | None:
        """The figures of a series that the run itself writes, and goes on writing."""
        if state.record is None or where[0] != state.name:
            return None
        tail = self._files.tail(state.name)
        return None if tail is None else join(tail, where[1])
