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
from tb_lifecycle.recording.console import copying, log_file
from tests.recording.runs_on_disk import read_console, read_details, read_run
from tests.recording.scripts import START, run_script
from tests.recording.waiting import wait_until


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


def shorten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "HEAD_BYTES", 2000)
    monkeypatch.setattr(log_file, "TAIL_BYTES", 1000)


@pytest.mark.parametrize("pauses", [False, True])
def test_of_a_long_log_the_head_and_the_tail_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: bool
) -> None:
    shorten(monkeypatch)
    log = tmp_path / "lifecycle/console.log"
    with tb_lifecycle.start_run(tmp_path):
        for number in range(200):
            print(f"line {number:3} " + "x" * 40)
            if pauses and number == 20:
                wait_until(lambda: "line  20" in log.read_text())
    texts = [line.text for line in read_console(tmp_path)]
    assert log.stat().st_size < 3200
    assert texts[0].startswith("line   0 ")
    assert texts[-1].startswith("line 199 ")
    numbers = [int(text.split()[1]) for text in texts if text.startswith("line")]
    (gap,) = [index for index, number in enumerate(numbers[1:]) if number != numbers[index] + 1]
    assert 20 < numbers[gap] < numbers[gap + 1]
    assert "characters are left out here" in texts[gap + 1]


def test_the_tail_is_on_disk_before_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)
    monkeypatch.setattr(copying, "_TAIL_SECONDS", 0.0)
    with tb_lifecycle.start_run(tmp_path):
        for number in range(200):
            print(f"line {number:3} " + "x" * 40)
        wait_until(lambda: "line 199" in (tmp_path / "lifecycle/console.log").read_text())


def test_a_restart_of_a_run_whose_log_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)
    for start in ("first", "again"):
        with tb_lifecycle.start_run(tmp_path):
            for number in range(200):
                print(f"{start} {number:3} " + "x" * 40)
    texts = [line.text for line in read_console(tmp_path)]
    assert (texts[0][:9], texts[-1][:9]) == ("first   0", "again 199")
    assert (tmp_path / "lifecycle/console.log").stat().st_size < 3200


def test_a_tail_that_begins_within_a_private_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)
    key = "\n".join(f"secret{number:02}{'A' * 50}" for number in range(15))
    with tb_lifecycle.start_run(tmp_path):
        print("\n".join("x" * 60 for _ in range(40)))
        for line in f"-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\nafter".split("\n"):
            print(line)
    log = (tmp_path / "lifecycle/console.log").read_text()
    assert log.endswith("\tafter\n")
    assert "secret" not in log


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


def print_on_a_full_disk(run: tb_lifecycle.Run) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fill_disk(patch)
        print("hello")
        wait_until(lambda: run._recorder._faults.reasons)  # type: ignore[attr-defined]


def test_a_print_never_raises_in_a_strict_run_but_the_next_call_does(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    print_on_a_full_disk(run)
    with pytest.raises(RecordingError, match="console log"):
        run.log_scalar("loss", 1.0, step=0)
    run.end_run()
    assert run.status == "completed"


def test_a_strict_run_tells_at_its_end_what_a_print_has_met(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    print_on_a_full_disk(run)
    with pytest.raises(RecordingError, match="console log"):
        run.end_run()
    assert run.status == "completed"
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED


def test_surrogates_are_no_reason_to_fail(tmp_path: Path) -> None:
    stream = sys.stdout
    with tb_lifecycle.start_run(tmp_path):
        assert sys.stdout is not stream
        sys.stdout._keep("\udcff\n")  # type: ignore[attr-defined]
    assert [line.text for line in read_console(tmp_path)] == ["?"]


def test_output_is_kept_where_no_thread_can_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)
    with pytest.warns(LifecycleWarning, match="No thread could be started"):
        run = tb_lifecycle.start_run(tmp_path)
    print("kept")
    assert "kept" in (tmp_path / "lifecycle/console.log").read_text()
    run.end_run()
