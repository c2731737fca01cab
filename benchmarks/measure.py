"""Paired measurements: ours and the peer's in turn, so that a noisy machine hits both alike."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Result:
    """One row of the report: what was measured, both figures, their ratio, and what it should be."""

    what: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    spread: tuple[float, float]
    unit: str
    goal: float | None = None
    limit: float | None = None
    more: float | None = None

    def without_bounds(self) -> Result:
        """The figures alone."""
        return replace(self, goal=None, limit=None, more=None)

    @property
    def reached(self) -> bool | None:
        """Whether every bound is kept; None without one.

        `goal` bounds the ratio, `limit` our own figure, and `more` what ours has more than the peer's, both
        in `unit`.
        """
        bounds = [
            (self.ratio, self.goal),
            (self.ours, self.limit),
            (self.ours - self.theirs, self.more),
        ]
        kept = [figure <= bound for figure, bound in bounds if bound is not None]
        return all(kept) if kept else None


def pair(
    what: str,
    peer: str,
    ours: Callable[[], float],
    theirs: Callable[[], float],
    *,
    rounds: int,
    unit: str,
    goal: float | None = None,
    limit: float | None = None,
    more: float | None = None,
    warm_up: bool = True,
) -> Result:
    """Calls both in turn `rounds` times, after once unmeasured; each returns its figure in `unit`."""
    if warm_up:
        ours()
        theirs()
    figures = [(ours(), theirs()) for _ in range(rounds)]
    ratios = [a / b for a, b in figures]
    return Result(
        what,
        peer,
        statistics.median(a for a, _ in figures),
        statistics.median(b for _, b in figures),
        statistics.median(ratios),
        (min(ratios), max(ratios)),
        unit,
        goal,
        limit,
        more,
    )


def seconds(call: Callable[[], object]) -> float:
    """How long `call` takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> str:
    """Runs a command to its end and returns what it printed.

    Raises:
      RuntimeError: it failed; with the end of what it said.
    """
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def printed_figure(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> float:
    """The number on the last line that a command prints."""
    return float(run(command, environment=environment).strip().splitlines()[-1])
