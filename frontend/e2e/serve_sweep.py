"""Serves a sweep of 24 settings with five seeds each, of which the truth is known.

usage: python serve_sweep.py LOGDIR PORT     (LOGDIR is emptied first)
"""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
from tests.sweeps import sweep_of_seeds


def main(logdir: pathlib.Path, port: str) -> None:
    """Records the runs and becomes TensorBoard."""
    for old in (logdir, logdir.with_name(f"{logdir.name}-project")):
        shutil.rmtree(old, ignore_errors=True)
    sweep_of_seeds(logdir)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", port]
    os.execv(sys.executable, [*command, "--reload_interval", "2"])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
