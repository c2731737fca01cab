"""Records the runs that the browser tests look at, then serves them with TensorBoard.

usage: python serve.py LOGDIR PORT     (LOGDIR is emptied first)
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
IDENTITY = {
    "GIT_AUTHOR_NAME": "E2E",
    "GIT_AUTHOR_EMAIL": "e2e@example.com",
    "GIT_COMMITTER_NAME": "E2E",
    "GIT_COMMITTER_EMAIL": "e2e@example.com",
}


def main(logdir: pathlib.Path, port: str) -> None:
    """Records three runs and becomes TensorBoard."""
    shutil.rmtree(logdir, ignore_errors=True)
    project = logdir / "project"
    shutil.copytree(HERE / "project", project)
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", "train.py")
    git(project, "commit", "--quiet", "--message=A first model")
    runs = logdir / "runs"
    train(project, runs / "slow", "--lr", "0.1")
    change(project / "train.py", "1 - math.exp(-x * lr)", "math.tanh(x * lr)")
    (project / "notes.py").write_text("# not committed\n")
    train(project, runs / "fast", "--lr", "0.5", "--epochs", "30")
    train(project, runs / "sweep" / "failed", "--fail", status=1)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(runs), "--port", port]
    os.execv(sys.executable, [*command, "--reload_interval", "1"])


def train(project: pathlib.Path, rundir: pathlib.Path, *flags: str, status: int = 0) -> None:
    """Runs the script as a user would; anything but `status` at its end stops the tests."""
    command = [sys.executable, "train.py", "--rundir", str(rundir), *flags]
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, cwd=project, stdout=quiet, stderr=quiet if status else None, check=False)
    if done.returncode != status:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}, not {status}")


def change(path: pathlib.Path, old: str, new: str) -> None:
    """Edits the script without committing."""
    text = path.read_text()
    if old not in text:
        raise SystemExit(f"{path} has no {old!r}")
    path.write_text(text.replace(old, new))


def git(project: pathlib.Path, *arguments: str) -> None:
    """Runs git with an identity of its own."""
    subprocess.run(["git", *arguments], cwd=project, env={**os.environ, **IDENTITY}, check=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
