from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning, RecordingError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.open_logdir import open_logdir
from tests.recording.runs_on_disk import event_files, read_run, read_tags, read_tensor
from tests.recording.scripts import START, run_script, start_script
from tests.recording.waiting import wait_until

TRAIN = (
    START
    + """
tb_lifecycle.log_flags({"lr": 0.5, "password": "hunter2"})
tb_lifecycle.log_scalar("loss", 1.0, step=0)
tb_lifecycle.log_export(sys.argv[0])
print("said")
"""
)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")


def test_another_rank_writes_where_it_runs_and_nothing_else(tmp_path: Path) -> None:
    for rank in "01":
        done = run_script(tmp_path / "r", TRAIN, RANK=rank, WORLD_SIZE="2")
        assert done.returncode == 0, done.stderr
    assert len(event_files(tmp_path / "r")) == 2
    record = read_run(tmp_path / "r")
    assert (record.incarnation, record.metrics["loss"].count) == (1, 1)
    assert sorted(tag for tag in read_tags(tmp_path / "r")["tensors"] if "rank" in tag) == [
        "lifecycle/rank/1"
    ]
    rank_record = lifecycle_pb2.RankRecord.FromString(read_tensor(tmp_path / "r", "lifecycle/rank/1"))
    assert (rank_record.rank, rank_record.host, rank_record.flags["lr"].number) == (1, record.host, 0.5)
    assert "hunter2" not in rank_record.flags["password"].text
    assert "numpy" in rank_record.environment.packages
    assert rank_record.hardware.cores > 0


@pytest.mark.usefixtures("second")
def test_calls_of_another_rank_are_checked(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        with pytest.raises(TypeError):
            run.log_scalar("loss", "high", 0)
        with pytest.raises(FileNotFoundError):
            run.log_export(tmp_path / "nothing")
    assert run.status == "completed"


@pytest.mark.usefixtures("second")
def test_another_ranks_faults(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.warns(LifecycleWarning, match="Could not start"):
        tb_lifecycle.start_run(tmp_path / "file" / "r").end_run()
    with pytest.raises(RecordingError):
        tb_lifecycle.start_run(tmp_path / "file" / "r", strict=True)


# end: status, exit code, exception, signal
ENDS = {
    "raise RuntimeError('device lost')": ("FAILED", 1, "RuntimeError: device lost", ""),
    "sys.exit(3)": ("FAILED", 3, "SystemExit: 3", ""),
    "pass": ("COMPLETED", 0, "", ""),
    "import os; os.kill(os.getpid(), 15)": ("TERMINATED", 0, "", "SIGTERM"),
    "import os; os.kill(os.getpid(), 9)": ("RUNNING", 0, "", ""),
    "tb_lifecycle.end_run('pruned', 'no better')": ("PRUNED", 0, "", ""),
    "try:\n    raise ValueError('boom')\nfinally:\n    run.end_run()": ("FAILED", 1, "ValueError: boom", ""),
}


@pytest.mark.parametrize("end", ENDS)
def test_another_rank_records_how_it_ended(tmp_path: Path, end: str) -> None:
    run_script(tmp_path / "r", START + end, RANK="1", WORLD_SIZE="2")
    record = lifecycle_pb2.RankRecord.FromString(read_tensor(tmp_path / "r", "lifecycle/rank/1"))
    status = lifecycle_pb2.Status.Name(record.status)
    assert (status, record.exit_code, record.exception, record.signal) == ENDS[end]
    assert (record.ended >= record.started) == (status != "RUNNING")


def test_a_rank_of_this_machine_that_was_killed_is_lost_while_the_run_goes_on(tmp_path: Path) -> None:
    run = tb_lifecycle.start_run(tmp_path / "r", console=False)
    killed = START + "import os; os.kill(os.getpid(), 9)"
    run_script(tmp_path / "r", killed, RANK="1", WORLD_SIZE="3")
    living = start_script(tmp_path / "r", START + "import time; time.sleep(600)", RANK="2", WORLD_SIZE="3")
    try:
        wait_until(lambda: "lifecycle/rank/2" in read_tags(tmp_path / "r")["tensors"])
        with open_logdir(str(tmp_path)) as reader:
            described = reader.describe("r")
        assert described["status"] == "running"
        assert [(rank["rank"], rank["status"]) for rank in described["ranks"]] == [
            (1, "lost"),
            (2, "running"),
        ]
        assert any(notice.startswith("Rank 1 on ") for notice in described["notices"])
    finally:
        living.kill()
        living.communicate()
        run.end_run()
