"""Runs what people run for long, and says what grows: `scripts/soak`.

Three parts: very many scalars; heartbeats of a day, on a clock that is put on; and living runs in a
TensorBoard that is asked all the time. Each prints its figures, and fails where more grows than should.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

PAGE = resource.getpagesize()
TAGS = 20

# What the beats of an idle run may take, however long it lasts.
MOST_BEAT_BYTES = 512 * 1024
MOST_GROWTH = 1.15

LIVE = """
import math, sys, time
import tb_lifecycle
tb_lifecycle.start_run(sys.argv[1], heartbeat_seconds=1)
tb_lifecycle.log_flags({"lr": float(sys.argv[2]), "seed": int(float(sys.argv[2]) * 100)})
step = 0
while True:
    tb_lifecycle.log_scalars({f"part/{n}": math.exp(-step / 999) for n in range(5)}, step=step)
    step += 1
    time.sleep(0.1)
"""


def resident(process: int | str = "self") -> int:
    """Bytes of memory that a process has."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE


def soak_scalars(count: int) -> None:
    """Logs so many scalars in this process; all of them are on disk and in the figures."""
    import tb_lifecycle

    tags = [f"part/{number}" for number in range(TAGS)]
    with tempfile.TemporaryDirectory() as directory:
        run = tb_lifecycle.start_run(directory, console=False)
        began, memory = time.perf_counter(), 0
        for number in range(count):
            if number == count // 10:
                memory = resident()
            run.log_scalar(tags[number % TAGS], float(number), number // TAGS)
        took, after = time.perf_counter() - began, resident()
        run.end_run()
        size = sum(path.stat().st_size for path in Path(directory).glob("*tfevents*"))
        table = tb_lifecycle.load_runs(directory)
        counted = table.column(f"last(metric['part/{TAGS - 1}'])")
        print(
            f"{count:,} scalars of {TAGS} tags: {took / count * 1e6:.2f} µs each, "
            f"{size / count:.0f} bytes each; memory {memory / 1e6:.0f} MB after a tenth, "
            f"{after / 1e6:.0f} MB at the end",
            flush=True,
        )
        assert counted == [float(count - 1 - (count - 1 - (TAGS - 1)) % TAGS)], counted
        assert after < memory * MOST_GROWTH + 2**24


def soak_heartbeats(hours: float) -> None:
    """Lets a run beat for so many hours by a clock that is put on between two beats."""
    import tb_lifecycle

    with tempfile.TemporaryDirectory() as directory:
        run = tb_lifecycle.start_run(directory, console=False)
        run.log_flags({f"flag{number}": number for number in range(40)})
        for tag in range(TAGS):
            run.log_scalar(f"part/{tag}", 1.0, 0)
        recorder = run._recorder
        assert recorder is not None
        (path,) = Path(directory).glob("*tfevents*")
        age, beats, sizes = 0.0, 0, {0.0: path.stat().st_size}
        recorder._give_sign()  # type: ignore[attr-defined]
        while age < hours * 3600:
            seconds = recorder._beat()  # type: ignore[attr-defined]
            recorder._began -= seconds  # type: ignore[attr-defined]
            age, beats = age + seconds, beats + 1
            if age >= 3600 * (len(sizes)):
                sizes[age] = path.stat().st_size
        grown = path.stat().st_size - sizes[0.0]
        marks = sorted(sizes)[1:]
        first = sizes[marks[0]] - sizes[0.0] if marks else grown
        run.end_run()
        print(
            f"{hours:g} h of heartbeats: {beats:,} beats, {grown:,} bytes in all, "
            f"{first:,} of them in the first hour",
            flush=True,
        )
        assert grown < MOST_BEAT_BYTES


@contextlib.contextmanager
def _living(logdir: Path, count: int) -> Iterator[None]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LIVE, str(logdir / f"run{number:02}"), str(0.01 * (number + 1))],
            stdout=subprocess.DEVNULL,
        )
        for number in range(count)
    ]
    try:
        yield
        assert all(process.poll() is None for process in processes), "a living run has ended"
    finally:
        for process in processes:
            process.kill()
            process.wait()


def soak_server(runs: int, clients: int, seconds: float) -> None:
    """Asks a TensorBoard of living runs as open pages do: every route, from so many clients."""
    with tempfile.TemporaryDirectory() as directory, _living(Path(directory), runs):
        with running_tensorboard("--logdir", directory, READERS["data server"]) as tensorboard:
            tensorboard.wait(lambda: len(tensorboard.runs()) == runs)
            end = time.monotonic() + seconds
            tallies = [_Client(tensorboard, number, end) for number in range(clients)]
            memory: list[int] = []
            for client in tallies:
                client.start()
            while any(client.is_alive() for client in tallies):
                memory.append(resident(tensorboard.pid))
                time.sleep(min(1.0, seconds / 20))
            assert len(tensorboard.runs()) == runs
        failed = [client.failure for client in tallies if client.failure]
        asked = sorted(took for client in tallies for took in client.took)
        early, late = max(memory[: len(memory) // 3]), max(memory[-len(memory) // 3 :])
        median, slow = (asked[int(len(asked) * share)] * 1000 for share in (0.5, 0.99))
        print(
            f"{runs} living runs, {clients} clients, {seconds:g} s: {len(asked):,} answers, half of them "
            f"within {median:.0f} ms, all but 1 % within {slow:.0f} ms, the slowest {asked[-1]:.1f} s; "
            f"memory at most {early / 1e6:.0f} MB in the first third, "
            f"{late / 1e6:.0f} MB in the last; {len(failed)} failed",
            flush=True,
        )
        assert not failed, failed[0]
        assert late < early * MOST_GROWTH + 2**24


class _Client(threading.Thread):
    """An open page: asks every four seconds, or at once again where there is less time than that."""

    def __init__(self, tensorboard: TensorBoard, number: int, end: float) -> None:
        super().__init__(daemon=True)
        self._tensorboard, self._number, self._end = tensorboard, number, end
        self.took: list[float] = []
        self.failure = ""

    def run(self) -> None:
        """Asks until the end."""
        name = f"run{self._number % 2:02}"
        questions = (
            ("runs", {}),
            ("runs", {"where": "flag.lr < 0.1", "sort": "-metric['part/0']", "limit": 20}),
            ("run", {"run": name}),
            ("scalars", {"run": name, "tag": "part/0"}),
            ("compare", {"run": ["run00", "run01"]}),
            ("lineage", {"run": name}),
        )
        while time.monotonic() < self._end:
            for route, query in questions:
                began = time.monotonic()
                try:
                    response = self._tensorboard.get(route, **query)
                except OSError as error:
                    self.failure = f"{route}: {error!r}"
                    return
                self.took.append(time.monotonic() - began)
                if response.status != 200:
                    self.failure = f"{route} {query}: {response.status} {response.body[:500]!r}"
                    return
                time.sleep(0.1)


def main() -> None:
    """Soaks for as long as is asked."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--scalars", type=int, default=10_000_000)
    parser.add_argument("--hours", type=float, default=24.0, help="of heartbeats, on a clock that is put on")
    parser.add_argument("--minutes", type=float, default=60.0, help="of one page beside living runs")
    parser.add_argument("--client-minutes", type=float, default=5.0, help="of many clients")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--clients", type=int, default=32)
    arguments = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    soak_scalars(arguments.scalars)
    soak_heartbeats(arguments.hours)
    soak_server(arguments.runs, 1, arguments.minutes * 60)
    soak_server(arguments.runs, arguments.clients, arguments.client_minutes * 60)


if __name__ == "__main__":
    main()
