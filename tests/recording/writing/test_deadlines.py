"""Whatever hangs, a fork and the end of a run do not wait for it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tensorboard.compat.proto.event_pb2 import Event

import tb_lifecycle
from tb_lifecycle.errors import LifecycleWarning
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.record_framing import read_records
from tb_lifecycle.recording.writing import capture, event_file
from tests.recording.runs_on_disk import event_files, read_details, read_run
from tests.recording.scripts import run_script
from tests.recording.waiting import wait_until

END_SECONDS, FORK_SECONDS = 2.0, 0.5
SLACK = 1.0  # of a machine with other things to do

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning")


class Hanging:
    """Writes to event files hang from `begin` on until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on = threading.Event()
        self.hung = threading.Event()
        self._write = os.write
        self._patch = monkeypatch

    def begin(self) -> None:
        self._patch.setattr(event_file.os, "write", self.write)

    def write(self, descriptor: int, data: bytes) -> int:
        if "tfevents" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            self.hung.set()
            self.go_on.wait(60)
        return self._write(descriptor, data)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs Linux")
    made = Hanging(monkeypatch)
    yield made
    made.go_on.set()


def steps_on_disk(directory: Path) -> list[int]:
    """The steps of the run's scalars, in the order of its files."""
    steps = []
    for path in event_files(directory):
        with path.open("rb") as file:
            events = [Event.FromString(data) for data in read_records(file)]
        steps += [
            event.step for event in events if event.summary.value and event.summary.value[0].tag == "loss"
        ]
    return steps


def timed_end(run: tb_lifecycle.Run) -> float:
    began = time.monotonic()
    run.end_run()
    return time.monotonic() - began


def capture_is_done(run: tb_lifecycle.Run) -> None:
    run._recorder._capture.join()  # type: ignore[attr-defined]


def hang_in_git(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    go_on = threading.Event()
    parts = capture.parts

    def hang(*arguments: object) -> list[capture.Subject]:
        environment, code, hardware = parts(*arguments)  # type: ignore[arg-type]
        slow = capture.Subject("code", lambda: (go_on.wait(60), code.capture())[1], code.put, code.hint)
        return [environment, slow, hardware]

    monkeypatch.setattr(capture, "parts", hang)
    return go_on


def test_code_that_is_still_being_read_is_unknown_at_the_end_and_recorded_when_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hang_in_git(monkeypatch)
    run = tb_lifecycle.start_run(tmp_path)
    run.log_scalar("loss", 1.0, 0)
    assert timed_end(run) < END_SECONDS + SLACK
    record, details = read_run(tmp_path), read_details(tmp_path)
    assert (record.status, record.capturing) == (lifecycle_pb2.COMPLETED, False)
    unknown = {item.what: item.why for item in details.unknown}
    assert unknown["code"] == "still being read when the run ended"
    go_on.set()
    wait_until(lambda: read_details(tmp_path).hardware.cores)
    details = read_details(tmp_path)
    assert "code" not in {item.what for item in details.unknown}
    assert read_run(tmp_path).status == lifecycle_pb2.COMPLETED


def test_a_fork_does_not_wait_for_code_that_is_still_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hang_in_git(monkeypatch)
    run = tb_lifecycle.start_run(tmp_path)
    began = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(0)
    took = time.monotonic() - began
    os.waitpid(child, 0)
    go_on.set()
    run.end_run()
    assert took < FORK_SECONDS + SLACK


def test_a_fork_does_not_wait_for_a_write_that_hangs(tmp_path: Path, hanging: Hanging) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False)
    capture_is_done(run)
    hanging.begin()
    stuck = threading.Thread(target=run.log_scalar, args=("loss", 1.0, 0), daemon=True)
    stuck.start()
    assert hanging.hung.wait(30)
    began = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(0)
    took = time.monotonic() - began
    os.waitpid(child, 0)
    hanging.go_on.set()
    stuck.join()
    run.end_run()
    assert took < FORK_SECONDS + SLACK


