from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.record_framing import read_records
from tb_lifecycle.recording.writing import event_file
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.recording.writing.scalar_encoding import scalar_event, summary_head, value_head

EVENT = scalar_event(1.0, 1, summary_head(value_head("loss")), 0.5)


def test_a_new_file_begins_with_its_version(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path / "a" / "b")
    assert writer.path.parent == tmp_path / "a" / "b"
    assert "tfevents" in writer.path.name
    events = list(EventFileLoader(str(writer.path)).Load())
    assert [event.file_version for event in events] == ["brain.Event:2"]


def test_each_writer_has_a_file_of_its_own_that_sorts_last(tmp_path: Path) -> None:
    names = [EventWriter(tmp_path).path.name for _ in range(12)]
    assert len(set(names)) == 12
    assert names == sorted(names)


def test_a_file_sorts_last_although_the_clock_went_back(tmp_path: Path) -> None:
    late = tmp_path / "events.out.tfevents.9999999998.host.1.0.lifecycle"
    late.touch()
    assert EventWriter(tmp_path).path.name > late.name


def test_only_the_first_record_of_a_tag_has_metadata(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)
    for started in (1.0, 2.0):
        writer.write_record(metadata.RUN_TAG, lifecycle_pb2.RunRecord(started=started))
    values = [
        event.summary.value[0] for event in EventFileLoader(str(writer.path)).Load() if event.summary.value
    ]
    assert [value.HasField("metadata") for value in values] == [True, False]
    assert values[0].metadata == metadata.create_summary_metadata()
    assert [lifecycle_pb2.RunRecord.FromString(v.tensor.string_val[0]).started for v in values] == [1.0, 2.0]


def test_a_record_is_the_same_bytes_in_whatever_order_it_was_filled(tmp_path: Path) -> None:
    names = [f"flag{number}" for number in range(40)]
    written = []
    for order in (names, names[::-1]):
        record = lifecycle_pb2.RunRecord()
        for name in order:
            record.flags[name].SetInParent()
        writer = EventWriter(tmp_path)
        writer.write_record(metadata.RUN_TAG, record)
        [event] = [event for event in EventFileLoader(str(writer.path)).Load() if event.summary.value]
        written.append(event.summary.value[0].tensor.string_val[0])
    assert written[0] == written[1]


def test_a_part_of_an_event_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = EventWriter(tmp_path)
    writer.write(EVENT)
    whole = writer.path.read_bytes()
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr(event_file.os, "write", lambda descriptor, data: real(descriptor, data[:7]))
        with pytest.raises(OSError, match="taken back"):
            writer.write(EVENT)
    assert writer.path.read_bytes() == whole
    writer.write(EVENT)
    with writer.path.open("rb") as file:
        assert len(list(read_records(file))) == 3


def test_a_removed_file_is_noticed_when_a_record_is_written(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)
    writer.path.unlink()
    with pytest.raises(FileNotFoundError, match="has been removed"):
        writer.write_record(metadata.RUN_TAG, lifecycle_pb2.RunRecord())


def test_a_closed_writer_never_writes_into_another_file(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)
    writer.close()
    others = [(tmp_path / f"other{i}").open("wb") for i in range(5)]
    with pytest.raises(OSError, match="Bad file descriptor"):
        writer.write(EVENT)
    for other in others:
        other.close()
        assert Path(other.name).stat().st_size == 0


def test_a_closed_writer_is_opened_again_for_its_last_events(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)
    writer.close()
    writer.put(EVENT)
    writer.write_last()
    assert len(list(EventFileLoader(str(writer.path)).Load())) == 2


def test_threads_write_whole_events(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)

    def write() -> None:
        for _ in range(500):
            with writer.lock:
                writer.write(EVENT)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(EventFileLoader(str(writer.path)).Load())) == 4001


def test_the_file_is_not_left_to_programs_that_are_started(tmp_path: Path) -> None:
    writer = EventWriter(tmp_path)
    assert not os.get_inheritable(writer._file._descriptor)
