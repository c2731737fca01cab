from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tensorboard.context import RequestContext

import tb_lifecycle
from tb_lifecycle.format import metadata
from tb_lifecycle.format.event_reading import event_files, read_last_records
from tb_lifecycle.format.lifecycle_pb2 import RUNNING, RunRecord, ServeRecord
from tb_lifecycle.format.metadata import RUN_TAG, SERVE_TAG
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tb_lifecycle.recording.writing.event_writer import EventWriter
from tb_lifecycle.serving.record import ServeRecorder
from tb_lifecycle.serving.serve_files import LABEL, read_serve_record
from tests.recording.runs_on_disk import READERS

DIGEST = bytes(range(32))


@pytest.fixture
def own_run(tmp_path: Path, run: Path) -> Path:
    return Path(shutil.copytree(run, tmp_path / "expert"))


def test_requests_errors_and_latency_are_recorded(own_run: Path) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.25, answered=True)
    recorder.count(0.5, answered=True)
    recorder.count(0.25, answered=True)
    recorder.count(9.0, answered=False)
    recorder.close()
    record = read_serve_record(own_run)
    assert record is not None
    assert (record.requests, record.errors) == (3, 1)
    assert (record.total_seconds, record.max_seconds) == (1.0, 0.5)
    assert (record.export_name, record.export_digest) == ("export", DIGEST)
    assert record.started <= record.last_request


def test_counts_go_on_from_earlier_servers(own_run: Path) -> None:
    for _ in range(3):
        recorder = ServeRecorder(own_run, "export", DIGEST)
        recorder.count(0.5, answered=True)
        recorder.close()
    record = read_serve_record(own_run)
    assert record is not None
    assert (record.requests, record.total_seconds) == (3, 1.5)


def test_servers_at_the_same_time_count_together(own_run: Path) -> None:
    first, second = (ServeRecorder(own_run, "export", DIGEST) for _ in range(2))
    for seconds, recorder in ((1.0, first), (0.5, second), (0.5, first), (0.25, second), (0.25, first)):
        recorder.count(seconds, answered=True)
    second.count(9.0, answered=False)
    second.close()
    first.count(0.5, answered=True)
    first.close()
    record = read_serve_record(own_run)
    assert record is not None
    assert (record.requests, record.errors, record.total_seconds, record.max_seconds) == (6, 1, 3.0, 1.0)
    assert len([path for path in event_files(own_run) if LABEL in path.name]) == 1


COUNT = """
import sys
from pathlib import Path
from tb_lifecycle.serving.record import ServeRecorder
for _ in range(20):
    recorder = ServeRecorder(Path(sys.argv[1]), "export", bytes(32))
    recorder.count(0.5, answered=True)
    recorder.count(0.5, answered=True)
    recorder.close()
"""


def test_processes_that_write_at_the_same_time_lose_nothing(own_run: Path) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", COUNT, str(own_run)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    record = read_serve_record(own_run)
    assert record is not None
    assert (record.requests, record.total_seconds) == (120, 60.0)


@pytest.mark.parametrize("reader", READERS)
def test_tensorboard_shows_the_newest_of_two_servers(own_run: Path, reader: str) -> None:
    first, second = (ServeRecorder(own_run, "export", DIGEST) for _ in range(2))
    first.count(0.5, answered=True)
    second.count(0.5, answered=True)
    second.close()
    first.count(0.5, answered=True)
    first.close()
    with open_provider(str(own_run), fast=READERS[reader]) as provider:
        answer = provider.read_tensors(
            RequestContext(), experiment_id="", plugin_name=metadata.PLUGIN_NAME, downsample=1
        )
    ((content,),) = [answer["."][SERVE_TAG][-1].numpy.reshape(-1)]
    assert ServeRecord.FromString(content).requests == 3


def test_a_torn_file_is_left_alone(own_run: Path) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.5, answered=True)
    recorder.close()
    (torn,) = [path for path in event_files(own_run) if LABEL in path.name]
    with torn.open("ab") as file:
        file.write(b"torn")
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.5, answered=True)
    recorder.close()
    record = read_serve_record(own_run)
    assert record is not None
    assert record.requests == 2
    assert torn.read_bytes().endswith(b"torn")


def test_the_first_request_is_there_before_the_end(own_run: Path) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.5, answered=True)
    record = read_serve_record(own_run)
    recorder.close()
    assert record is not None
    assert record.requests == 1


def test_nothing_is_written_without_a_request(own_run: Path) -> None:
    before = event_files(own_run)
    ServeRecorder(own_run, "export", DIGEST).close()
    assert event_files(own_run) == before


def test_serving_leaves_the_run_as_it_was(own_run: Path) -> None:
    before = read_last_records(own_run)
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.5, answered=True)
    recorder.close()
    after = read_last_records(own_run)
    assert (after.run, after.details) == (before.run, before.details)


def test_the_tab_shows_it(own_run: Path) -> None:
    details = read_last_records(own_run).details
    assert details is not None
    recorder = ServeRecorder(own_run, "export", details.exports[0].digest)
    recorder.count(0.5, answered=True)
    recorder.close()
    table = tb_lifecycle.load_runs(own_run.parent)
    assert table.column("stage.serve") == ["recorded"]
    assert table.column("status") == ["completed"]


def test_a_full_disk_is_told_once_and_serving_goes_on(
    own_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    shutil.rmtree(own_run)
    own_run.write_text("in the way")
    for _ in range(3):
        recorder.count(0.5, answered=True)
    recorder.close()
    assert capsys.readouterr().err.count("no longer recorded") == 1


def test_a_damaged_record_is_passed_over(own_run: Path) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    recorder.count(0.5, answered=True)
    recorder.close()
    newest = max(event_files(own_run), key=os.path.getmtime)
    newest.write_bytes(newest.read_bytes()[:-3])
    assert read_serve_record(own_run) is None


def test_counts_from_many_threads_add_up_in_few_writes(own_run: Path) -> None:
    recorder = ServeRecorder(own_run, "export", DIGEST)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: recorder.count(0.125, answered=True), range(400)))
    recorder.close()
    record = read_serve_record(own_run)
    assert record is not None
    assert (record.requests, record.total_seconds) == (400, 50.0)
    newest = max(event_files(own_run), key=os.path.getmtime)
    assert newest.name.endswith(".serve.lifecycle")
    assert newest.read_bytes().count(SERVE_TAG.encode()) < 100


def test_serving_a_lost_run_does_not_revive_it(tmp_path: Path) -> None:
    lost = RunRecord(format_version=1, status=RUNNING, started=1.0, incarnation=1, heartbeat_seconds=0.001)
    lost.exports.add(name="export", digest=DIGEST)
    writer = EventWriter(tmp_path / "lost")
    writer.write_record(RUN_TAG, lost)
    writer.close()
    recorder = ServeRecorder(tmp_path / "lost", "export", DIGEST)
    recorder.count(0.125, answered=True)
    recorder.close()
    table = tb_lifecycle.load_runs(tmp_path)
    assert table.column("stage.serve") == ["recorded"]
    assert table.column("status") == ["lost"]
