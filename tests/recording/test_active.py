from __future__ import annotations

import threading
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import NoActiveRunError
from tests.recording.runs_on_disk import read_run


def test_runs_are_a_stack_that_every_thread_sees(tmp_path: Path) -> None:
    assert tb_lifecycle.active_run() is None
    seen: list[object] = []
    with tb_lifecycle.start_run(tmp_path / "a") as a:
        with tb_lifecycle.start_run(tmp_path / "b") as b:
            thread = threading.Thread(target=lambda: seen.append(tb_lifecycle.active_run()))
            thread.start()
            thread.join()
            assert tb_lifecycle.active_run() is b
        assert tb_lifecycle.active_run() is a
    assert seen == [b]
    assert tb_lifecycle.active_run() is None


def test_a_run_that_is_not_on_top_may_end_first(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "a") as a, tb_lifecycle.start_run(tmp_path / "b") as b:
        a.end_run()
        assert tb_lifecycle.active_run() is b
        tb_lifecycle.end_run()
    assert tb_lifecycle.active_run() is None
    tb_lifecycle.end_run()


def test_flags_start_a_run_where_they_say(tmp_path: Path) -> None:
    tb_lifecycle.log_flags({"log_dir": str(tmp_path / "r"), "lr": 1})
    run = tb_lifecycle.active_run()
    assert run is not None
    assert run.directory == tmp_path / "r"
    tb_lifecycle.log_flags({"log_dir": str(tmp_path / "elsewhere"), "lr": 2})
    tb_lifecycle.end_run()
    assert read_run(tmp_path / "r").flags["lr"].integer == 2
    assert not (tmp_path / "elsewhere").exists()


def test_without_a_directory_in_the_flags_the_error_names_the_way_out() -> None:
    with pytest.raises(NoActiveRunError, match=r"rundir.*start_run\("):
        tb_lifecycle.log_flags({"lr": 1})


def test_wrong_arguments_start_nothing(tmp_path: Path) -> None:
    for wrong in ({"tags": "one"}, {"notes": 3}, {"heartbeat_seconds": 0}, {"heartbeat_seconds": "5"}):
        with pytest.raises((TypeError, ValueError)):
            tb_lifecycle.start_run(tmp_path / "r", **wrong)  # type: ignore[arg-type]
    assert tb_lifecycle.active_run() is None
    assert not (tmp_path / "r").exists()
