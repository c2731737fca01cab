"""Logdirs that the public API wrote in scripts of their own, and TensorBoards that show them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

pytest_plugins = ["tests.kinds", "tests.skips"]

TRAIN = """
# Entraîne un modèle.
import argparse
import pathlib

import numpy as np

import tb_lifecycle

parser = argparse.ArgumentParser()
parser.add_argument("--rundir")
parser.add_argument("--lr", type=float, default=0.5, help="learning rate")
parser.add_argument("--model", default="intro")
parser.add_argument("--fail", action="store_true")
FLAGS = parser.parse_args()

images = np.arange(40, dtype=np.uint8).reshape(10, 4)
labels = np.arange(10) % 3

with tb_lifecycle.start_run(FLAGS.rundir, tags=[FLAGS.model]) as run:
    tb_lifecycle.log_flags(FLAGS, parser=parser)
    tb_lifecycle.log_dataset("digits", (images, labels), split="train")
    for step in range(20):
        loss = float("nan") if FLAGS.fail and step == 19 else FLAGS.lr / (step + 1)
        accuracy = step / 20 + (0.01 if FLAGS.model == "expert" else 0)
        tb_lifecycle.log_scalars({"loss": loss, "train/accuracy": accuracy}, step=step)
    print("trained", FLAGS.model)
    if FLAGS.fail:
        raise RuntimeError("the loss is not a number")
    export = pathlib.Path(FLAGS.rundir, "model", "export")
    export.mkdir(parents=True)
    (export / "weights.bin").write_bytes(bytes(100))
    tb_lifecycle.log_export(export)
"""


class Project:
    """A git repository with a training script, and the logdir that it trains into."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.logdir = directory.parent / "runs"
        self.script = directory / "train.py"
        directory.mkdir()
        self.script.write_text(TRAIN.lstrip("\n"), encoding="utf-8")
        self._git("init", "--quiet", "--initial-branch", "main")
        self._git("add", "train.py")
        self._git("commit", "--quiet", "--message", "Train")

    def change(self) -> None:
        """Changes the script without committing it, beside a file that is almost a text."""
        (self.directory / "odd.txt").write_bytes(b"\x80 begins no character")
        self.script.write_text(
            self.script.read_text(encoding="utf-8") + "\n# A line more.\n", encoding="utf-8"
        )

    def train(self, name: str, *flags: str) -> None:
        """Trains one run to its end, whatever that is."""
        command = [sys.executable, str(self.script), "--rundir", str(self.logdir / name), *flags]
        done = subprocess.run(command, cwd=self.directory, capture_output=True, text=True, check=False)
        assert done.returncode == ("--fail" in flags), done.stdout + done.stderr

    def last_written(self) -> float:
        """When an event file was last written, in epoch seconds."""
        return max(path.stat().st_mtime for path in self.logdir.rglob("*tfevents*"))

    def _git(self, *arguments: str) -> None:
        identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=self.directory, check=True)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three runs: `intro/a` completed, `expert/b` completed by changed code, `intro/failed` failed."""
    made = Project(tmp_path_factory.mktemp("project") / "mnist")
    made.train("intro/a", "--lr", "0.5")
    made.train("intro/failed", "--lr", "9", "--fail")
    made.change()
    made.train("expert/b", "--lr", "0.003", "--model", "expert")
    return made


@pytest.fixture(scope="session")
def fast_tensorboard(project: Project) -> Iterator[TensorBoard]:
    """The three runs through the data server."""
    with running_tensorboard("--logdir", str(project.logdir), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs("intro/a", "intro/failed", "expert/b")
        yield tensorboard


@pytest.fixture(scope="session")
def slow_tensorboard(project: Project) -> Iterator[TensorBoard]:
    """The three runs through TensorBoard's Python reader, below a path prefix."""
    arguments = ["--logdir", str(project.logdir), READERS["Python reader"], "--path_prefix", "/some/prefix/"]
    with running_tensorboard(*arguments) as tensorboard:
        tensorboard.wait_for_runs("intro/a", "intro/failed", "expert/b")
        yield tensorboard


@pytest.fixture(params=["data server", "Python reader"])
def tensorboard(request: pytest.FixtureRequest) -> TensorBoard:
    """The three runs through either reader, in turn."""
    name = "fast_tensorboard" if request.param == "data server" else "slow_tensorboard"
    found: TensorBoard = request.getfixturevalue(name)
    return found
