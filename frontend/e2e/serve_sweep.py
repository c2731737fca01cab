"""Serves a sweep of 24 settings with five seeds each, recorded by the library.

usage: python serve_sweep.py LOGDIR PORT     (LOGDIR is emptied first)

Recording takes a while, and nothing that looks at the runs changes them: with E2E_SESSION in the environment
they are recorded once for all that have the same, beside LOGDIR, and no LOGDIR is made.
"""

from __future__ import annotations

import fcntl
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
from tests.sweeps import sweep_of_seeds


def main(logdir: pathlib.Path, port: str) -> None:
    """Records the runs, unless this session has, and becomes TensorBoard."""
    session = os.environ.get("E2E_SESSION")
    recorded = of_session(session, logdir.with_name("lifecycle-e2e-sweep")) if session else anew(logdir)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(recorded), "--port", port]
    os.execv(sys.executable, [*command, "--reload_interval", "1"])


def of_session(session: str, shared: pathlib.Path) -> pathlib.Path:
    """The runs of this session, recorded by who comes first; the others wait for that one.

    Args:
      session: its number of a port and what tells it from the sessions before it there: `6197-4711`.
      shared: where its name begins. What earlier sessions of the same port left is removed.
    """
    port = session.partition("-")[0]
    logdir = shared.with_name(f"{shared.name}-{session}")
    whole = logdir.with_name(f"{logdir.name}-whole")
    with shared.with_name(f"{shared.name}-{port}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            for left in shared.parent.glob(f"{shared.name}-{port}-*"):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
            anew(logdir)
            whole.touch()
    return logdir


def anew(logdir: pathlib.Path) -> pathlib.Path:
    """Records the runs where nothing is left of others; returns `logdir`."""
    shutil.rmtree(logdir, ignore_errors=True)
    shutil.rmtree(logdir.with_name(f"{logdir.name}-project"), ignore_errors=True)
    return sweep_of_seeds(logdir)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
