"""Serves 400 ended runs: more than a window of the table, and more than are asked for first.

usage: python serve_many.py LOGDIR PORT     (LOGDIR is emptied first)
"""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
from tests.logdirs import START, EventFile, make_record

COUNT = 400


def main(logdir: pathlib.Path, port: str) -> None:
    """Writes the runs and becomes TensorBoard."""
    shutil.rmtree(logdir, ignore_errors=True)
    for number in range(COUNT):
        record = make_record(
            started=START + number,
            ended=START + number + 60,
            flags={"lr": number / COUNT},
            metrics={"accuracy": [number / COUNT]},
        )
        EventFile(logdir / f"run{number:03d}").run(record)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", port]
    os.execv(sys.executable, [*command, "--reload_interval", "1"])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
