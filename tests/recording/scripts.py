"""Scripts that record a run, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = "import sys, tb_lifecycle\nrun = tb_lifecycle.start_run(sys.argv[1])\n"


def run_script(
    directory: Path, code: str, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs `code` as `train.py`, which lies beside the run's directory and is given it."""
    process = start_script(directory, code, *arguments, **variables)
    stdout, stderr = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def start_script(directory: Path, code: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Starts `code` as `run_script` does, and does not wait."""
    script = directory.parent / "train.py"
    script.write_text(code + "\n", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(directory), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=directory.parent,
        env=os.environ | variables,
    )
