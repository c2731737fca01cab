"""The recording calls, as a training script makes them."""

from __future__ import annotations

import argparse
import inspect
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import tb_lifecycle
from tb_lifecycle.errors import NoActiveRunError

HEAVY = ("numpy", "google.protobuf", "tensorboard", "tensorflow")


def test_import_is_cheap() -> None:
    code = f"import sys, tb_lifecycle; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["rundir", "run_dir", "logdir", "log_dir", "model_dir", "output_dir"])
def test_log_flags_starts_a_run_in_the_directory_that_the_flags_name(name: str, tmp_path: Path) -> None:
    tb_lifecycle.log_flags(argparse.Namespace(**{name: str(tmp_path / "r"), "lr": 0.5}))
    tb_lifecycle.end_run()
    table = tb_lifecycle.load_runs(str(tmp_path))
    assert table.names == ["r"]
    assert table.column("flag.lr") == [0.5]


def test_the_first_non_empty_directory_wins(tmp_path: Path) -> None:
    flags = {"output_dir": str(tmp_path / "no"), "rundir": "", "logdir": str(tmp_path / "yes")}
    tb_lifecycle.log_flags(flags)
    tb_lifecycle.end_run()
    assert tb_lifecycle.load_runs(str(tmp_path)).names == ["yes"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: tb_lifecycle.log_flags({"lr": 1}),
        lambda: tb_lifecycle.log_scalar("a", 1, step=0),
        lambda: tb_lifecycle.log_scalars({"a": 1}, step=0),
        lambda: tb_lifecycle.log_dataset("d", np.zeros(3)),
        lambda: tb_lifecycle.log_export("nowhere"),
    ],
)
def test_without_a_run_the_error_says_how_to_start_one(call: object) -> None:
    with pytest.raises(NoActiveRunError, match="start_run"):
        call()  # type: ignore[operator]


def test_mistakes_raise_where_they_are_made(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(str(tmp_path / "r")):
        with pytest.raises(TypeError):
            tb_lifecycle.log_flags(3)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            tb_lifecycle.log_scalar("a", "high", step=0)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            tb_lifecycle.log_scalar(3, 1.0, step=0)  # type: ignore[arg-type]
        with pytest.raises((FileNotFoundError, ValueError)):
            tb_lifecycle.log_export(str(tmp_path / "nothing"))
        with pytest.raises((FileNotFoundError, ValueError)):
            tb_lifecycle.log_dataset("d", str(tmp_path / "nothing"))
    with pytest.raises(TypeError):
        tb_lifecycle.start_run(3)  # type: ignore[arg-type]


def test_repeated_flags_merge_and_the_later_wins(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(str(tmp_path / "r")):
        tb_lifecycle.log_flags({"lr": 1, "a": {"b": 2}})
        tb_lifecycle.log_flags({"lr": 2, "x": None})
    table = tb_lifecycle.load_runs(str(tmp_path))
    assert table.column("flag.lr") == [2]
    assert table.column("flag.a.b") == [2]


def test_runs_nest_as_a_stack(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(str(tmp_path / "outer")):
        with tb_lifecycle.start_run(str(tmp_path / "inner")) as inner:
            tb_lifecycle.log_scalar("a", 1, step=0)
            assert Path(inner.directory).name == "inner"
        tb_lifecycle.log_scalar("b", 2, step=0)
    table = tb_lifecycle.load_runs(str(tmp_path)).sort("name")
    assert table.names == ["inner", "outer"]
    assert table.column("metric.a") == [1, None]
    assert table.column("metric.b") == [None, 2]


def test_off_checks_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TB_LIFECYCLE", "off")
    with tb_lifecycle.start_run(str(tmp_path / "r")):
        tb_lifecycle.log_scalar("a", 1, step=0)
        with pytest.raises(TypeError):
            tb_lifecycle.log_scalar("a", "high", step=0)  # type: ignore[arg-type]
    assert not list(tmp_path.rglob("*tfevents*"))


def test_a_second_start_is_a_restart(tmp_path: Path) -> None:
    for value in (1.0, 2.0):
        with tb_lifecycle.start_run(str(tmp_path / "r")):
            tb_lifecycle.log_flags({f"flag{value:.0f}": value})
            tb_lifecycle.log_scalar("loss", value, step=int(value))
    table = tb_lifecycle.load_runs(str(tmp_path))
    assert table.names == ["r"]
    assert table.column("first(loss)") == [1.0]
    assert table.column("last(loss)") == [2.0]
    assert table.column("flag.flag1") == [1.0]


def test_a_moved_run_shows_the_same(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(str(tmp_path / "runs" / "r")):
        tb_lifecycle.log_flags({"lr": 1})
        tb_lifecycle.log_dataset("d", np.arange(6).reshape(2, 3), split="train")
    before = tb_lifecycle.load_runs(str(tmp_path / "runs"))
    (tmp_path / "runs").rename(tmp_path / "elsewhere")
    after = tb_lifecycle.load_runs(str(tmp_path / "elsewhere"))
    for column in ("flag.lr", 'dataset["d/train"]', "dataset.d", "status", "started", "duration"):
        assert before.column(column) == after.column(column)
    assert before.column("dataset.d")[0].startswith("sha256:")


@pytest.mark.framework
def test_an_end_on_purpose(tmp_path: Path) -> None:
    tb_lifecycle.start_run(str(tmp_path / "a"))
    tb_lifecycle.end_run(status="pruned", reason="no better than the median")
    import optuna

    with pytest.raises(optuna.TrialPruned), tb_lifecycle.start_run(str(tmp_path / "b")) as run:
        raise optuna.TrialPruned
    assert run.status == "pruned"
    assert tb_lifecycle.load_runs(str(tmp_path)).column("status") == ["pruned", "pruned"]
    shown = subprocess.run(
        [sys.executable, "-m", "tb_lifecycle.commands.main", "show", str(tmp_path / "a"), "--format", "json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    described = json.loads(shown.stdout)
    assert (described["status"], described["exit"]["reason"]) == ("pruned", "no better than the median")
    with pytest.raises(ValueError, match="status must be one of"):
        tb_lifecycle.end_run(status="dead")


def test_each_call_is_the_method_of_the_same_name() -> None:
    """With the same parameters, and all of them are exported."""
    calls = [name for name in tb_lifecycle.__all__ if name.startswith("log_") or name == "end_run"]
    methods = [name for name in vars(tb_lifecycle.Run) if name.startswith("log_") or name == "end_run"]
    assert sorted(calls) == sorted(methods)
    for name in calls:
        method = inspect.signature(getattr(tb_lifecycle.Run, name)).parameters
        call = inspect.signature(getattr(tb_lifecycle, name)).parameters
        assert list(call.values()) == list(method.values())[1:], name
