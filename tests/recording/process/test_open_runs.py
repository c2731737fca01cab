"""Which run is the active one: of threads, of asyncio tasks, of a with and without."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import NoActiveRunError
from tb_lifecycle.recording.process import open_runs
from tests.recording.runs_on_disk import read_curve, read_run
from tests.recording.scripts import run_script

STEPS = 5


@pytest.fixture(autouse=True)
def _all_ended() -> Iterator[None]:
    yield
    for entry in open_runs.newest_first():
        entry.run.end_run()


def start(directory: Path) -> tb_lifecycle.Run:
    return tb_lifecycle.start_run(directory, console=False)


def in_thread(function: Callable[[], object]) -> list[object]:
    """What the function returns, or raises, in a thread of its own."""
    seen: list[object] = []

    def call() -> None:
        try:
            seen.append(function())
        except Exception as error:
            seen.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join(30)
    return seen


def test_each_thread_logs_to_the_run_that_it_started(tmp_path: Path) -> None:
    gate = threading.Barrier(3, timeout=30)

    def trial(number: int) -> None:
        with start(tmp_path / str(number)):
            for step in range(STEPS):
                gate.wait()
                tb_lifecycle.log_scalar("a", number, step)
            tb_lifecycle.log_flags({"number": number})
            gate.wait()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(trial, range(3)))
    for number in range(3):
        assert read_curve(tmp_path / str(number), "a") == [(step, number) for step in range(STEPS)]
        assert read_run(tmp_path / str(number)).flags["number"].integer == number


def test_each_task_logs_to_the_run_that_it_started(tmp_path: Path) -> None:
    async def trial(number: int) -> None:
        start(tmp_path / str(number))
        for step in range(STEPS):
            await asyncio.sleep(0.001)
            tb_lifecycle.log_scalar("a", number, step)
        await asyncio.to_thread(tb_lifecycle.log_scalar, "a", number, STEPS)
        tb_lifecycle.end_run()

    async def main() -> None:
        await asyncio.gather(*(trial(number) for number in range(3)))

    asyncio.run(main())
    for number in range(3):
        assert read_curve(tmp_path / str(number), "a") == [(step, number) for step in range(STEPS + 1)]


def test_a_task_that_started_none_logs_to_the_run_of_the_one_that_made_it(tmp_path: Path) -> None:
    async def log(step: int) -> None:
        tb_lifecycle.log_scalar("a", step, step)

    async def main() -> None:
        with start(tmp_path / "r"):
            await asyncio.gather(*(log(step) for step in range(STEPS)))
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, tb_lifecycle.log_scalar, "a", STEPS, STEPS)

    asyncio.run(main())
    assert read_run(tmp_path / "r").metrics["a"].count == STEPS + 1


def test_a_thread_that_started_none_logs_to_the_run_of_the_main_thread(tmp_path: Path) -> None:
    run = start(tmp_path / "main")
    assert in_thread(tb_lifecycle.active_run) == [run]

    def own_then_mains() -> object:
        with start(tmp_path / "own") as own:
            assert tb_lifecycle.active_run() is own
        return tb_lifecycle.active_run()

    assert in_thread(own_then_mains) == [run]
    assert tb_lifecycle.active_run() is run


def test_no_thread_logs_to_a_run_of_another_one(tmp_path: Path) -> None:
    started, done = threading.Event(), threading.Event()

    def hold() -> None:
        with start(tmp_path / "theirs"):
            started.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert started.wait(30)
    try:
        for call in (
            lambda: tb_lifecycle.log_scalar("a", 1, 0),
            lambda: tb_lifecycle.log_scalars({"a": 1}, 0),
        ):
            with pytest.raises(NoActiveRunError, match=r"theirs was started in another"):
                call()
            [error] = in_thread(call)
            assert isinstance(error, NoActiveRunError)
    finally:
        done.set()
        thread.join(30)
    assert not read_run(tmp_path / "theirs").metrics


def test_what_an_ended_thread_has_left_is_nobodys_once_there_was_another_run(tmp_path: Path) -> None:
    in_thread(lambda: start(tmp_path / "a").end_run())
    in_thread(lambda: start(tmp_path / "b"))
    assert tb_lifecycle.active_run() is None


def test_a_run_goes_on_below_a_block_in_it(tmp_path: Path) -> None:
    outer = start(tmp_path / "outer")
    with start(tmp_path / "inner") as inner:
        assert tb_lifecycle.active_run() is inner
    assert tb_lifecycle.active_run() is outer
    assert outer.status == "running"


def test_the_next_run_ends_the_one_before_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [start(tmp_path / str(number)) for number in range(3)]
    assert [run.status for run in runs] == ["completed", "completed", "running"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert f"The run {tmp_path / '0'} was still open: it has ended as completed" in lines[0]


def test_the_next_run_in_a_block_ends_no_block(tmp_path: Path) -> None:
    with start(tmp_path / "block") as block:
        first = start(tmp_path / "1")
        second = start(tmp_path / "2")
        assert [run.status for run in (block, first, second)] == ["running", "completed", "running"]


def test_blocks_of_an_exit_stack_nest(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        runs = [stack.enter_context(start(tmp_path / str(number))) for number in range(2)]
        assert [run.status for run in runs] == ["running", "running"]
        assert tb_lifecycle.active_run() is runs[1]


def test_the_next_run_of_a_thread_or_task_ends_none_of_another(tmp_path: Path) -> None:
    run = start(tmp_path / "main")

    async def in_task() -> None:
        await asyncio.gather(asyncio.to_thread(start, tmp_path / "task"), asyncio.sleep(0))

    in_thread(lambda: start(tmp_path / "thread"))
    asyncio.run(in_task())
    assert run.status == "running"


def test_a_worker_that_is_used_again_ends_its_run_before(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        runs = list(pool.map(lambda number: start(tmp_path / str(number)), range(3)))
    assert [run.status for run in runs] == ["completed", "completed", "running"]


OPTUNA = """
import sys, time, optuna, tb_lifecycle
optuna.logging.set_verbosity(optuna.logging.ERROR)
def objective(trial):
    number = trial.suggest_int("number", trial.number, trial.number)
    tb_lifecycle.start_run(f"{sys.argv[1]}/{trial.number}", console=False)
    tb_lifecycle.log_flags(trial.params)
    for step in range(5):
        tb_lifecycle.log_scalar("a", number, step)
        time.sleep(0.01)
    if number == 2:
        try:
            raise optuna.TrialPruned("no better")
        finally:
            tb_lifecycle.end_run()
    return number
