from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.code import capture_code
from tb_lifecycle.recording.endings import Ending
from tb_lifecycle.recording.faults import Faults
from tb_lifecycle.recording.machine import hardware
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.writing import capture
from tb_lifecycle.recording.writing.record_state import RecordState
from tests.recording.runs_on_disk import read_details, read_run


def test_every_part_has_a_place_in_the_record(tmp_path: Path) -> None:
    parts = capture.parts(tmp_path, Redactor(), None)
    messages = {part.name: capture.read(part, Faults(tmp_path, strict=True)) for part in parts}
    assert isinstance(messages["code"], lifecycle_pb2.Code)
    assert isinstance(messages["environment"], lifecycle_pb2.Environment)
    assert isinstance(messages["hardware"], lifecycle_pb2.Hardware)


def test_a_part_that_fails_is_one_warning_and_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no such processor")

    monkeypatch.setattr(hardware, "capture_hardware", fail)

    def record() -> None:
        with tb_lifecycle.start_run(tmp_path) as run:
            run._recorder._capture.join()  # type: ignore[attr-defined]

    with pytest.warns(LifecycleWarning, match=r"Could not record the hardware.*no such processor"):
        record()
    assert not read_run(tmp_path).capturing
    assert read_details(tmp_path).environment.python


def test_code_that_could_not_be_read_is_unknown_not_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(capture_code, "capture_code", fail)

    def record() -> None:
        with tb_lifecycle.start_run(tmp_path):
            pass

    with pytest.warns(LifecycleWarning, match="Could not record the code"):
        record()
    assert read_run(tmp_path).code.gap == "Could not record the code: RuntimeError: no"


def test_code_that_is_not_read_by_the_end_is_unknown() -> None:
    state = RecordState(lifecycle_pb2.RunRecord(capturing=True), lifecycle_pb2.RunDetails())
    state.details.incarnations.add()
    state.end(Ending(lifecycle_pb2.COMPLETED), 1.0)
    assert state.record.code.gap == "it was still being read when the run ended"


def test_the_command_line_is_that_of_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py", "--lr", "0.1"])
    with tb_lifecycle.start_run(tmp_path):
        monkeypatch.setattr("sys.argv", ["changed"])
    assert list(read_details(tmp_path).command.argv) == ["train.py", "--lr", "0.1"]
