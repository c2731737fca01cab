"""Finds the event files that TensorBoard cannot read, or not to their end, at a bounded cost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tb_lifecycle.format.event_scan import Fault, Scan, scan
from tb_lifecycle.reading.notices.walk import Found

# Seconds that somebody waits for a look: ahead, at the files that TensorBoard stopped in, and at all of them
# where it does not say in which it stopped.
_BUDGET_AHEAD = 0.2
_BUDGET_FOR_SUSPECTS = 2.0
_BUDGET = 2.0

# Off the request path: seconds of one piece of work, how many times longer the rest after it is, and after
# how many seconds of work it is that long.
_PIECE = 0.02
_REST = 9.0
_HASTE = 2.0

# A file that ends within a record is being written to; when it is so many seconds old, it was cut.
_CUT_AFTER = 600.0


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with an event file.

    Attributes:
      run: TensorBoard's, whose file it is.
      file: its name.
      fault: what it is; `cut` for a file that ends within a record and is not written to any more.
      end: how many of its bytes are sound, from the beginning.
      lost: how many are behind them.
    """

    run: str
    file: str
    fault: Fault | str
    end: int
    lost: int


class DamageCheck:
    """Walks through the event files of a logdir, each once as long as it does not change; thread-safe."""

    def __init__(self, *, loaded: bool) -> None:
        """Looks at nothing yet.

        Args:
          loaded: TensorBoard has read everything: somebody waits. Otherwise a look takes its time.
        """
        self._loaded = loaded
        self._scans: dict[str, Scan] = {}
        self._suspects: frozenset[str] | None = None
        self._thread: threading.Thread | None = None
        self._found: Mapping[str, tuple[Damage, ...]] = {}

    def suspect(self, paths: Collection[str]) -> None:
        """Names all files in which TensorBoard stopped, or directories of such: only they are looked into."""
        self._suspects = frozenset(map(os.path.realpath, paths))

    def look_ahead(self, found: Sequence[Found]) -> None:
        """Looks into some files in a moment that would be spent waiting."""
        self._look_in_time(found, time.monotonic() + _BUDGET_AHEAD)

    def look(self, found: Sequence[Found]) -> None:
        """Looks into the event files that have changed; while TensorBoard loads `found` follows."""
        if self._loaded:
            self._look_into_suspects(found)
            if self._suspects is None:
                self._look_in_time(found, time.monotonic() + _BUDGET)
        elif self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(
                target=self._look_at_leisure, args=[found], name="lifecycle-damage-check", daemon=True
            )
            self._thread.start()

    @property
    def found(self) -> Mapping[str, tuple[Damage, ...]]:
        """What was found so far, by TensorBoard's run."""
        return self._found

    def _look_into_suspects(self, found: Sequence[Found]) -> None:
        until = time.monotonic() + _BUDGET_FOR_SUSPECTS
        for run in found:
            suspects = [path for path in run.paths if self._is_suspect(path)]
            for path in suspects:
                walked = self._scan(path, until)
                if not walked.whole and walked.fault is None:
                    self._scans[path] = replace(walked, fault="checksum", whole=True)
            if suspects:
                self._take(run)

    def _is_suspect(self, path: str) -> bool:
        if not self._suspects:
            return False
        real = os.path.realpath(path)
        return real in self._suspects or os.path.dirname(real) in self._suspects  # noqa: PTH120

    def _look_in_time(self, found: Sequence[Found], until: float) -> None:
        for run in found:
            if time.monotonic() > until:
                return
            for path in run.paths:
                self._scan(path, until)
            self._take(run)

    def _look_at_leisure(self, found: Sequence[Found]) -> None:
        pace = _Pace()
        for run in found:
            for path in run.paths:
                while not self._scan(path, pace.until).whole:
                    pace.rest()
            self._take(run)
            if time.monotonic() > pace.until:
                pace.rest()

    def _scan(self, path: str, until: float) -> Scan:
        walked = self._scans[path] = scan(path, self._scans.get(path), until=until)
        return walked

    def _take(self, run: Found) -> None:
        damages = tuple(self._judge(run))
        if damages != self._found.get(run.name, ()):
            found = {name: kept for name, kept in self._found.items() if name != run.name}
            self._found = {**found, run.name: damages} if damages else found

    def _judge(self, run: Found) -> Iterator[Damage]:
        old = (time.time() - _CUT_AFTER) * 1e9
        for file, path in zip(run.files, run.paths, strict=True):
            walked = self._scans.get(path, Scan())
            fault = walked.fault or ("cut" if walked.torn and walked.modified < old else None)
            if fault is not None:
                yield Damage(run.name, file, fault, walked.end, max(0, walked.size - walked.end))


class _Pace:
    """Work in small pieces, with rests between that let everybody else go first.

    Attributes:
      until: when to rest, in `time.monotonic()`'s seconds.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._worked = 0.0
        self.until = self._began + _PIECE

    def rest(self) -> None:
        """Rests."""
        spent = time.monotonic() - self._began
        self._worked += spent
        time.sleep(spent * (_REST if self._worked > _HASTE else 1.0))
        self._began = time.monotonic()
        self.until = self._began + _PIECE
