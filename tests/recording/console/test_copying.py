from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning, RecordingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.console import copying
from tests.recording.runs_on_disk import START, read_console, read_details, read_run, run_script


def test_each_line_with_its_time_and_stream(tmp_path: Path) -> None:
    before = time.time()
    done = run_script(
        tmp_path / "r", START + "print('to out')\nprint('to err', file=sys.stderr)\nprint('open', end='')"
    )
    assert (done.stdout, done.stderr) == ("to out\nopen", "to err\n")
    lines = read_console(tmp_path / "r")
    assert [(line.stream, line.text) for line in lines] == [
        ("out", "to out"),
        ("err", "to err"),
        ("out", "open"),
    ]
    assert all(before - 0.01 <= line.time <= time.time() for line in lines)


def test_the_log_is_named_in_the_record(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        print("hello")
        run._recorder._capture.join()  # type: ignore[attr-defined]
        assert [file.path for file in read_details(tmp_path).files] == ["lifecycle/console.log"]
    (file,) = read_details(tmp_path).files
    data = (tmp_path / file.path).read_bytes()
    assert (file.kind, file.path, file.size) == ("console", "lifecycle/console.log", len(data))
    assert file.digest == hashlib.sha256(data).digest()


def test_the_streams_are_given_back(tmp_path: Path) -> None:
    before = sys.stdout, sys.stderr
    with tb_lifecycle.start_run(tmp_path):
        assert sys.stdout is not before[0]
        assert sys.stdout.encoding == before[0].encoding
    assert (sys.stdout, sys.stderr) == before


def test_without_a_console(tmp_path: Path) -> None:
    before = sys.stdout
    with tb_lifecycle.start_run(tmp_path, console=False):
        assert sys.stdout is before
    assert not (tmp_path / "lifecycle/console.log").exists()
    assert not read_details(tmp_path).files


def test_each_of_nested_runs_has_its_own(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "outer"):
        print("a")
        with tb_lifecycle.start_run(tmp_path / "inner"):
            print("b")
        print("c")
    assert [line.text for line in read_console(tmp_path / "outer")] == ["a", "b", "c"]
    assert [line.text for line in read_console(tmp_path / "inner")] == ["b"]


def test_runs_that_end_in_the_other_order(tmp_path: Path) -> None:
    before = sys.stdout
    outer = tb_lifecycle.start_run(tmp_path / "outer")
    inner = tb_lifecycle.start_run(tmp_path / "inner")
    outer.end_run()
    print("late")
    inner.end_run()
    assert sys.stdout is before
    assert [line.text for line in read_console(tmp_path / "inner")] == ["late"]
    assert read_console(tmp_path / "outer") == []


def test_a_restart_adds_to_the_log(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with tb_lifecycle.start_run(tmp_path):
            print(text)
    assert [line.text for line in read_console(tmp_path)] == ["first", "second"]
    assert len(read_details(tmp_path).files) == 1


def test_secrets_are_removed(tmp_path: Path) -> None:
    secret = "ghp_" + "a1B2" * 9
    with tb_lifecycle.start_run(tmp_path):
        print("token", secret)
    assert secret not in (tmp_path / "lifecycle/console.log").read_text()
    assert any(redaction.where == "output" for redaction in read_details(tmp_path).redactions)


def test_a_log_that_is_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "LARGEST_BYTES", 2000)
    with tb_lifecycle.start_run(tmp_path):
        for _ in range(100):
            print("x" * 100)
    lines = read_console(tmp_path)
    assert len(lines) < 30
    assert "the log ends here" in lines[-1].text


def test_a_log_that_cannot_be_made_is_a_fault(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lifecycle/console.log").mkdir(parents=True)
    with pytest.warns(LifecycleWarning, match="console log"), tb_lifecycle.start_run(tmp_path):
        print("still shown")
    assert "still shown" in capfd.readouterr().out


def fill_disk(patch: pytest.MonkeyPatch) -> None:
    def write(descriptor: int, _: bytes) -> int:
        raise OSError(28, "No space left on device", descriptor)

    patch.setattr(os, "write", write)


def test_a_full_disk_is_one_warning_whatever_meets_it_first(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path)
    run._recorder._capture.join()  # type: ignore[attr-defined]

    def train() -> None:
        print("hello")
        run.log_scalar("loss", 1.0, step=0)
        print("hello")
        run.end_run()

    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch)
        with pytest.warns(LifecycleWarning, match="No space left") as told:
            train()
    assert len(told) == 1
    assert "Training goes on" in str(told[0].message)


def test_a_print_never_raises_in_a_strict_run_but_the_next_call_does(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch)
        print("hello")
    with pytest.raises(RecordingError, match="console log"):
        run.log_scalar("loss", 1.0, step=0)
    run.end_run()
    assert run.status == "completed"


def test_a_strict_run_tells_at_its_end_what_a_print_has_met(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch)
        print("hello")
    with pytest.raises(RecordingError, match="console log"):
        run.end_run()
    assert run.status == "completed"
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED


def test_surrogates_are_no_reason_to_fail(tmp_path: Path) -> None:
    stream = sys.stdout
    with tb_lifecycle.start_run(tmp_path):
        assert sys.stdout is not stream
        sys.stdout._copy("\udcff\n")  # type: ignore[attr-defined]
    assert [line.text for line in read_console(tmp_path)] == ["?"]
