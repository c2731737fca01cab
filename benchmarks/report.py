"""The report: one table, in the terminal and as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import Result

_HEAD = ("what", "peer", "ours", "peer's", "ours / peer's", "goal", "reached")


def line(result: Result) -> str:
    """One row for the terminal."""
    return "  ".join(
        cell.ljust(width) for cell, width in zip(_cells(result), (46, 30, 12, 12, 22, 10, 8), strict=True)
    )


def markdown(results: Iterable[Result]) -> str:
    """The whole table."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_cells(result) for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write(results: Iterable[Result], path: Path) -> None:
    """Writes the table with a line on the machine."""
    cores = os.cpu_count()
    machine = f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
    text = "# Benchmarks\n\nMedians of paired measurements, ours and the peer's in turn.\n"
    text += f"Made by `scripts/benchmark`: {machine}.\n\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + markdown(results) + "\n", encoding="utf-8")


def _cells(result: Result) -> tuple[str, ...]:
    goals = [] if result.goal is None else [f"≤ {result.goal:.3g}"]
    goals += [] if result.limit is None else [f"≤ {result.limit:g} {result.unit}"]
    goals += [] if result.more is None else [f"≤ {result.more:g} {result.unit} more"]
    reached = {None: "", True: "yes", False: "no"}[result.reached]
    low, high = result.spread
    ratio = f"{result.ratio:.3g} ({low:.3g} to {high:.3g})"
    figures = (f"{result.ours:.4g} {result.unit}", f"{result.theirs:.4g} {result.unit}")
    return (result.what, result.peer, *figures, ratio, ", ".join(goals), reached)
