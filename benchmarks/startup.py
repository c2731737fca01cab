"""What the plugin adds to TensorBoard itself: start-up, memory, idle processor time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import logdirs
from benchmarks.measure import Result, pair
from benchmarks.server import tensorboard


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """With the plugin against without, and with records against without."""
    count = 300 if quick else 10_000
    small = logdirs.scalars(directory / "scalars-10", 10)
    yield pair(
        "TensorBoard's start-up",
        "without the plugin",
        lambda: _start(small, plugin=True),
        lambda: _start(small, plugin=False),
        rounds=1 if quick else 15,
        unit="ms",
        more=100,
        warm_up=not quick,
    )
    recorded = logdirs.lifecycle(directory / f"lifecycle-{count}", count)
    plain = logdirs.scalars(directory / f"scalars-{count}", count)
    seconds = 3 if quick else 20
    with_all = _run(recorded, count, seconds, plugin=True)
    without_plugin = _run(recorded, count, seconds, plugin=False)
    without_both = _run(plain, count, seconds, plugin=False)
    yield _one(
        f"TensorBoard's memory, {count:,} runs, the table asked for five times",
        "without the plugin",
        with_all.process,
        without_plugin.process,
        "MB",
        more=150,
    )
    yield _one(
        f"the data server's memory, {count:,} runs with records",
        "the same scalars without records",
        with_all.data_server,
        without_both.data_server,
        "MB",
        more=250,
    )
    yield _one(
        f"idle processor, {count:,} runs",
        "without the plugin",
        with_all.idle,
        max(without_plugin.idle, 0.01),
        "% of a core",
        limit=1,
    )


@dataclass(frozen=True)
class _Figures:
    """What one TensorBoard took: megabytes of its process and of its data server, % of a core when idle."""

    process: float
    data_server: float
    idle: float


def _start(logdir: Path, *, plugin: bool) -> float:
    with tensorboard(logdir, plugin=plugin) as server:
        assert server.process.poll() is None
        start = server.started_seconds
    return start * 1e3


def _run(logdir: Path, count: int, seconds: float, *, plugin: bool) -> _Figures:
    with tensorboard(logdir, plugin=plugin) as server:
        server.wait_until_listed(count)
        if plugin:
            server.wait_for_runs(count)
            for _ in range(5):
                server.get("lifecycle/runs")
                time.sleep(2.5)  # so that the next one is read anew
        time.sleep(3)
        before = server.processor_seconds()
        time.sleep(seconds)
        idle = (server.processor_seconds() - before) / seconds * 100
        process, *children = server.memory()
        return _Figures(process / 1e6, sum(children) / 1e6, idle)


def _one(
    what: str,
    peer: str,
    ours: float,
    theirs: float,
    unit: str,
    *,
    limit: float | None = None,
    more: float | None = None,
) -> Result:
    ratio = ours / theirs
    return Result(what, peer, ours, theirs, ratio, (ratio, ratio), unit, limit=limit, more=more)
