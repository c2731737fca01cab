"""Where figures come from: TensorBoard's points, and the runs' own files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tb_lifecycle.format.tail_reading import Tail
from tb_lifecycle.reading.table.event_files import Budget, EventFiles, WholeCurve
from tb_lifecycle.reading.table.sampled_points import FiguresCache
from tb_lifecycle.reading.tensorboard.listing import Series

# Seconds that one question may spend on event files: of a page, of who waits for all, of who asked for it.
QUICK = 0.5
EAGER = 5.0
THOROUGH = 60.0

# Where somebody waits for the whole answer anyway, files of so many bytes are read unasked: a few seconds.
_READ_UNASKED = 24 * 2**20

NOWHERE: Series = ("", "")


@dataclass(frozen=True)
class FigureSources:
    """Where figures come from.

    Attributes:
      points: TensorBoard's.
      files: the runs' own.
      seconds: that one question may spend on those.
      thorough: whether they are read wherever TensorBoard's points are not enough.
      eager: whether they are read there unless they are large.
      drops: TensorBoard's data server reads: of a curve whose steps fall it drops points.
    """

    points: FiguresCache
    files: EventFiles
    seconds: float = QUICK
    thorough: bool = False
    eager: bool = False
    drops: bool = True

    @property
    def budget(self) -> Budget:
        """What one question may spend on the files, from now on."""
        return Budget.of(max(self.seconds, EAGER) if self.eager and not self.thorough else self.seconds)

    def reads_files(self, sampled: Iterable[Series]) -> bool:
        """Whether the files of curves are read of which TensorBoard has only a sample."""
        if self.thorough or not self.eager:
            return self.thorough
        return sum(map(self.files.size, {run for run, _ in sampled})) <= _READ_UNASKED


class FilesOfRuns:
    """What the files of a snapshot's runs tell, each asked once."""

    def __init__(self, sources: FigureSources) -> None:
        self._files = sources.files
        self._drops = sources.drops
        self._tails: dict[str, Tail | None] = {}
        self._held: dict[str, bool | None] = {}

    def tail(self, run: str) -> Tail | None:
        """The last record of a run that nobody else writes, and what it has logged since; None without."""
        if run not in self._tails:
            tail = self._files.read_tail(run)
            self._tails[run] = None if tail is None or tail.record.writers else tail
        return self._tails[run]

    def is_held_whole(self, run: str, budget: Budget) -> bool | None:
        """Whether TensorBoard dropped nothing of a run's curves; None where there was no time to see."""
        held = self._held.get(run)
        if held is None:
            falls = self._files.count_foreign(run) > 1 or (self._drops and self._files.falls(run, budget))
            held = self._held[run] = None if falls is None else not falls
        return held

    def curve(self, where: Series, budget: Budget) -> WholeCurve | None:
        """All values of a series; None where there are none or the budget is spent."""
        curve = self._files.read(where[0], budget).get(where[1])
        return curve if curve is not None and len(curve) else None
