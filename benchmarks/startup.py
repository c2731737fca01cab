"""What the plugin adds to TensorBoard itself: start-up, memory, idle processor time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import logdirs
from benchmarks.measure import Result, pair, seconds
from benchmarks.server import tensorboard

IDLE_SECONDS = 20


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """With the plugin against without."""
    count = 300 if quick else 10_000
    small = logdirs.scalars(directory / "scalars-10", 10)
    yield pair(
        "TensorBoard's start-up",
        "without the plugin",
        lambda: _start(small, plugin=True),
        lambda: _start(small, plugin=False),
        rounds=2 if quick else 15,
        unit="ms",
        note="at most 100 ms more",
    )
    logdir = logdirs.lifecycle(directory / f"lifecycle-{count}", count)
    plain = logdirs.scalars(directory / f"scalars-{count}", count)
    yield pair(
        f"TensorBoard's memory, {count:,} runs, table read",
        "the same scalars, without plugin and records",
        lambda: _memory(logdir, count, plugin=True),
        lambda: _memory(plain, count, plugin=False),
        rounds=1,
        unit="MB",
        note="at most 150 MB more for the plugin, 250 MB for the records",
    )
    yield pair(
        f"idle processor, {count:,} runs",
        "without plugin and records",
        lambda: _idle(logdir, count, plugin=True),
        lambda: _idle(plain, count, plugin=False) + 1e-3,
        rounds=1,
        unit="% of a core",
        note="at most 1 %",
    )


def _start(logdir: Path, *, plugin: bool) -> float:
    with tensorboard(logdir, plugin=plugin) as server:
        assert server.process.poll() is None
        start = server.started_seconds
    return start * 1e3


def _memory(logdir: Path, count: int, *, plugin: bool) -> float:
    with tensorboard(logdir, plugin=plugin) as server:
        if plugin:
            server.wait_for_runs(count)
            server.get("lifecycle/runs")
        else:
            server.wait_until_listed(count)
        return server.memory() / 1e6


def _idle(logdir: Path, count: int, *, plugin: bool) -> float:
    with tensorboard(logdir, plugin=plugin) as server:
        if plugin:
            server.wait_for_runs(count)
        else:
            server.wait_until_listed(count)
        time.sleep(3)
        before = server.processor_seconds()
        spent = seconds(lambda: time.sleep(IDLE_SECONDS))
        return (server.processor_seconds() - before) / spent * 100
