"""Rows, flags and metrics of logdirs that other libraries made, each by itself and without us."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import tb_lifecycle
from tests.reading import other_programs

pytestmark = [pytest.mark.framework, pytest.mark.xdist_group("other programs")]

KERAS = ("train/epoch_loss", "validation/epoch_loss", "validation/evaluation_loss_vs_iterations")


@dataclass(frozen=True)
class Program:
    """What is to be read of what a function of `other_programs` writes.

    Attributes:
      name: the function's.
      needs: what must be installed.
      rows: how each row's name begins.
      metrics: some that every row has a figure of.
      flag: the one that was varied; None if none was.
      main: the metric that leads.
    """

    name: str
    needs: Sequence[str]
    rows: Sequence[str]
    metrics: Sequence[str]
    main: str
    flag: str | None = "lr"
    marks: Sequence[pytest.MarkDecorator] = field(default=())


SLOW = (pytest.mark.slow,)
TORCH = ("training/loss", "metric/distance")
UPPER, LOWER = ("training_acc_upper/training/acc", "training_acc_lower/training/acc")
PROGRAMS = (
    Program("hparams", ["tensorflow"], ["run-0", "run-1"], KERAS, KERAS[1]),
    Program("keras", ["tensorflow"], ["first", "second"], KERAS, KERAS[1], flag=None),
    Program("torch", ["torch"], ["e0", "e1"], [*TORCH, UPPER, LOWER], LOWER),
    Program(
        "tensorboardx",
        ["tensorboardX"],
        ["e0", "e1"],
        [*TORCH, "training/acc/upper/training/acc", "training/acc/lower/training/acc"],
        "training/acc/lower/training/acc",
    ),
    Program("two_sessions", ["torch"], ["e/s0", "e/s1"], ["metric/distance"], "metric/distance"),
    Program(
        "lightning",
        ["lightning"],
        ["lightning_logs/version_0", "lightning_logs/version_1"],
        ["train_loss"],
        "train_loss",
    ),
    Program(
        "transformers",
        ["transformers", "accelerate"],
        ["out0", "out1"],
        ["train/loss", "train/learning_rate"],
        "train/loss",
        flag=None,
    ),
    Program("clu", ["clu", "jax", "tensorflow"], ["w0", "w1"], ["loss"], "loss"),
    Program(
        "keras_tuner", ["keras_tuner"], ["0000/execution0", "0001/execution0"], KERAS, KERAS[1], marks=SLOW
    ),
    Program("ray_tune", ["ray"], ["_trial_", "_trial_"], ["ray/tune/loss"], "ray/tune/loss", marks=SLOW),
)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "program", [pytest.param(program, id=program.name, marks=program.marks) for program in PROGRAMS]
)
def test_a_training_is_a_row_with_flags_beside_its_curves(tmp_path: Path, program: Program) -> None:
    missing = [name for name in program.needs if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    logdir = tmp_path / "runs"
    getattr(other_programs, program.name)(logdir)
    table = tb_lifecycle.load_runs(logdir).sort("name")
    assert len(table.names) == len(program.rows)
    for name, start in zip(table.names, program.rows, strict=True):
        assert name.startswith(start)
    for metric in program.metrics:
        assert None not in table.column(f'metric["{metric}"]'), metric
    if program.flag is not None:
        assert sorted(table.column(f"flag.{program.flag}")) == list(other_programs.RATES)
        groups = table.group_by(f"flag.{program.flag}").groups
        assert [len(group.members) for group in groups] == [1, 1]
    assert table.main == program.main
    assert table.notices == ()


def test_runs_called_like_parts_of_a_training_keep_their_names_beside_others(tmp_path: Path) -> None:
    write(tmp_path, "simple", "test", "val", "complex")
    assert tb_lifecycle.load_runs(tmp_path).sort("name").names == ["complex", "simple", "test", "val"]


def test_names_that_differ_by_case_alone_stay_apart(tmp_path: Path) -> None:
    write(tmp_path, "Adam", "adam", LR=0.5, lr=0.25)
    if not (tmp_path / "adam").is_dir() or len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system does not tell case")
    table = tb_lifecycle.load_runs(tmp_path).sort("name")
    assert table.names == ["Adam", "adam"]
    assert (table.column("flag.LR"), table.column("flag.lr")) == ([0.5, 0.5], [0.25, 0.25])
    assert [list(group.members) for group in table.group_by("name").groups] == [["Adam"], ["adam"]]


def write(logdir: Path, *names: str, **flags: float) -> None:
    from torch.utils.tensorboard import SummaryWriter

    for name in names:
        with SummaryWriter(str(logdir / name)) as writer:
            writer.add_scalar("loss", 0.5, 1)
            if flags:
                writer.add_hparams(flags, {"score": 1.0}, run_name=".")
