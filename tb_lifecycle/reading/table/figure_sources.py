"""Where figures come from: TensorBoard's points, and the runs' own files."""

from __future__ import annotations

from dataclasses import dataclass

from tb_lifecycle.format.tail_reading import Tail
from tb_lifecycle.reading.table.event_files import Budget, EventFiles, WholeCurve
from tb_lifecycle.reading.table.sampled_points import FiguresCache
from tb_lifecycle.reading.tensorboard.listing import Series

# Seconds that one question may spend on event files when exact figures were not wanted, and when they were.
QUICK = 0.5
THOROUGH = 60.0

NOWHERE: Series = ("", "")


@dataclass(frozen=True)
class FigureSources:
    """Where figures come from.

    Attributes:
      points: TensorBoard's.
      files: the runs' own.
      seconds: that one question may spend on those.
      thorough: whether they are read wherever TensorBoard's points are not enough.
    """

    points: FiguresCache
    files: EventFiles
    seconds: float = QUICK
    thorough: bool = False

    @property
    def budget(self) -> Budget:
        """What one question may spend on the files, from now on."""
        return Budget.of(self.seconds)


class FilesOfRuns:
    """What the files of a snapshot's runs tell, each asked once."""

    def __init__(self, files: EventFiles) -> None:
        self._files = files
        self._tails: dict[str, Tail | None] = {}
        self._overlaps: dict[str, bool] = {}

    def tail(self, run: str) -> Tail | None:
        """The last record of a run that nobody else writes, and what it has logged since; None without."""
        if run not in self._tails:
            tail = self._files.read_tail(run)
            self._tails[run] = None if tail is None or tail.record.writers else tail
        return self._tails[run]

    def may_overlap(self, run: str) -> bool:
        """Whether several files hold a run's values: steps that are in two of them are one to TensorBoard."""
        if run not in self._overlaps:
            self._overlaps[run] = self._files.count_foreign(run) > 1
        return self._overlaps[run]

    def curve(self, where: Series, budget: Budget) -> WholeCurve | None:
        """All values of a series; None where there are none or the budget is spent."""
        curve = self._files.read(where[0], budget).get(where[1])
        return curve if curve is not None and len(curve) else None
