"""Serves a run that goes on until the file `stop` lies in LOGDIR; the browser test watches it.

usage: python serve_live.py LOGDIR PORT     (LOGDIR is emptied first)
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
import time

import tb_lifecycle


def main(logdir: pathlib.Path, port: str) -> None:
    """Logs a value every quarter of a second, beside TensorBoard; ends with it."""
    shutil.rmtree(logdir, ignore_errors=True)
    stop = logdir / "stop"
    with tb_lifecycle.start_run(str(logdir / "runs" / "going")) as run:
        run.log_flags({"lr": 0.5})
        command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir / "runs"), "--port", port]
        tensorboard = subprocess.Popen([*command, "--reload_interval", "1"])
        step = 0
        while not stop.exists() and tensorboard.poll() is None:
            step += 10
            run.log_scalar("validation/accuracy", 1 - 1 / step, step=step)
            print(f"step {step}", flush=True)
            time.sleep(0.25)
    sys.exit(tensorboard.wait())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
