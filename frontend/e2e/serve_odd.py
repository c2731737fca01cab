"""Writes runs of odd numbers as another program would, then serves them with TensorBoard.

usage: python serve_odd.py LOGDIR PORT     (LOGDIR is emptied first)
"""

from __future__ import annotations

import math
import os
import pathlib
import shutil
import sys
from collections.abc import Sequence

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

START = 1_760_000_000.0
Points = Sequence[tuple[int, float, float]]

RUNS: dict[str, Points] = {
    "nanosecond-steps": [(1_700_000_000_123_456_789 + 210 * i, START + i, 0.5 / (1 + i)) for i in range(3)],
    "one-nanosecond-step": [(1_700_000_000_123_456_789, START, 0.5)],
    "milliseconds": [(i, (START + i) * 1e3, 0.5 / (1 + i)) for i in range(5)],
    "nanoseconds": [(i, (START + i) * 1e9, 0.5 / (1 + i)) for i in range(5)],
    "no-time": [(i, 1e300 * (1 + i), 0.5 / (1 + i)) for i in range(5)],
    "overflow": [(i, START + i, -3.4e38 if i % 2 else 3.4e38) for i in range(6)],
    "tiny": [(i, START + i, 1e-11 * (1 + i)) for i in range(6)],
    "from-tiny-to-large": [(i, START + i, 10.0 ** (9 - i)) for i in range(21)],
    "nan-only": [(i, START + i, math.nan) for i in range(4)],
    "lone-point": [(i, START + i, math.nan if i != 2 else 0.5) for i in range(5)],
    "one-step": [(1, START + 0.0014, 0.5)],
}


def main(logdir: pathlib.Path, port: str) -> None:
    """Writes a run for each kind and becomes TensorBoard."""
    shutil.rmtree(logdir, ignore_errors=True)
    for name, points in RUNS.items():
        write(logdir / name, points)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", port]
    os.execv(sys.executable, command)


def write(directory: pathlib.Path, points: Points) -> None:
    """One event file with one metric."""
    directory.mkdir(parents=True)
    with (directory / "events.out.tfevents.1760000000.host.1.0").open("wb") as file:
        out = RecordWriter(file)
        out.write(Event(wall_time=START, file_version="brain.Event:2").SerializeToString())
        for step, wall_time, value in points:
            summary = Summary(value=[Summary.Value(tag="loss", simple_value=value)])
            out.write(Event(wall_time=wall_time, step=step, summary=summary).SerializeToString())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
