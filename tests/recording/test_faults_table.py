"""What happens to a process that records, one row each: it goes on as without us, and nothing is lost.

Each in a process of its own, with the real limit or signal.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tensorboard.compat.proto.event_pb2 import Event

from tb_lifecycle.format.event_reading import event_files, read_last_records
from tb_lifecycle.format.record_framing import read_records
from tb_lifecycle.reading.records.values import STATUS_WORDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and signals as Linux has them")

BEFORE = """
import os, resource, signal, subprocess, sys, threading, time
import multiprocessing
import tb_lifecycle

RUN = sys.argv[1]

def limit(what, most):
    resource.setrlimit(what, (most, resource.getrlimit(what)[1]))

def size():
    return int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()

def log(steps):
    for step in steps:
        tb_lifecycle.log_scalar("loss", 1.0 / (step + 1), step=step)

def log_all(first):
    "Every call there is."
    tb_lifecycle.log_flags({"lr": 0.5})
    tb_lifecycle.log_dataset("script", sys.argv[0])
    tb_lifecycle.log_export(sys.argv[0])
    log(range(first, first + 10))

def child():
    with tb_lifecycle.start_run(RUN + "/child"):
        log(range(5))

if __name__ == "__main__":
    tb_lifecycle.start_run(RUN, heartbeat_seconds=1)
    log(range(10))
"""

AFTER = """
    tb_lifecycle.end_run()
    os.write(1, b"the training goes on\\n")
"""


@dataclass(frozen=True)
class Row:
    """One fault.

    Attributes:
      code: what happens, after ten values were logged.
      values: how many of "loss" are on disk then.
      status: the run's.
      ends: how the process ends: 0, or minus the signal that it ends by.
      warnings: how many it may give.
      least: some of the values may be lost, all but so many.
    """

    code: str
    values: int = 20
    status: str = "completed"
    ends: int = 0
    warnings: int = 1
    least: int | None = None


def by(name: str) -> Row:
    """Ends by a signal that the process sends itself."""
    return Row(
        f"os.kill(os.getpid(), signal.{name}); time.sleep(30)",
        values=10,
        status="terminated",
        ends=-getattr(signal, name),
        warnings=0,
    )


ROWS = {
    "kill": Row(
        "os.kill(os.getpid(), signal.SIGKILL)", values=10, status="running", ends=-signal.SIGKILL, warnings=0
    ),
    "a file may grow no more": Row(
        "limit(resource.RLIMIT_FSIZE, 1); log_all(10)", status="running", least=10
    ),
    "a file may grow no more, for a while": Row(
        "limit(resource.RLIMIT_FSIZE, 1); log_all(10); "
        "limit(resource.RLIMIT_FSIZE, resource.RLIM_INFINITY); log(range(20, 30))",
        values=30,
        least=20,
    ),
    "no descriptor": Row(
        "limit(resource.RLIMIT_NOFILE, 64)\n"
        "    try:\n        while True: os.open('/dev/null', 0)\n    except OSError: pass\n"
        "    log_all(10)"
    ),
    # A limit of threads binds no privileged user; room for their stacks does.
    "no thread": Row("threading.stack_size(2**30); limit(resource.RLIMIT_AS, size() + 2**29); log_all(10)"),
    "no memory": Row(
        "limit(resource.RLIMIT_AS, size() + 2**20); log_all(10); "
        "limit(resource.RLIMIT_AS, resource.RLIM_INFINITY); log(range(20, 30))",
        values=30,
        least=20,
        warnings=3,  # of the thread, the sources and the output, once each
    ),
    "fork": Row(
        "pid = os.fork()\n"
        "    if not pid:\n        log(range(100, 105)); os._exit(0)\n"
        "    assert os.waitpid(pid, 0)[1] == 0; log_all(10)"
    ),
    "fork of a pool": Row(
        "pool = multiprocessing.get_context('fork').Pool(2)\n"
        "    assert pool.map(abs, range(-50, 0)) == list(range(50, 0, -1))\n"
        "    pool.close(); pool.join(); log_all(10)",
        warnings=0,
    ),
    "spawn": Row(
        "process = multiprocessing.get_context('spawn').Process(target=child); process.start()\n"
        "    process.join(); assert process.exitcode == 0; log_all(10)",
        warnings=0,
    ),
    "a program is started": Row(
        "code = 'import os; os.closerange(3, 100)'\n"
        "    subprocess.run([sys.executable, '-c', code], check=True, close_fds=False); log_all(10)",
        warnings=0,
    ),
    **{name: by(name) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGXCPU")},
}


@pytest.mark.parametrize("name", ROWS)
def test_what_happens_to_a_process_costs_it_no_value_and_no_exception(tmp_path: Path, name: str) -> None:
    check(tmp_path / "run", ROWS[name])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_costs_what_it_has_no_room_for_and_no_exception(small_disk: Path) -> None:
    fill = (
        "filler = open(os.path.dirname(RUN) + '/filler', 'wb', 0)\n"
        "    try:\n        while True: filler.write(bytes(512))\n    except OSError: pass\n"
        "    log_all(10)"
    )
    room = f"{fill}; filler.truncate(0); log(range(20, 30))"
    check(small_disk / "run", Row(room, values=30, least=20))


def check(run: Path, row: Row) -> None:
    script = run.parent / "train.py"
    script.write_text(f"{BEFORE}    {row.code}\n{AFTER}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(run)],
        capture_output=True, text=True, timeout=120, check=False, cwd=run.parent,
        env=os.environ | {"PYTHONWARNINGS": "ignore::DeprecationWarning"},
    )  # fmt: skip
    assert done.returncode == row.ends, done.stderr
    assert ("goes on" in done.stdout) == (row.ends == 0)
    assert done.stderr.count("LifecycleWarning") <= row.warnings, done.stderr
    assert done.stderr.count("Traceback") == (row.ends == -signal.SIGINT), done.stderr
    steps = list(read_steps(run))
    least = row.values if row.least is None else row.least
    assert steps == sorted(set(steps))
    assert least <= len(steps) <= row.values, steps
    assert set(range(10)) <= set(steps)
    record = read_last_records(run).run
    assert record is not None
    assert STATUS_WORDS[record.status] == row.status


def read_steps(run: Path) -> Iterator[int]:
    """The steps of "loss" in a run's event files, in order."""
    for path in event_files(run):
        with path.open("rb") as file:
            for data in read_records(file):
                event = Event.FromString(data)
                yield from (event.step for value in event.summary.value if value.tag == "loss")
