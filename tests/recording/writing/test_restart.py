from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.crash import Crash
from tb_lifecycle.format.event_reading import LastRecords, read_last_records
from tb_lifecycle.recording.machine.names import host_name
from tb_lifecycle.recording.writing import restart
from tests.recording.runs_on_disk import (
    READERS,
    event_files,
    read_details,
    read_last_run,
    read_run,
    read_scalars,
)
from tests.recording.scripts import run_script, start_script
from tests.recording.waiting import wait_until


def previous(**fields: object) -> LastRecords:
    run = lifecycle_pb2.RunRecord(
        status=lifecycle_pb2.RUNNING, started=100, incarnation_started=200, active_seconds=50, incarnation=2,
        heartbeat_seconds=30, host=socket.gethostname(), tags=["a"], notes="first",
    )  # fmt: skip
    details = lifecycle_pb2.RunDetails()
    details.incarnations.add(started=100, ended=150, status=lifecycle_pb2.FAILED)
    details.incarnations.add(started=200, pid=1)
    return LastRecords(**{"run": run, "details": details, "last_sign": 230.0} | fields)  # type: ignore[arg-type]


START = restart.Start(now=1000.0, tags=["b", "a", "b"], notes="", heartbeat_seconds=5.0)


def test_a_first_start() -> None:
    state = restart.begin(LastRecords(), START)
    assert (state.record.started, state.record.incarnation_started, state.record.incarnation) == (
        1000,
        1000,
        1,
    )
    assert list(state.record.tags) == ["b", "a"]
    assert state.record.capturing
    assert [i.pid for i in state.details.incarnations] == [os.getpid()]


def test_a_run_without_an_end_was_lost_at_its_last_sign_of_life() -> None:
    state = restart.begin(previous(), START)
    lost = state.details.incarnations[1]
    assert (lost.lost, lost.ended) == (True, 230.0)
    assert (state.record.started, state.record.active_seconds, state.record.incarnation) == (100, 80, 3)
    assert (state.record.status, state.record.ended) == (lifecycle_pb2.RUNNING, 0)
    assert (list(state.record.tags), state.record.notes) == (["a", "b"], "first")


def test_a_run_with_an_end_was_not_lost() -> None:
    records = previous()
    assert records.run is not None
    records.run.status, records.run.ended = lifecycle_pb2.FAILED, 260.0
    state = restart.begin(records, START)
    assert not state.details.incarnations[1].lost
    assert state.details.incarnations[1].status == lifecycle_pb2.FAILED
    assert state.record.active_seconds == 110


def test_without_details_the_incarnation_is_made_from_the_record() -> None:
    state = restart.begin(previous(details=None), START)
    assert [(i.started, i.ended, i.lost) for i in state.details.incarnations] == [
        (200, 230, True),
        (1000, 0, False),
    ]


def test_scalars_after_the_last_record_are_counted() -> None:
    records = previous(later_scalars=[("loss", 3, 0.5), ("loss", 4, 0.25), ("new", 0, 7.0)])
    assert records.run is not None
    records.run.metrics["loss"].CopyFrom(
        lifecycle_pb2.Statistics(
            count=2, first=4, last=2, min=2, max=4, mean=3, first_step=1, last_step=2, min_step=2, max_step=1
        )
    )
    record = restart.begin(records, START).run_record()
    loss = record.metrics["loss"]
    assert (loss.count, loss.last, loss.min, loss.min_step, loss.inexact) == (4, 0.25, 0.25, 4, False)
    assert record.metrics["new"].count == 1


def test_the_code_of_before_is_not_the_code_of_now() -> None:
    records = previous()
    assert records.run is not None
    assert records.details is not None
    records.run.code.commit = "abc"
    records.run.seeds.set.append("numpy")
    records.run.unpinned.append("x")
    records.run.writers.add(pid=7)
    records.details.code.commit = "abc"
    records.details.command.entry = "old.py"
    state = restart.begin(records, START)
    assert (state.record.code.commit, state.details.code.commit, state.details.command.entry) == ("", "", "")
    assert not [*state.record.seeds.set, *state.record.unpinned, *state.record.writers]


def test_a_living_writer_is_named() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        records = previous(last_sign=time.time())
        assert records.details is not None
        records.details.incarnations[-1].pid = process.pid
        living = restart.living_writer(records)
        assert living is not None
        assert (living.pid, living.host) == (process.pid, host_name())
        assert restart.living_writer(previous(last_sign=time.time() - 100, details=records.details)) is None
        assert records.run is not None
        records.run.host = "elsewhere"  # whose process of that number is another one
        assert restart.living_writer(records) is None
        records.run.host = host_name()
        assert restart.living_writer(records) is not None
        process.communicate(b"\n")
    assert restart.living_writer(records) is None
    assert restart.living_writer(LastRecords()) is None


