"""A logdir that the public API wrote, and its table, for the promises that other people build on."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import pytest

import tb_lifecycle


@pytest.fixture(scope="package")
def logdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    _write_run(
        root / "a",
        {
            "lr": 0.1,
            "model": "intro",
            "layers": [1, 2],
            "lambda": 1,
            "warm": True,
            "optimizer": {"name": "sgd"},
        },
        {"accuracy": [0.1, 0.9, 0.8], "loss": [3.0, 1.0, 2.0]},
        tags=["paper", "x"],
    )
    _write_run(
        root / "b",
        {"lr": 1, "model": "expert", "warm": False, "none": None, 'quo"te': "😀", "depth": 3},
        {"accuracy": [0.2, 0.95], "loss": [2.0, math.nan]},
    )
    _write_run(
        root / "c" / "deep", {"model": "expert", "lr": "auto"}, {"loss": [math.inf], "train/accuracy": [0.5]}
    )
    return root


def _write_run(
    directory: Path, flags: dict[str, object], metrics: dict[str, list[float]], tags: list[str] | None = None
) -> None:
    with tb_lifecycle.start_run(str(directory), tags=tags or []) as run:
        run.log_flags(argparse.Namespace(**{k: v for k, v in flags.items() if k.isidentifier()}))
        run.log_flags({k: v for k, v in flags.items() if not k.isidentifier()})
        for name, values in metrics.items():
            for step, value in enumerate(values):
                run.log_scalar(name, value, step=step * 10)


@pytest.fixture(scope="package")
def table(logdir: Path) -> tb_lifecycle.RunTable:
    return tb_lifecycle.load_runs(str(logdir))
