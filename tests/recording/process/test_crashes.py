"""A crash of the interpreter, told apart from a loss."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.metadata import CRASH_PATH
from tb_lifecycle.reading.open_logdir import open_logdir
from tests.recording.runs_on_disk import read_details, read_run
from tests.recording.scripts import START, run_script

SEGFAULT = "import ctypes\ndef step():\n    ctypes.string_at(0)\nstep()"
ABORT = "import os\nos.abort()"


@pytest.mark.parametrize(("code", "name"), [(SEGFAULT, "SIGSEGV"), (ABORT, "SIGABRT")])
def test_a_run_whose_process_crashed_has_failed(tmp_path: Path, code: str, name: str) -> None:
    done = run_script(tmp_path / "r", START + "run.log_scalar('a', 1, 0)\n" + code)
    assert done.returncode == -signal.Signals[name]
    table = tb_lifecycle.load_runs(str(tmp_path))
    assert table.column("status") == ["failed"]
    assert 0 < table.column("duration")[0] < 60

    run_script(tmp_path / "r", START)
    first, second = read_details(tmp_path / "r").incarnations
    assert (first.status, first.signal, first.lost) == (lifecycle_pb2.FAILED, name, False)
    assert first.exception.startswith("Fatal Python error")
    assert "train.py" in first.traceback
    assert second.status == lifecycle_pb2.COMPLETED
    assert not (tmp_path / "r" / CRASH_PATH).exists()


def test_the_newest_open_run_is_told_of(tmp_path: Path) -> None:
    code = f"""
with tb_lifecycle.start_run(sys.argv[1] + "/../inner"):
    pass
with tb_lifecycle.start_run(sys.argv[1] + "/../crashed"):
    {SEGFAULT.replace(chr(10), chr(10) + "    ")}
"""
    run_script(tmp_path / "r", START + code)
    assert [(tmp_path / name / CRASH_PATH).exists() for name in ("r", "inner", "crashed")] == [
        False,
        False,
        True,
    ]


def test_a_forked_child_that_crashes_is_not_the_run(tmp_path: Path) -> None:
    code = f"""
import os
child = os.fork()
if not child:
    {SEGFAULT.replace(chr(10), chr(10) + "    ")}
os.waitpid(child, 0)
os.kill(os.getpid(), 9)
"""
    run_script(tmp_path / "r", START + code)
    assert (tmp_path / "r" / CRASH_PATH).read_text() == ""


def test_who_has_faulthandler_on_keeps_it(tmp_path: Path) -> None:
    code = "import faulthandler\nfaulthandler.enable()\n" + START + SEGFAULT
    done = run_script(tmp_path / "r", code)
    assert "Fatal Python error: Segmentation fault" in done.stderr
    assert not (tmp_path / "r" / CRASH_PATH).exists()


def test_a_fault_that_the_process_survived_is_no_crash(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r", console=False):
        crash = tmp_path / "r" / CRASH_PATH
        crash.parent.mkdir(exist_ok=True)
        crash.write_text("Fatal Python error: Segmentation fault\n")
        assert tb_lifecycle.load_runs(str(tmp_path)).column("status") == ["failed"]
        os.utime(crash, (time.time() - 10, time.time() - 10))
        assert tb_lifecycle.load_runs(str(tmp_path)).column("status") == ["running"]


def test_of_a_killed_process_the_run_says_that_it_is_gone(tmp_path: Path) -> None:
    run_script(tmp_path / "r", START + "run._recorder._capture.join()\nimport os\nos.kill(os.getpid(), 9)")
    assert read_run(tmp_path / "r").status == lifecycle_pb2.RUNNING
    with open_logdir(str(tmp_path)) as reader:
        reader.refresh()
        [notice] = reader.describe("r")["notices"]
    assert "is gone and has recorded no end: it was killed" in notice