@pytest.mark.parametrize("writes", ["direct", "queued"])
def test_the_end_does_not_wait_for_a_write_that_hangs(tmp_path: Path, hanging: Hanging, writes: str) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False, writes=writes)
    run.log_scalar("loss", 1.0, 0)
    capture_is_done(run)
    wait_until(lambda: steps_on_disk(tmp_path))
    hanging.begin()
    with pytest.warns(LifecycleWarning, match="does not come back") as told:
        took = timed_end(run)
    assert took < END_SECONDS + SLACK
    assert len(told) == 1
    hanging.go_on.set()
    wait_until(lambda: read_run(tmp_path).status == lifecycle_pb2.COMPLETED)


def test_a_caller_that_hangs_in_a_direct_write_holds_up_no_other_thread(
    tmp_path: Path, hanging: Hanging
) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False, writes="direct", heartbeat_seconds=3600)
    run.log_scalar("loss", 1.0, 0)
    capture_is_done(run)
    hanging.begin()
    stuck = threading.Thread(target=run.log_scalar, args=("loss", 1.0, 1), daemon=True)
    stuck.start()
    assert hanging.hung.wait(30)
    began = time.monotonic()

    def log_the_rest() -> None:
        for step in range(2, 50):
            run.log_scalar("loss", 1.0, step)

    with pytest.warns(LifecycleWarning, match="does not come back"):
        log_the_rest()
    assert time.monotonic() - began < 1.0 + SLACK
    hanging.go_on.set()
    stuck.join()
    run.end_run()
    assert steps_on_disk(tmp_path) == list(range(50))


def test_queued_writes_never_block_and_come_within_a_moment(tmp_path: Path, hanging: Hanging) -> None:
    run = tb_lifecycle.start_run(tmp_path, console=False, writes="queued")
    capture_is_done(run)
    run.log_flags({"lr": 0.5})
    run.log_scalar("loss", 1.0, 0)
    began = time.monotonic()
    wait_until(lambda: steps_on_disk(tmp_path) and read_run(tmp_path).flags["lr"].number == 0.5)
    assert time.monotonic() - began < 0.2 + SLACK
    hanging.begin()
    began = time.monotonic()
    for step in range(1, 1000):
        run.log_scalar("loss", 1.0, step)
    assert time.monotonic() - began < SLACK
    hanging.go_on.set()
    run.end_run()
    assert steps_on_disk(tmp_path) == list(range(1000))


def test_what_a_full_queue_drops_is_told_once_and_counted(
    tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tb_lifecycle.recording.writing import event_writer

    run = tb_lifecycle.start_run(tmp_path, console=False, writes="queued", heartbeat_seconds=3600)
    capture_is_done(run)
    run.log_scalar("loss", 1.0, 0)
    wait_until(lambda: steps_on_disk(tmp_path))
    hanging.begin()
    monkeypatch.setattr(event_writer, "_MOST_WAITING_BYTES", 30_000)

    def log_too_much() -> None:
        for step in range(1, 5000):
            run.log_scalar("loss", 1.0, step)

    with pytest.warns(LifecycleWarning, match="dropped") as told:
        log_too_much()
    assert len(told) == 1
    monkeypatch.undo()
    hanging.go_on.set()
    run.end_run()
    on_disk, record = len(steps_on_disk(tmp_path)), read_run(tmp_path)
    assert record.dropped == 5000 - on_disk > 1000
    assert record.metrics["loss"].count == 5000


def test_a_lock_that_nobody_gives_back_holds_up_neither_fork_nor_end(tmp_path: Path) -> None:
    code = """
import os, signal, sys, threading, time
import tb_lifecycle
run = tb_lifecycle.start_run(sys.argv[1])
run._recorder._capture.join()
taken = threading.Event()
def hold():
    run._recorder._lock.acquire()
    taken.set()
    time.sleep(600)
threading.Thread(target=hold, daemon=True).start()
taken.wait()
began = time.monotonic()
child = os.fork()
if not child:
    os._exit(0)
os.waitpid(child, 0)
print(time.monotonic() - began, time.time(), flush=True)
"""
    done = run_script(tmp_path / "r", code)
    ended = time.time()
    assert done.returncode == 0, done.stderr
    fork, last = map(float, done.stdout.split())
    assert fork < FORK_SECONDS + SLACK
    assert ended - last < END_SECONDS + SLACK
    assert read_run(tmp_path / "r").status == lifecycle_pb2.COMPLETED
