"""Serves runs with curves and media, as PyTorch's SummaryWriter writes them.

usage: python serve_media.py LOGDIR PORT [COUNT]     (LOGDIR is emptied first; 210 runs unless said otherwise)
"""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
from tests.media_logdir import write_runs

COUNT = 210


def main(logdir: pathlib.Path, port: str, count: int = COUNT) -> None:
    """Writes the runs and becomes TensorBoard."""
    shutil.rmtree(logdir, ignore_errors=True)
    write_runs(logdir, count)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", port]
    os.execv(sys.executable, [*command, "--reload_interval", "1"])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], *map(int, sys.argv[3:]))
