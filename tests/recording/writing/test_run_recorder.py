from __future__ import annotations

import math
import os
import shutil
import stat
import threading
from pathlib import Path

import pytest
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.compat.proto.tensor_pb2 import TensorProto

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning, RecordingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.writing import event_file, event_writer
from tests.recording.runs_on_disk import (
    READERS,
    event_files,
    read_curve,
    read_details,
    read_run,
    read_scalars,
)
from tests.recording.scripts import START, run_script


def test_the_run_is_on_disk_when_it_has_started(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "a/b", tags=["x"], notes="why", heartbeat_seconds=7):
        record = read_run(tmp_path / "a/b")
    assert (record.status, record.incarnation, record.heartbeat_seconds) == (lifecycle_pb2.RUNNING, 1, 7)
    assert (list(record.tags), record.notes, record.format_version) == (["x"], "why", 1)
    assert record.user
    assert record.host
    assert 0 < record.started == record.incarnation_started


def test_everything_that_surrounds_a_run_is_captured(tmp_path: Path) -> None:
    done = run_script(tmp_path / "r", START, "--lr", "0.1")
    assert done.stderr == ""
    record, details = read_run(tmp_path / "r"), read_details(tmp_path / "r")
    assert not record.capturing
    assert record.code.entry == str(tmp_path / "train.py")
    assert record.code.source_files == 1
    assert list(details.command.argv)[2:] == ["--lr", "0.1"]
    assert "numpy" in details.environment.packages
    assert details.hardware.cores > 0
    (incarnation,) = details.incarnations
    assert incarnation.command.startswith("python ")
    assert incarnation.command.endswith("--lr 0.1")
    assert (incarnation.started, incarnation.ended) == (record.started, record.ended)


@pytest.mark.parametrize("reader", READERS)
def test_scalars_are_what_either_reader_shows(tmp_path: Path, reader: str) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        for step in range(50):
            run.log_scalar("train/loss", 1 / (step + 1), step)
            run.log_scalars({"a": step, "größe": -step}, step=step)
        run.log_scalar("odd", math.nan, 0)
        run.log_scalar("odd", math.inf, 2**40)
    curves = read_scalars(tmp_path, fast=READERS[reader])
    assert [step for step, _ in curves["train/loss"]] == list(range(50))
    assert curves["train/loss"][2][1] == pytest.approx(1 / 3)
    assert curves["größe"] == [(step, -step) for step in range(50)]
    assert math.isnan(curves["odd"][0][1])
    assert curves["odd"][1] == (2**40, math.inf)
    metrics = read_run(tmp_path).metrics
    assert metrics["train/loss"].min == 1 / 50
    assert metrics["odd"].nan_count == 1


