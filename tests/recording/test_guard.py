"""What the world does to a call: one warning, or an exception where the run is strict; a mistake raises."""

from __future__ import annotations

import errno
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning, NoActiveRunError, RecordingError
from tb_lifecycle.recording import faults, guard
from tests.recording.runs_on_disk import read_details, read_run
from tests.recording.scripts import run_script

FAULTS: dict[str, Exception] = {
    "no memory": MemoryError(),
    "no descriptors": OSError(errno.EMFILE, "Too many open files"),
    "no thread": RuntimeError("can't start new thread"),
    "an import": ImportError("cannot open shared object file"),
    "a blunder": TypeError("unsupported operand"),
    "anything": LookupError("x"),
}
# What a call needs, and the call.
CALLS: dict[str, tuple[str, Callable[[tb_lifecycle.Run], Any]]] = {
    "log_flags": (
        "tb_lifecycle.recording.writing.cleaning.clean_flags",
        lambda run: run.log_flags({"lr": 1}),
    ),
    "log_dataset": (
        "tb_lifecycle.recording.data.describe_dataset.describe_dataset",
        lambda run: run.log_dataset("d", np.ones(1)),
    ),
    "log_export": (
        "tb_lifecycle.recording.exports.describe_export.describe_export",
        lambda run: run.log_export("."),
    ),
    "log_scalar": (
        "tb_lifecycle.recording.writing.run_recorder.scalar_event",
        lambda run: run.log_scalar("loss", 1, 0),
    ),
    "log_scalars": (
        "tb_lifecycle.recording.writing.run_recorder.scalars_event",
        lambda run: run.log_scalars({"loss": 1}, 0),
    ),
    "end_run": ("tb_lifecycle.recording.writing.run_recorder.read_seeds", lambda run: run.end_run()),
}


def broken(monkeypatch: pytest.MonkeyPatch, target: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(target, fail)


@pytest.mark.parametrize(("call", "fault"), list(zip(CALLS, FAULTS, strict=True)))
def test_a_fault_in_a_call_is_one_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: str
) -> None:
    target, make = CALLS[call]
    run = tb_lifecycle.start_run(tmp_path, console=False)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        broken(patch, target, FAULTS[fault])
        with pytest.warns(LifecycleWarning, match="Training goes on") as told:
            make(run)
        make(run)
    run.end_run()
    assert len(told) == 1
    assert told[0].filename == __file__
    assert read_details(tmp_path).unknown


@pytest.mark.parametrize("call", CALLS)
def test_a_fault_in_a_call_raises_in_a_strict_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target, make = CALLS[call]
    run = tb_lifecycle.start_run(tmp_path, console=False, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        broken(patch, target, MemoryError())
        with pytest.raises(RecordingError, match="MemoryError"):
            make(run)
    run.end_run()


def test_a_fault_at_the_start_is_one_warning_and_a_run_that_records_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, "tb_lifecycle.recording.active.RunRecorder", MemoryError())
    with pytest.warns(LifecycleWarning, match="Could not start the record"):
        run = tb_lifecycle.start_run(tmp_path / "r")
    run.log_scalar("loss", 1.0, 0)
    run.end_run()
    assert not (tmp_path / "r").exists()


def test_a_mistake_raises_where_it_is_made(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, console=False) as run:
        for kind, mistake in [
            (TypeError, lambda: run.log_scalar("loss", "high", 0)),
            (TypeError, lambda: run.log_scalar(3, 1.0, 0)),  # type: ignore[arg-type]
            (ValueError, lambda: run.log_scalar("loss", 1.0, -1)),
            (TypeError, lambda: run.log_scalars([1], 0)),  # type: ignore[arg-type]
            (TypeError, lambda: run.log_flags(3)),
            (TypeError, lambda: run.log_dataset(3, [1])),  # type: ignore[arg-type]
            (FileNotFoundError, lambda: run.log_dataset("d", tmp_path / "nothing")),
            (FileNotFoundError, lambda: run.log_export(tmp_path / "nothing")),
            (TypeError, lambda: run.log_export(3)),  # type: ignore[arg-type]
        ]:
            with pytest.raises(kind):
                mistake()
    with pytest.raises(NoActiveRunError):
        run.log_scalar("loss", 1.0, 0)


class Number:
    """Somebody's number, which raises what a mistake of the caller would."""

    def __float__(self) -> float:
        raise ValueError("the device has gone")


def test_what_somebodys_object_raises_is_no_mistake_in_the_call(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, console=False) as run:
        with pytest.warns(LifecycleWarning, match="the device has gone"):
            run.log_scalar("loss", Number(), 0)
        run.log_scalar("loss", 1.0, 1)
    assert read_run(tmp_path).metrics["loss"].count == 1


def test_faults_of_one_cause_are_told_once_and_of_another_again(tmp_path: Path) -> None:
    told_of = faults.Faults(tmp_path, strict=False)
    with pytest.warns(LifecycleWarning, match="first"):
        told_of.report("first", MemoryError(), "", kind="a")
    told_of.report("second", OSError(errno.EMFILE, "full"), "", kind="b")
    told_of.report("third", RuntimeError("can't start new thread"), "", kind="c")
    with pytest.warns(LifecycleWarning, match="fourth"):
        told_of.report("fourth", OSError(errno.ENOSPC, "full"), "", kind="d")
    assert set(told_of.reasons) == {"a", "b", "c", "d"}


def test_a_hook_of_ours_raises_nothing() -> None:
    @guard.guarded_hook
    def _on_something() -> None:
        raise LookupError("x")

    with pytest.warns(LifecycleWarning, match="on_something met LookupError: x"):
        _on_something()
    _on_something()


def test_a_warning_that_is_an_error_stops_no_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        faults.warn("It is full.")
    assert capsys.readouterr().err == "LifecycleWarning: It is full.\n"
    done = run_script(
        tmp_path / "r",
        "import warnings, sys, shutil\nwarnings.simplefilter('error')\nimport tb_lifecycle\n"
        "run = tb_lifecycle.start_run(sys.argv[1])\nshutil.rmtree(sys.argv[1])\n"
        "run.log_flags({'lr': 1})\nprint('goes on')",
    )
    assert (done.returncode, done.stdout) == (0, "goes on\n"), done.stderr
    assert done.stderr.count("LifecycleWarning") == 1


def test_stderr_that_is_closed_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        faults.warn("It is full.")
