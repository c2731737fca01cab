"""Paired measurements: ours and the peer's in turn, so that a noisy machine hits both alike."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


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
    note: str = ""

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.ratio <= self.goal


def pair(
    what: str,
    peer: str,
    ours: Callable[[], float],
    theirs: Callable[[], float],
    *,
    rounds: int,
    unit: str,
    goal: float | None = None,
    note: str = "",
) -> Result:
    """Calls both in turn, once unmeasured and then `rounds` times; each returns its figure in `unit`."""
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
        note,
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