def test_eight_threads_lose_nothing(tmp_path: Path) -> None:
    def log(number: int) -> None:
        for step in range(1000):
            tb_lifecycle.log_scalar(f"thread/{number}", step, step=step)
            tb_lifecycle.log_scalar("all", 1, step=step)

    with tb_lifecycle.start_run(tmp_path, heartbeat_seconds=0.05):
        threads = [threading.Thread(target=log, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(read_curve(tmp_path, "all")) == 8000
    for number in range(8):
        assert read_curve(tmp_path, f"thread/{number}") == [(step, step) for step in range(1000)]
    assert read_run(tmp_path).metrics["all"].count == 8000


def test_a_flag_called_secret_is_not_written(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_flags({"api_key": "hunter2hunter2", "lr": 0.1})
    assert b"hunter2" not in event_files(tmp_path)[0].read_bytes()
    assert ("flag", "api_key") in [(r.where, r.name) for r in read_details(tmp_path).redactions]


def test_datasets_and_exports(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a,b\n1,2\n")
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_scalar("loss", 1.0, 12)
        run.log_dataset("table", data, split="train")
        run.log_dataset("table", data, split="train")
        (run.directory / "model").mkdir()
        (run.directory / "model/weights").write_bytes(b"12345")
        run.log_export(run.directory / "model")
    record, details = read_run(tmp_path / "r"), read_details(tmp_path / "r")
    (dataset,), (export,) = record.datasets, record.exports
    assert (dataset.name, dataset.split, len(dataset.digest)) == ("table", "train", 32)
    assert (export.name, export.path, export.size, len(export.digest)) == ("model", "model", 5, 32)
    assert details.exports[0].step == 12
    assert details.datasets[0].digest == dataset.digest


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(descriptor: int, _: bytes) -> int:
        raise OSError(28, "No space left on device", descriptor)

    monkeypatch.setattr(event_file.os, "write", write)


def test_a_full_disk_is_one_warning_and_training_goes_on(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False)
    run.log_scalar("loss", 1.0, 0)

    def train() -> None:
        for step in range(1, 100):
            run.log_scalar("loss", 1.0, step)
        run.log_scalars({"loss": 2.0}, 100)
        run.log_flags({"lr": 1})

    with pytest.MonkeyPatch.context() as patch:
        full_disk(patch)
        with pytest.warns(LifecycleWarning, match="No space left") as told:
            train()
    run.log_scalar("loss", 3.0, 101)
    run.end_run()
    assert len(told) == 1
    assert "Make room" in str(told[0].message)
    assert told[0].filename == __file__
    assert read_scalars(tmp_path, fast=True)["loss"] == [(0, 1.0), (101, 3.0)]
    assert read_run(tmp_path).metrics["loss"].count == 102


def test_a_strict_run_raises_on_a_full_disk(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, console=False, strict=True) as run:
        run._recorder._capture.join()  # type: ignore[attr-defined]
        with pytest.MonkeyPatch.context() as patch:
            full_disk(patch)
            with pytest.raises(RecordingError, match="No space left"):
                run.log_scalar("loss", 1.0, 0)
            with pytest.raises(RecordingError, match="No space left"):
                run.log_flags({"lr": 1})


@pytest.mark.parametrize("console", [False, True])
def test_a_directory_that_is_gone(tmp_path: Path, console: bool) -> None:
    run = tb_lifecycle.start_run(tmp_path / "r", console=console)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    run.log_scalar("loss", 1.0, 0)
    shutil.rmtree(tmp_path / "r")

    def train() -> None:
        run.log_scalar("loss", 1.0, 1)
        run.log_flags({"lr": 1})
        run.end_run()

    with pytest.warns(LifecycleWarning, match="has been removed") as told:
        train()
    assert [warning.filename for warning in told] == [__file__]
    assert run.status == "completed"


def test_a_directory_that_is_gone_raises_in_a_strict_run(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path / "r", console=False, strict=True)
    run._recorder._capture.join()  # type: ignore[attr-defined]
    shutil.rmtree(tmp_path / "r")
    with pytest.raises(RecordingError, match="has been removed"):
        run.log_scalar("loss", 1.0, 0)
    with pytest.raises(RecordingError, match="has been removed"):
        run.end_run()
    assert tb_lifecycle.active_run() is None


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    """A directory below a file: nobody, not even root, can make it."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "r"


def test_a_directory_that_cannot_be_made(unusable: Path) -> None:
    with pytest.warns(LifecycleWarning, match="Could not start the record") as told:
        run = tb_lifecycle.start_run(unusable)
    run.log_scalar("loss", 1.0, 0)
    run.log_flags({"lr": 1})
    with pytest.raises(TypeError):
        run.log_scalar("loss", "high", 0)
    run.end_run()
    assert (len(told), run.status) == (1, "completed")


def test_a_directory_that_cannot_be_made_raises_in_a_strict_run(unusable: Path) -> None:
    with pytest.raises(RecordingError, match="Could not start the record"):
        tb_lifecycle.start_run(unusable, strict=True)
    assert tb_lifecycle.active_run() is None


def test_an_event_file_can_be_read_by_others(tmp_path: Path) -> None:
    previous = os.umask(0o022)
    try:
        with tb_lifecycle.start_run(tmp_path):
            pass
    finally:
        os.umask(previous)
    assert stat.S_IMODE(event_files(tmp_path)[0].stat().st_mode) == 0o644


def test_a_record_of_before_that_cannot_be_parsed_is_told_of(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_flags({"lr": 1})
    writer = event_writer.EventWriter(tmp_path)
    writer.write_value(
        Summary.Value(tag="lifecycle/run", tensor=TensorProto(dtype=7, string_val=[b"\xff\xff"]))
    )
    writer.close()
    with pytest.warns(LifecycleWarning, match=f"A record in {writer.path.name} is damaged"):
        run = tb_lifecycle.start_run(tmp_path)
    run.end_run()
    assert read_run(tmp_path).flags["lr"].integer == 1
