"""How time and memory grow with the number of runs, of tags and of points."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import logdirs, plot
from benchmarks.measure import run
from tb_lifecycle.reading.tensorboard.file_limit import raise_open_file_limit

_OTHER_FILES = 500
_METRIC = "validation/accuracy"
_COLUMNS = {
    "first": "first read, s",
    "again": "read again, nothing changed, s",
    "filter": "filter, 100 rows, s",
    "figures": "minimum of a metric, s",
    "answer": "whole table as JSON, s",
    "megabytes": "kept, MB",
}


@dataclass(frozen=True)
class Point:
    """What one logdir took: `figures` by the keys of the columns."""

    kind: str
    count: int
    figures: dict[str, float]


def measure(directory: Path, *, quick: bool) -> Iterator[Point]:
    """One point a logdir, smallest first."""
    raise_open_file_limit()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _OTHER_FILES
    rounds = 1 if quick else 3
    counts = [30, 100] if quick else [100, 1_000, 10_000, 100_000]
    kinds: list[tuple[str, Callable[[Path, int], Path], int]] = [
        ("HParams runs", logdirs.hparams, 1),
        ("lifecycle runs", logdirs.lifecycle, 1),
        ("lifecycle runs with train/", logdirs.lifecycle_with_child, 2),
    ]
    for kind, write, files in kinds:
        short = write.__name__.replace("_", "-")
        for count in _up_to(counts, limit // files):
            yield _measure(kind, count, write(directory / f"{short}-{count}", count), _METRIC, rounds)
    for count in [10, 50] if quick else [10, 100, 1_000, 5_000]:
        logdir = logdirs.many_tags(directory / f"tags-{count}", 20, tags=count, points=3)
        yield _measure("tags in each of 20 runs", count, logdir, "tag00000", rounds)
    for count in [10, 50] if quick else [10, 100, 1_000, 10_000]:
        logdir = logdirs.many_tags(directory / f"points-{count}", 20, tags=5, points=count)
        yield _measure("points in each of 100 series", count, logdir, "tag00000", rounds)


def line(point: Point) -> str:
    """One row for the terminal."""
    figures = "  ".join(f"{_COLUMNS[key]} {point.figures[key]:.3g}" for key in _COLUMNS)
    return f"{point.count:>7,} {point.kind:30}  {figures}"


def write(points: Sequence[Point], directory: Path) -> None:
    """Writes `growth.md` and `growth.svg`."""
    kinds = list(dict.fromkeys(point.kind for point in points))
    lines = [
        "# Growth",
        "",
        "How time and memory grow; made by `scripts/benchmark`. Both axes are logarithmic.",
    ]
    lines += ["A dotted line grows as fast as what is counted.", "", "![Growth](growth.svg)"]
    for kind in kinds:
        lines += ["", f"## {kind[0].upper()}{kind[1:]}", "", f"| {kind} | {' | '.join(_COLUMNS.values())} |"]
        lines += [f"| {' | '.join(['---:'] * (len(_COLUMNS) + 1))} |"]
        for point in points:
            if point.kind == kind:
                cells = [f"{point.count:,}", *(f"{point.figures[key]:.3g}" for key in _COLUMNS)]
                lines.append(f"| {' | '.join(cells)} |")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "growth.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    panels = [
        plot.Panel(
            kind,
            {
                title: [(point.count, point.figures[key]) for point in points if point.kind == kind]
                for key, title in _COLUMNS.items()
                if key != "megabytes"
            },
        )
        for kind in kinds
    ]
    (directory / "growth.svg").write_text(plot.draw(panels, "s"), encoding="utf-8")


def _up_to(counts: Sequence[int], limit: int) -> list[int]:
    """The counts, and instead of those that are too many the most that there can be."""
    possible = [count for count in counts if count <= limit]
    return possible if len(possible) == len(counts) else [*possible, limit // 500 * 500]


def _measure(kind: str, count: int, logdir: Path, metric: str, rounds: int) -> Point:
    name = f"metric[{json.dumps(metric)}]"
    command = [sys.executable, "-m", "benchmarks.growth_point", str(logdir), f"min({name})", f"{name} > 0.5"]
    measured = [json.loads(run(command).strip().splitlines()[-1]) for _ in range(rounds)]
    figures = {key: sorted(one[key] for one in measured)[rounds // 2] for key in _COLUMNS}
    return Point(kind, count, figures)
