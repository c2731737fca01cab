"""A sweep of 24 settings with five seeds each, written by the library itself, of which the truth is known."""

from __future__ import annotations

import itertools
import math
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LRS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
WIDTHS = (64, 128)
DROPOUTS = (0.0, 0.2)
SEEDS = (1, 2, 3, 4, 5)
STEPS = 12
NOISE = 0.004


@dataclass(frozen=True)
class Setting:
    """The flags of five runs that differ by their seed alone."""

    lr: float
    width: int
    dropout: float

    @property
    def label(self) -> str:
        """What its group is called."""
        return f"lr{self.lr:g}-w{self.width}-d{self.dropout:g}"

    def run(self, seed: int) -> str:
        """The name of one of its runs."""
        return f"{self.label}-s{seed}"

    @property
    def accuracy(self) -> float:
        """Where its runs end, on average: by the learning rate, a little by the width, not by the dropout."""
        return 0.93 - 0.05 * math.log10(self.lr / 0.03) ** 2 + (0.012 if self.width == 128 else 0.0)

    @property
    def old_data(self) -> bool:
        """Whether it was trained on the data as they were before."""
        return self in (Setting(0.003, 64, 0.2), Setting(0.1, 128, 0.2))


SETTINGS = tuple(itertools.starmap(Setting, itertools.product(LRS, WIDTHS, DROPOUTS)))
BASELINE = Setting(0.003, 64, 0.0)
# The two that do not differ in truth; the others are worse than either.
BEST = (Setting(0.03, 128, 0.0), Setting(0.03, 128, 0.2))
FAILED = (Setting(0.03, 64, 0.0).run(4), Setting(0.1, 64, 0.2).run(2), Setting(0.3, 128, 0.0).run(5))
NANS = (Setting(0.3, 64, 0.0).run(1), Setting(0.3, 64, 0.0).run(3), Setting(0.3, 128, 0.2).run(2))
OLD_DATA = tuple(setting.run(seed) for setting in SETTINGS if setting.old_data for seed in SEEDS)


def sweep_of_seeds(logdir: Path) -> Path:
    """Records the 120 runs below `logdir`, from a committed script in a folder beside it; returns `logdir`.

    Of each run: flags lr, width, dropout, seed and rundir; `validation/accuracy`, `validation/loss` and
    `train/loss` of 12 steps; the data set `digits`, `train` and `validation`. The runs of FAILED end by an
    exception after half of the steps, those of NANS have no figure from there on, those of OLD_DATA have
    other digests.
    """
    project = logdir.with_name(f"{logdir.name}-project")
    project.mkdir(parents=True)
    (project / "train.py").write_text(_SCRIPT)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Train a sweep"]):
        subprocess.run([*git, *arguments], cwd=project, check=True)
    root = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "train.py", root, str(logdir.resolve())], cwd=project, check=True)
    return logdir


def train_all(logdir: Path) -> None:
    """Records every run, in this process."""
    for number, (setting, seed) in enumerate(itertools.product(SETTINGS, SEEDS)):
        try:
            _train(logdir, setting, seed, random.Random(number))
        except RuntimeError:
            if setting.run(seed) not in FAILED:
                raise


def _train(logdir: Path, setting: Setting, seed: int, draw: random.Random) -> None:
    import numpy as np

    import tb_lifecycle

    name = setting.run(seed)
    data = np.arange(60, dtype=np.float32).reshape(20, 3) + (1 if setting.old_data else 0)
    end = setting.accuracy + draw.gauss(0, NOISE)
    with tb_lifecycle.start_run(logdir / name, tags=["sweep"]) as run:
        run.log_flags(
            {
                "lr": setting.lr,
                "width": setting.width,
                "dropout": setting.dropout,
                "seed": seed,
                "rundir": str(logdir / name),
            }
        )
        run.log_dataset("digits", data, split="train")
        run.log_dataset("digits", data[:5], split="validation")
        for step in range(1, STEPS + 1):
            if name in FAILED and step > STEPS / 2:
                raise RuntimeError("The loss is not finite.")
            accuracy = end - 0.4 * math.exp(-step / 2) + draw.gauss(0, NOISE / 8)
            if name in NANS and step > STEPS / 2:
                accuracy = math.nan
            run.log_scalars(
                {
                    "validation/accuracy": accuracy,
                    "validation/loss": 2 * (1 - accuracy),
                    "train/loss": 1.8 * (1 - accuracy),
                },
                step=step,
            )


_SCRIPT = '''"""Trains a sweep."""
import pathlib
import sys

sys.path.append(sys.argv[1])
from tests.sweeps import train_all

train_all(pathlib.Path(sys.argv[2]))
'''
