from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tb_lifecycle
from tests.recording.runs_on_disk import read_run


@pytest.fixture
def run(tmp_path: Path) -> Iterator[tb_lifecycle.Run]:
    with tb_lifecycle.start_run(tmp_path / "r", console=False) as started:
        yield started


def test_directory_and_status(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(str(tmp_path / "r"))
    assert (run.directory, run.status) == (tmp_path / "r", "running")
    assert "running" in repr(run)
    run.end_run()
    assert run.status == "completed"


def test_a_run_as_a_context_manager_passes_the_exception_on(tmp_path: Path) -> None:
    with pytest.raises(KeyError), tb_lifecycle.start_run(tmp_path / "r") as run:
        raise KeyError("x")
    assert run.status == "failed"
    with pytest.raises(KeyboardInterrupt), tb_lifecycle.start_run(tmp_path / "r") as run:
        raise KeyboardInterrupt
    assert run.status == "terminated"
    with pytest.raises(SystemExit), tb_lifecycle.start_run(tmp_path / "r") as run:
        raise SystemExit(0)
    assert run.status == "completed"


def test_scalars_of_other_types(run: tb_lifecycle.Run) -> None:
    run.log_scalar("a", np.float32(0.5), np.int64(3))
    run.log_scalar(np.str_("a"), 1, step=np.array(4))
    run.log_scalars({"a": np.array(2.0), "b": True}, step=5)
    run.log_scalars({}, step=6)
    run.end_run()
    metric = read_run(run.directory).metrics["a"]
    assert (metric.count, metric.first, metric.last, metric.first_step, metric.last_step) == (
        3,
        0.5,
        2.0,
        3,
        5,
    )


MISTAKES: list[tuple[str, tuple[Any, ...], type[Exception]]] = [
    ("log_scalar", ("", 1.0, 0), ValueError),
    ("log_scalar", (3, 1.0, 0), TypeError),
    ("log_scalar", (["a"], 1.0, 0), TypeError),
    ("log_scalar", ("a", "1", 0), TypeError),
    ("log_scalar", ("a", np.zeros(1), 0), TypeError),
    ("log_scalar", ("a", 1.0, 0.5), TypeError),
    ("log_scalar", ("a", 1.0, -1), ValueError),
    ("log_scalars", ([("a", 1)], 0), TypeError),
    ("log_scalars", ({"a": None}, 0), TypeError),
    ("log_scalars", ({"": 1}, 0), ValueError),
    ("log_flags", (3,), TypeError),
    ("log_dataset", ("", "x"), ValueError),
    ("log_dataset", (3, "x"), TypeError),
    ("log_dataset", ("d", "x", 3), TypeError),
    ("log_dataset", ("d", "no such file"), FileNotFoundError),
    ("log_export", (3,), TypeError),
    ("log_export", ("no such file",), FileNotFoundError),
    ("log_export", (".", 3), TypeError),
]


@pytest.mark.parametrize(("method", "arguments", "error"), MISTAKES)
def test_a_mistake_raises_and_logs_nothing(
    run: tb_lifecycle.Run, method: str, arguments: tuple[Any, ...], error: type[Exception]
) -> None:
    for call in (getattr(run, method), getattr(tb_lifecycle, method)):
        with pytest.raises(error):
            call(*arguments)
    run.end_run()
    record = read_run(run.directory)
    assert [len(x) for x in (record.metrics, record.flags, record.datasets, record.exports)] == [0] * 4