study = optuna.create_study()
study.optimize(objective, n_trials=6, n_jobs=3)
try:
    tb_lifecycle.log_scalar("best", 1, 0)
except tb_lifecycle.NoActiveRunError:
    print("refused")
"""


@pytest.mark.framework
def test_trials_of_optuna_in_threads_without_blocks(tmp_path: Path) -> None:
    done = run_script(tmp_path / "study", OPTUNA)
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr
    table = tb_lifecycle.load_runs(str(tmp_path / "study")).sort("name")
    numbers = [float(number) for number in range(6)]
    for column in ("flag.number", "min(a)", "max(a)"):
        assert table.column(column) == numbers
    assert table.column("status") == ["completed"] * 2 + ["pruned"] + ["completed"] * 3


PYTEST = """
import pytest, tb_lifecycle

@pytest.fixture
def run(tmp_path_factory):
    with tb_lifecycle.start_run({root!r} + "/fixture") as started:
        yield started

def test_one():
    tb_lifecycle.start_run({root!r} + "/one")
    tb_lifecycle.log_scalar("a", 1, 0)

def test_two(run):
    tb_lifecycle.log_scalar("a", 2, 0)

def test_three():
    tb_lifecycle.start_run({root!r} + "/three")
    tb_lifecycle.log_scalar("a", 3, 0)
"""


def test_tests_of_pytest_each_log_to_their_own(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    (tmp_path / "test_them.py").write_text(PYTEST.format(root=str(runs)), encoding="utf-8")
    code = "import pytest, sys\nsys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', 'test_them.py']))"
    done = run_script(tmp_path / "r", code, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert done.returncode == 0, done.stdout
    table = tb_lifecycle.load_runs(str(runs)).sort("name")
    assert table.names == ["fixture", "one", "three"]
    assert table.column("metric.a") == [2, 1, 3]
    assert table.column("status") == ["completed"] * 3
