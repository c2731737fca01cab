"""A run's status, for each way in which a training script can end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tb_lifecycle

START = "import sys, os, time, tb_lifecycle\nrun = tb_lifecycle.start_run(sys.argv[1])\n"
WITH = "import sys, os, time, tb_lifecycle\nwith tb_lifecycle.start_run(sys.argv[1]) as run:\n    "
ENDINGS = {
    "falls off the end": (START, 0, "completed"),
    "end_run": (START + "tb_lifecycle.end_run()", 0, "completed"),
    "sys.exit()": (START + "sys.exit()", 0, "completed"),
    "sys.exit(0)": (START + "sys.exit(0)", 0, "completed"),
    "sys.exit(3)": (START + "sys.exit(3)", 3, "failed"),
    "sys.exit('text')": (START + "sys.exit('no data')", 1, "failed"),
    "exit(2)": (START + "exit(2)", 2, "failed"),
    "exception": (START + "raise ValueError('boom')", 1, "failed"),
    "caught exit": (
        START + "try:\n    sys.exit(3)\nexcept SystemExit:\n    pass\nprint('on')",
        0,
        "completed",
    ),
    "caught exit in a function": (
        START + "def f():\n    try:\n        sys.exit(3)\n    except SystemExit:\n        pass\nf()",
        0,
        "completed",
    ),
    "with": (WITH + "pass", 0, "completed"),
    "with exception": (WITH + "raise ValueError('boom')", 1, "failed"),
    "with exit 0": (WITH + "sys.exit(0)", 0, "completed"),
    "with exit 3": (WITH + "sys.exit(3)", 3, "failed"),
    "with caught outside": (
        START.replace("run = tb_lifecycle.start_run(sys.argv[1])\n", "try:\n    ")
        + "with tb_lifecycle.start_run(sys.argv[1]): raise KeyError('x')\nexcept KeyError:\n    pass",
        0,
        "failed",
    ),
    "KeyboardInterrupt": (START + "raise KeyboardInterrupt", -2, "terminated"),
    "with KeyboardInterrupt": (WITH + "raise KeyboardInterrupt", -2, "terminated"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_status(ending: str, tmp_path: Path) -> None:
    script, code, status = ENDINGS[ending]
    path = tmp_path / "train.py"
    path.write_text(script + "\n")
    done = subprocess.run(
        [sys.executable, str(path), str(tmp_path / "runs/x")], capture_output=True, timeout=60
    )
    assert done.returncode == code, done.stderr.decode()
    assert tb_lifecycle.load_runs(str(tmp_path / "runs")).column("status") == [status]


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, "terminated"), (signal.SIGINT, "terminated"), (signal.SIGKILL, "lost")],
)
def test_status_after_a_signal(number: signal.Signals, status: str, tmp_path: Path) -> None:
    script = (
        "import sys, time, tb_lifecycle\n"
        "run = tb_lifecycle.start_run(sys.argv[1], heartbeat_seconds=0.2)\n"
        "run.log_scalar('loss', 1.5, step=0)\n"
        "print('ready', flush=True)\n[time.sleep(0.1) for _ in range(600)]\n"
    )
    path = tmp_path / "train.py"
    path.write_text(script)
    process = subprocess.Popen(
        [sys.executable, str(path), str(tmp_path / "runs/x")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, number)
        process.wait(timeout=30)
    if status == "lost":
        time.sleep(1.0)
    runs = tb_lifecycle.load_runs(str(tmp_path / "runs"))
    assert runs.column("status") == [status]
    assert runs.column("metric.loss") == [1.5]
