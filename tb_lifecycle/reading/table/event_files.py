"""Curves read whole from a run's own event files, where TensorBoard's points are not enough."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tb_lifecycle.format.event_reading import EVENT_FILE_MARK, OWN_SUFFIX, event_files
from tb_lifecycle.format.event_scalars import Curve, read_scalars
from tb_lifecycle.format.event_scan import Scan, scan
from tb_lifecycle.format.tail_reading import Tail, read_tail
from tb_lifecycle.reading.records.values import shortest_decimals
from tb_lifecycle.reading.table.sampled_points import Figures, mean

# Points of whole curves that are kept for the next question: 24 bytes each.
_MOST_KEPT = 4_000_000

# Up to so many points a curve, each has its shortest decimals before the mean is taken; above, it makes no
# difference that is seen.
_MOST_SHORTENED = 100_000

_Stamp = tuple[tuple[str, int, int], ...]  # name, size and modification time of each file


class WholeCurve:
    """A series as it was logged, over all files of its directory in the order of their names.

    Attributes:
      whole: nothing of the files was left out.
      mixed: several files that were written at the same time have it.
    """

    def __init__(self, parts: Sequence[Curve], *, whole: bool) -> None:
        self.whole = whole
        self.mixed = _overlap(parts)
        self._steps = np.concatenate([np.asarray(part.steps, np.int64) for part in parts])
        self._times = np.concatenate([np.asarray(part.times, np.float64) for part in parts])
        self._values = np.concatenate([np.asarray(part.values, np.float64) for part in parts])

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def exact(self) -> bool:
        """Every value that was logged is in it, and one writer logged it."""
        return self.whole and not self.mixed

    def figures(self) -> Figures:
        """Its figures; it has at least one point."""
        numbers = np.flatnonzero(~np.isnan(self._values))
        low = int(numbers[np.argmin(self._values[numbers])]) if len(numbers) else 0
        high = int(numbers[np.argmax(self._values[numbers])]) if len(numbers) else 0
        first, last, least, most = shortest_decimals(self._values[[0, -1, low, high]])
        known = self._values[numbers].tolist()
        if len(known) <= _MOST_SHORTENED:
            known = shortest_decimals(known)
        return Figures(
            count=len(self),
            first=first,
            last=last,
            min=least,
            max=most,
            mean=mean(known),
            first_step=int(self._steps[0]),
            last_step=int(self._steps[-1]),
            min_step=int(self._steps[low]),
            max_step=int(self._steps[high]),
            min_time=float(self._times[low]),
            max_time=float(self._times[high]),
            nan_count=len(self) - len(numbers),
            whole=self.exact,
        )

    def value_at(self, step: int, at: float | None) -> float | None:
        """As `sampled_points.value_at`."""
        if not len(self) or not self._steps.min() <= step <= self._steps.max():
            return None
        distances = np.abs(self._steps - step)
        near = np.flatnonzero(distances == distances.min())
        near = near[self._steps[near] == self._steps[near].min()]
        index = near[-1] if at is None else near[np.argmin(np.abs(self._times[near] - at))]
        return shortest_decimals([float(self._values[index])])[0]


class Budget(NamedTuple):
    """How long one question may read.

    Attributes:
      deadline: when it stops, by `time.monotonic`.
    """

    deadline: float

    @classmethod
    def of(cls, seconds: float) -> Budget:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is to be read."""
        return time.monotonic() >= self.deadline


@dataclass(slots=True)
class _Kept:
    stamp: _Stamp
    curves: dict[str, WholeCurve] = field(default_factory=dict)
    points: int = 0


class EventFiles:
    """The event files below a logdir; what was read stays known while they do not change."""

    def __init__(self, logdir: str | None) -> None:
        """Reads nothing yet.

        Args:
          logdir: a local directory; None where the files cannot be read.
        """
        self._logdir = logdir
        self._kept: dict[str, _Kept] = {}
        self._scans: dict[Path, Scan] = {}

    def read(self, run: str, budget: Budget) -> dict[str, WholeCurve]:
        """Reads every curve of one of TensorBoard's runs; those that there was time for."""
        paths = self._paths(run)
        stamp = _stamp(paths)
        kept = self._kept.get(run)
        if kept is not None and kept.stamp == stamp:
            return kept.curves
        if not paths or budget.is_spent:
            return {}
        try:
            files = [read_scalars(path, deadline=budget.deadline) for path in paths]
        except OSError:
            return {}
        whole = all(file.whole for file in files)
        tags = dict.fromkeys(tag for file in files for tag in file.curves)
        curves = {
            tag: WholeCurve([file.curves[tag] for file in files if tag in file.curves], whole=whole)
            for tag in tags
        }
        if not budget.is_spent:
            self._keep(run, _Kept(stamp, curves, sum(map(len, curves.values()))))
        return curves

    def count_foreign(self, run: str) -> int:
        """How many event files of one of TensorBoard's runs others wrote.

        Where there are several, steps may go back: TensorBoard's data server has dropped what they went over.
        """
        if self._logdir is None:
            return 0
        try:
            names = [path.name for path in Path(self._logdir, run).iterdir()]
        except OSError:
            return 0
        return sum(EVENT_FILE_MARK in name and not name.endswith(OWN_SUFFIX) for name in names)

    def size(self, run: str) -> int:
        """The bytes of one of TensorBoard's runs' event files."""
        return sum(size for _, size, _ in _stamp(self._paths(run)))

    def falls(self, run: str, budget: Budget) -> bool | None:
        """Whether a step is lower than one before in a file that others wrote; None where time is up.

        TensorBoard's data server has dropped what such a step went over.
        """
        for path in self._paths(run):
            if path.name.endswith(OWN_SUFFIX):
                continue
            walked = self._scans.get(path)
            if not budget.is_spent or walked is None:
                walked = self._scans[path] = scan(path, walked, until=budget.deadline)
            if walked.falls:
                return True
            if not walked.whole:
                return None
        return False

    def read_tail(self, run: str) -> Tail | None:
        """Reads the end of the file that a living run is recorded into; None where that is not found."""
        own = [path for path in self._paths(run) if path.name.endswith(OWN_SUFFIX)]
        return next((tail for path in reversed(own) if (tail := _read_tail(path)) is not None), None)

    def _paths(self, run: str) -> list[Path]:
        if self._logdir is None:
            return []
        try:
            return event_files(Path(self._logdir, run))
        except OSError:
            return []

    def _keep(self, run: str, new: _Kept) -> None:
        self._kept.pop(run, None)
        self._kept[run] = new
        while len(self._kept) > 1 and sum(kept.points for kept in self._kept.values()) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]


def _read_tail(path: Path) -> Tail | None:
    try:
        return read_tail(path)
    except OSError:
        return None


def _stamp(paths: Iterable[Path]) -> _Stamp:
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path.name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def _overlap(parts: Sequence[Curve]) -> bool:
    """Whether two of them were written at the same time."""
    spans = sorted((min(part.times), max(part.times)) for part in parts)
    return any(begin < end for (_, end), (begin, _) in itertools.pairwise(spans))
