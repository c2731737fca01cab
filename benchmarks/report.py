"""The report: one table, in the terminal and as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from benchmarks import peers
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
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    ours = {name: metadata.version(name) for name in ("tensorboard", "tensorflow-cpu")}
    known = {"Python": platform.python_version(), **ours, **peers.versions()}
    versions = ", ".join(f"{name} {version}" for name, version in known.items())
    lines = [
        "# Benchmarks",
        "",
        "Medians of paired measurements, ours and the peer's in turn, with the lowest and highest ratio.",
        f"Made by `scripts/benchmark` on {machine}, with {versions}.",
        "How time and memory grow with the number of runs: [growth.md](growth.md).",
        "What a SIGKILL costs: [kills.md](kills.md), made by `scripts/kills`.",
        "",
        markdown(results),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cells(result: Result) -> tuple[str, ...]:
    goals = [] if result.goal is None else [f"≤ {result.goal:.3g}"]
    goals += [] if result.limit is None else [f"≤ {result.limit:g} {result.unit}"]
    goals += [] if result.more is None else [f"≤ {result.more:g} {result.unit} more"]
    reached = {None: "", True: "yes", False: "no"}[result.reached]
    low, high = result.spread
    ratio = f"{result.ratio:.3g} ({low:.3g} to {high:.3g})"
    figures = (f"{result.ours:.4g} {result.unit}", f"{result.theirs:.4g} {result.unit}")
    return (result.what, result.peer, *figures, ratio, ", ".join(goals), reached)