@pytest.mark.parametrize("reader", READERS)
def test_a_restart_shows_the_new_state_and_both_curves(tmp_path: Path, reader: str) -> None:
    for step, flags in ((0, {"lr": 0.1, "a": 1}), (10, {"lr": 0.2})):
        with tb_lifecycle.start_run(tmp_path, tags=[f"t{step}"]) as run:
            run.log_flags(flags)
            run.log_scalars({"loss": 1.0 + step, "b": 2.0}, step)
            run.log_scalar("loss", 2.0 + step, step + 1)
    assert len(event_files(tmp_path)) == 2
    fast = READERS[reader]
    record = read_last_run(tmp_path, fast=fast)
    assert (record.incarnation, record.status) == (2, lifecycle_pb2.COMPLETED)
    assert list(record.tags) == ["t0", "t10"]
    assert record.flags["lr"].number == 0.2
    assert record.flags["a"].integer == 1
    assert (record.metrics["loss"].count, record.metrics["loss"].mean) == (4, 6.5)
    expected = [(0, 1.0), (1, 2.0), (10, 11.0), (11, 12.0)]
    assert read_scalars(tmp_path, fast=fast)["loss"] == expected


def test_datasets_and_exports_are_carried_over(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n")
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_dataset("d", tmp_path / "data.csv", split="train")
        run.log_export(tmp_path / "data.csv", name="model")
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_dataset("d", tmp_path / "data.csv", split="test")
    record, details = read_run(tmp_path / "r"), read_details(tmp_path / "r")
    assert [(d.name, d.split) for d in record.datasets] == [("d", "train"), ("d", "test")]
    assert [d.split for d in details.datasets] == ["train", "test"]
    assert [e.name for e in record.exports] == [e.name for e in details.exports] == ["model"]
    assert len(details.incarnations) == 2


def test_starting_again_in_one_process_ends_the_run_of_before(tmp_path: Path) -> None:
    first = tb_lifecycle.start_run(tmp_path / "r")
    second = tb_lifecycle.start_run(tmp_path / "r")
    assert (first.status, second.status) == ("completed", "running")
    assert tb_lifecycle.active_run() is second
    second.end_run()
    assert tb_lifecycle.active_run() is None
    assert read_run(tmp_path / "r").incarnation == 2


SCRIPT = "import sys, tb_lifecycle\nrun = tb_lifecycle.start_run(sys.argv[1])\n"
BESIDE = """
import sys, tb_lifecycle
with tb_lifecycle.start_run(sys.argv[1]) as run:
    run.log_flags({"theirs": 1, "lr": 0.1})
    for step in range(3):
        run.log_scalars({"loss": 5.0, "theirs": step}, step)
"""


def test_two_processes_in_one_directory_are_told_of_each_other_at_once(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r", heartbeat_seconds=3600) as run:
        run.log_flags({"lr": 0.5})
        run.log_scalar("loss", 1.0, 0)

        def let_another_come() -> subprocess.CompletedProcess[str]:
            done = run_script(tmp_path / "r", BESIDE)
            wait_until(lambda: read_run(tmp_path / "r").writers)
            return done

        with pytest.warns(LifecycleWarning, match="Another process records into this directory too") as told:
            done = let_another_come()
    assert done.returncode == 0
    assert f"process {os.getpid()} on {host_name()}" in done.stderr
    assert LifecycleWarning.__name__ in done.stderr
    record = read_run(tmp_path / "r")
    (other,) = record.writers
    assert f"process {other.pid}" in str(told[0].message)
    assert other.tag == f"lifecycle/writer/{other.host}-{other.pid}"
    assert not (tmp_path / "r/lifecycle/writers").exists()


def test_each_of_two_processes_keeps_figures_of_its_own_and_a_restart_joins_them(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "r") as run:
        run.log_flags({"lr": 0.5})
        run.log_scalars({"loss": 1.0, "mine": 2.0}, 0)
        run_script(tmp_path / "r", BESIDE)
    record = read_run(tmp_path / "r")
    assert (record.status, record.incarnation, record.flags["lr"].number) == (lifecycle_pb2.COMPLETED, 1, 0.5)
    assert (record.metrics["loss"].count, record.metrics["loss"].max) == (1, 1.0)
    (beside,) = read_last_records(tmp_path / "r").beside
    assert (beside.metrics["loss"].count, beside.flags["lr"].number, beside.status) == (
        3, 0.1, lifecycle_pb2.COMPLETED,
    )  # fmt: skip
    for incarnation in (2, 3):
        with tb_lifecycle.start_run(tmp_path / "r"):
            pass
        joined = read_run(tmp_path / "r")
        assert (joined.incarnation, joined.flags["theirs"].integer) == (incarnation, 1)
        assert joined.flags["lr"].number == 0.5
        assert {tag for tag, metric in joined.metrics.items() if metric.inexact} == {"loss", "theirs"}
        assert joined.metrics["theirs"].count == 3
        assert not joined.writers


def test_a_run_that_was_killed_is_no_other_writer(tmp_path: Path) -> None:
    run_script(tmp_path / "r", SCRIPT + "import os\nos.kill(os.getpid(), 9)")
    assert (tmp_path / "r/lifecycle/writers").exists()
    done = run_script(tmp_path / "r", SCRIPT)
    assert done.stderr == ""
    assert read_run(tmp_path / "r").incarnation == 2
    assert not (tmp_path / "r/lifecycle/writers").exists()


def test_a_forked_child_that_outlives_its_parent_is_no_other_writer(tmp_path: Path) -> None:
    code = """
import os, time
if os.fork():
    os._exit(0)
print(os.getpid(), flush=True)
time.sleep(30)
"""
    with start_script(tmp_path / "r", SCRIPT + code) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            assert process.wait(60) == 0
            assert run_script(tmp_path / "r", SCRIPT).stderr == ""
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_torn_file_is_followed_by_a_whole_one(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_scalar("loss", 1.0, 0)
    with event_files(tmp_path)[0].open("ab") as file:
        file.write(b"torn")
    with tb_lifecycle.start_run(tmp_path) as run:
        run.log_scalar("loss", 2.0, 1)
    for fast in READERS.values():
        assert read_scalars(tmp_path, fast=fast)["loss"] == [(0, 1.0), (1, 2.0)]


def test_seeds_are_kept_over_a_restart_and_over_the_capture_of_the_environment(tmp_path: Path) -> None:
    for flags in ({"seed": 7}, {}):
        with tb_lifecycle.start_run(tmp_path, console=False) as run:
            run.log_flags(flags)
            run._recorder._capture.join()  # type: ignore[attr-defined]
    assert "seed" in read_run(tmp_path).seeds.set  # another test may have seeded torch in this process
    state = restart.begin(LastRecords(), START)
    state.put_seeds({"numpy.random": "5"})
    state.put_environment(lifecycle_pb2.Environment(seeds={"PYTHONHASHSEED": "0"}))
    assert dict(state.details.environment.seeds) == {"numpy.random": "5", "PYTHONHASHSEED": "0"}


def test_a_lost_incarnation_lasted_by_the_clock_that_nobody_sets() -> None:
    """The machine's clock was set a day forward, or back, before the process was lost."""
    for last_sign in (220.0 + 86_400, 220.0 - 86_400):
        records = previous(last_sign=last_sign, run_time=215.0)
        assert records.run is not None
        records.run.elapsed_seconds = 20
        records.run.heartbeat_seconds = 5
        state = restart.begin(records, START)
        lasted = state.record.active_seconds - 50
        assert 20 <= lasted <= 25
        assert state.details.incarnations[-2].ended == 200 + lasted


def test_a_crash_is_the_end_of_the_incarnation_before() -> None:
    crash = Crash(220.0, "SIGSEGV", "Fatal Python error: Segmentation fault", "Thread …")
    last = restart.begin(previous(), START._replace(crash=crash)).details.incarnations[-2]
    assert (last.status, last.lost, last.signal) == (lifecycle_pb2.FAILED, False, "SIGSEGV")
    assert last.exception == crash.exception


JUMP = """
import time, sys
real, jump = time.time, [0.0]
time.time = lambda: real() + jump[0]
import tb_lifecycle
for seconds in (0, -86400):
    began = time.monotonic()
    with tb_lifecycle.start_run(sys.argv[1], console=False):
        tb_lifecycle.log_scalar("a", 1, 0)
        jump[0] += seconds
        time.sleep(0.3)
    print(time.monotonic() - began)
"""


def test_a_clock_that_goes_back_changes_neither_durations_nor_the_order(tmp_path: Path) -> None:
    done = run_script(tmp_path / "r", JUMP + "with tb_lifecycle.start_run(sys.argv[1]): pass")
    assert done.returncode == 0, done.stderr
    took = [float(line) for line in done.stdout.split()]
    incarnations = read_details(tmp_path / "r").incarnations
    assert len(incarnations) == 3
    for incarnation, seconds in zip(incarnations, took, strict=False):
        assert 0.3 <= incarnation.ended - incarnation.started <= seconds
    table = tb_lifecycle.load_runs(str(tmp_path))
    assert table.column("status") == ["completed"]
    assert 0.6 <= table.column("duration")[0] <= sum(took) + 30
