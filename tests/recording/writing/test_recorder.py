"""The recorders that write nothing: switched off, ended, another process's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import tb_lifecycle
from tb_lifecycle.errors import NoActiveRunError
from tests.recording.runs_on_disk import event_files, read_console, read_details, read_run, read_scalars
from tests.recording.scripts import START, run_script

CALLS: list[Callable[[tb_lifecycle.Run], None]] = [
    lambda run: run.log_flags({"lr": 1}),
    lambda run: run.log_scalar("a", 1, 0),
    lambda run: run.log_scalars({"a": 1}, 0),
    lambda run: run.log_dataset("d", np.ones(1)),
    lambda run: run.log_export("."),
]


def test_off_checks_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TB_LIFECYCLE", "off")
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        tb_lifecycle.log_flags({"lr": 1})
        tb_lifecycle.log_scalars({"a": 1}, 0)
        tb_lifecycle.log_dataset("d", tmp_path)
        tb_lifecycle.log_export(tmp_path)
        assert (run.status, run.directory) == ("running", tmp_path / "r")
        with pytest.raises(TypeError):
            tb_lifecycle.log_flags(3)
        with pytest.raises(TypeError):
            tb_lifecycle.log_dataset("d", 3)
        for mistake in (3, object(), [], {"a": object()}, iter([1]), None, dict):
            with pytest.raises(TypeError, match="log_dataset"):
                tb_lifecycle.log_dataset("d", mistake)
        for path in (tmp_path / "nothing", tmp_path / "*.nothing", "", f"file://{tmp_path}/nothing"):
            with pytest.raises(FileNotFoundError, match="log_dataset"):
                tb_lifecycle.log_dataset("d", path)
        tb_lifecycle.log_dataset("d", "s3://bucket/data")
        tb_lifecycle.log_dataset("d", {"x": np.zeros(3)})
        with pytest.raises(FileNotFoundError, match=r"no .*nothing"):
            tb_lifecycle.log_export(tmp_path / "nothing")
        with pytest.raises(ValueError, match="step"):
            tb_lifecycle.log_scalar("a", 1, -1)
    assert run.status == "completed"
    assert not list(tmp_path.iterdir())


def test_off_starts_no_run_without_a_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TB_LIFECYCLE", "off")
    with pytest.raises(NoActiveRunError, match="start_run"):
        tb_lifecycle.log_flags({"lr": 1})


@pytest.mark.parametrize("call", CALLS)
def test_an_ended_run_takes_nothing_more(call: Callable[[tb_lifecycle.Run], None], tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        pass
    with pytest.raises(NoActiveRunError, match="has ended"):
        call(run)


def test_ending_twice_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), tb_lifecycle.start_run(tmp_path / "r") as run:
        raise ZeroDivisionError
    size = event_files(tmp_path / "r")[0].stat().st_size
    run.end_run()
    tb_lifecycle.end_run()
    assert run.status == "failed"
    assert event_files(tmp_path / "r")[0].stat().st_size == size


FORK = """
import os, warnings
warnings.simplefilter("always")
run.log_scalar("a", 1, step=0)
print("parent", flush=True)
pid = os.fork()
if not pid:
    for step in range(1, 4):
        tb_lifecycle.log_scalar("a", 2, step=step)
    run.log_flags({"child": 1})
    run.log_export(".")
    print("child", flush=True)
    run.end_run()
    CHILD_ENDS
os.waitpid(pid, 0)
run.log_scalar("a", 3, step=9)
"""


@pytest.mark.parametrize(
    "end", ["sys.exit(3)", "os._exit(0)", "raise ValueError('child')", "os.kill(os.getpid(), 15)"]
)
def test_a_forked_child_writes_nothing_and_says_so_once(tmp_path: Path, end: str) -> None:
    done = run_script(tmp_path / "r", START + FORK.replace("CHILD_ENDS", end))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("belongs to the process that started it") == 1
    assert done.stdout.split() == ["parent", "child"]
    record = read_run(tmp_path / "r")
    assert tb_lifecycle.load_runs(str(tmp_path)).column("status") == ["completed"]
    assert (record.metrics["a"].count, record.metrics["a"].last) == (2, 3)
    assert not record.flags
    assert read_scalars(tmp_path / "r", fast=True)["a"] == [(0, 1.0), (9, 3.0)]
    assert [line.text for line in read_console(tmp_path / "r") if line.stream == "out"] == ["parent"]


def test_a_forked_child_may_record_a_run_of_its_own(tmp_path: Path) -> None:
    code = """
import os, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, wherever a process with threads forks
pid = os.fork()
if not pid:
    with tb_lifecycle.start_run(sys.argv[1] + "/../child"):
        tb_lifecycle.log_scalar("a", 2, step=0)
    os._exit(0)
os.waitpid(pid, 0)
"""
    done = run_script(tmp_path / "r", START + code)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    child = read_run(tmp_path / "child")
    assert (child.metrics["a"].last, child.capturing) == (2, False)
    assert read_details(tmp_path / "child").hardware.cores
    assert not read_run(tmp_path / "r").metrics


def test_a_child_forked_while_other_threads_write_does_not_hang(tmp_path: Path) -> None:
    code = """
import os, threading, warnings
warnings.simplefilter("ignore")
stop = threading.Event()
def log():
    step = 0
    while not stop.is_set():
        run.log_scalar("a", 1, step); print("line"); step += 1
threads = [threading.Thread(target=log) for _ in range(4)]
for thread in threads: thread.start()
for _ in range(10):
    pid = os.fork()
    if not pid:
        run.log_scalar("a", 2, 0); print("child"); os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
stop.set()
for thread in threads: thread.join()
"""
    done = run_script(tmp_path / "r", START + code)
    assert done.returncode == 0, done.stderr
    assert read_run(tmp_path / "r").metrics["a"].max == 1
