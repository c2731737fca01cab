from __future__ import annotations

import struct
from pathlib import Path

import pytest
from tensorboard.compat.proto.event_pb2 import Event

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.event_reading import event_files, read_last_records
from tb_lifecycle.format.record_framing import frame, masked_crc, read_records
from tb_lifecycle.recording.writing import hparams

NAME = "events.out.tfevents.{}.host.1.0.lifecycle"


def record(wall_time: float, tag: str, content: bytes) -> bytes:
    event = Event(wall_time=wall_time, step=-1)
    value = event.summary.value.add(tag=tag)
    value.tensor.dtype = 7
    value.tensor.string_val.append(content)
    return frame(event.SerializeToString())


def run(wall_time: float, incarnation: int) -> bytes:
    content = lifecycle_pb2.RunRecord(incarnation=incarnation).SerializeToString()
    return record(wall_time, metadata.RUN_TAG, content)


def details(wall_time: float, python: str) -> bytes:
    content = lifecycle_pb2.RunDetails(
        environment=lifecycle_pb2.Environment(python=python)
    ).SerializeToString()
    return record(wall_time, metadata.DETAILS_TAG, content)


def scalar(wall_time: float, tag: str, step: int, value: float) -> bytes:
    event = Event(wall_time=wall_time, step=step)
    event.summary.value.add(tag=tag, simple_value=value)
    return frame(event.SerializeToString())


def test_no_directory_and_an_empty_one(tmp_path: Path) -> None:
    assert read_last_records(tmp_path / "none").run is None
    assert read_last_records(tmp_path).run is None
    assert event_files(tmp_path / "none") == []


def test_the_newest_record_counts_whatever_the_files_are_called(tmp_path: Path) -> None:
    (tmp_path / NAME.format("0000000002")).write_bytes(run(10, 1) + details(11, "3.10"))
    (tmp_path / NAME.format("0000000001")).write_bytes(run(20, 2) + run(30, 3))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.run.incarnation == 3
    assert found.details is not None
    assert found.details.environment.python == "3.10"


def test_the_last_sign_is_of_the_run_itself(tmp_path: Path) -> None:
    (tmp_path / NAME.format("1")).write_bytes(run(10, 1) + scalar(12, "loss", 0, 1.0))
    (tmp_path / NAME.format("2")).write_bytes(record(99, metadata.SERVE_TAG, b""))
    assert read_last_records(tmp_path).last_sign == 12


def test_scalars_after_the_last_record(tmp_path: Path) -> None:
    (tmp_path / NAME.format("1")).write_bytes(
        scalar(9, "loss", 0, 4.0)
        + run(10, 1)
        + details(10, "3")
        + scalar(11, "loss", 1, 0.5)
        + scalar(12, "b", 2, 1.5)
    )
    assert read_last_records(tmp_path).later_scalars == [("loss", 1, 0.5), ("b", 2, 1.5)]


def test_a_torn_record_ends_a_file_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / NAME.format("1")).write_bytes(run(10, 1) + run(20, 2)[:-3])
    (tmp_path / NAME.format("2")).write_bytes(details(5, "3.11"))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.run.incarnation == 1
    assert found.details is not None


def test_a_record_that_cannot_be_parsed_leaves_the_one_before(tmp_path: Path) -> None:
    name = NAME.format("1")
    (tmp_path / name).write_bytes(run(10, 1) + record(20, metadata.RUN_TAG, b"\xff\xff"))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.run.incarnation == 1
    assert found.damaged == [name]


def test_foreign_events_and_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "events.out.tfevents.5.host").write_bytes(b"no record at all" * 10)
    (tmp_path / "notes.txt").write_text("tfevents")
    (tmp_path / NAME.format("1")).write_bytes(frame(b"\xff lifecycle/run") + run(10, 1))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.last_sign == 10


def test_a_record_in_a_renamed_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "copy.tfevents.old").write_bytes(run(10, 4))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.run.incarnation == 4


def test_fields_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    content = lifecycle_pb2.RunRecord(incarnation=1).SerializeToString() + b"\xfa\x3f\x03new"
    (tmp_path / NAME.format("1")).write_bytes(record(1, metadata.RUN_TAG, content))
    found = read_last_records(tmp_path)
    assert found.run is not None
    assert found.run.SerializeToString() == content


def test_an_hparams_session_is_seen(tmp_path: Path) -> None:
    event = Event(wall_time=1.0)
    event.summary.value.append(hparams.session_start({}, 1.0))
    (tmp_path / NAME.format("1")).write_bytes(frame(event.SerializeToString()))
    assert read_last_records(tmp_path).has_hparams


@pytest.mark.parametrize("length", [2**24, 2**40, 2**62, 2**63, 2**64 - 1])
def test_a_length_that_is_damaged_takes_no_memory(tmp_path: Path, length: int) -> None:
    size = struct.pack("<Q", length)
    torn = size + struct.pack("<I", masked_crc(size)) + b"x" * 100
    (tmp_path / "events.out.tfevents.1.lifecycle").write_bytes(frame(b"first") + torn)
    with (tmp_path / "events.out.tfevents.1.lifecycle").open("rb") as file:
        assert list(read_records(file)) == [b"first"]
    assert read_last_records(tmp_path).run is None
