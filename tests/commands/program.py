"""Runs `tb-lifecycle` as its users do: as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def tb_lifecycle(*arguments: str | Path, directory: Path | None = None, **environment: str) -> Ended:
    """Runs the command with these arguments."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tb_lifecycle", *map(str, arguments)],
        cwd=directory,
        env={**os.environ, "TZ": "UTC", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "tb_lifecycle/commands/main.py" not in done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


def complaint_of(ended: Ended) -> str:
    """The one line that a process printed when it refused its arguments."""
    assert ended.status == 2, ended
    assert ended.out == ""
    assert ended.err.endswith("\n")
    assert ended.err.count("\n") == 1, ended.err
    return ended.err.strip()
