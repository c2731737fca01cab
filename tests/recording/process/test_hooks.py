from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format import lifecycle_pb2
from tests.recording.runs_on_disk import read_curve, read_details, read_run
from tests.recording.scripts import START, run_script

MAIN = "import sys, tb_lifecycle\ndef main():\n    tb_lifecycle.start_run(sys.argv[1])\n    return {code}\n"
CODE_4 = MAIN.format(code=4)
IMPORT = "import sys, tb_lifecycle\n"

# script: (exit status, recorded status, recorded exit code)
ENDINGS = {
    "sys.exit(main()), looked up before the start": (CODE_4 + "sys.exit(main())", 4, "FAILED", 4),
    "over several lines": (CODE_4 + "sys.exit(\n    main(\n    )\n)", 4, "FAILED", 4),
    "sys.exit(main()) of None": (MAIN.format(code=None) + "sys.exit(main())", 0, "COMPLETED", 0),
    "raise SystemExit(main())": (MAIN.format(code=5) + "raise SystemExit(main())", 5, "FAILED", 5),
    "from sys import exit": ("from sys import exit\n" + START + "exit(2)", 2, "FAILED", 2),
    "argparse's": (START + "import argparse\nargparse.ArgumentParser().parse_args(['--no'])", 2, "FAILED", 2),
    "through a finally": (START + "try:\n    sys.exit(3)\nfinally:\n    print('done')", 3, "FAILED", 3),
    "absl's": (
        "import sys, tb_lifecycle\nfrom absl import app\n"
        "def main(argv):\n    tb_lifecycle.start_run(argv[1])\n    return 6\napp.run(main)",
        6, "FAILED", 6,
    ),
    "in another thread": (
        START + "import threading\nt = threading.Thread(target=sys.exit, args=(3,))\nt.start()\nt.join()",
        0, "COMPLETED", 0,
    ),
    "end_run in a finally": (
        START + "try:\n    raise ValueError('boom')\nfinally:\n    tb_lifecycle.end_run()",
        1, "FAILED", 1,
    ),
    "end_run in an except": (
        START + "try:\n    raise ValueError('boom')\nexcept ValueError:\n    tb_lifecycle.end_run()",
        0, "COMPLETED", 0,
    ),
    "an exit in a finally": (
        START + "try:\n    sys.exit(3)\nfinally:\n    tb_lifecycle.end_run()", 3, "FAILED", 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDINGS)
def test_an_ending(name: str, tmp_path: Path) -> None:
    code, exit_status, status, recorded = ENDINGS[name]
    done = run_script(tmp_path / "r", code)
    assert done.returncode == exit_status, done.stderr
    incarnation = read_details(tmp_path / "r").incarnations[0]
    assert lifecycle_pb2.Status.Name(read_run(tmp_path / "r").status) == status
    assert (lifecycle_pb2.Status.Name(incarnation.status), incarnation.exit_code) == (status, recorded)


def test_an_uncaught_exception_with_its_traceback_and_without_its_secret(tmp_path: Path) -> None:
    code = START + "def step():\n    raise ValueError('bad token: ghp_' + 'a1B2' * 9)\nstep()"
    done = run_script(tmp_path / "r", code)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    incarnation = read_details(tmp_path / "r").incarnations[0]
    assert incarnation.exception.startswith("ValueError: bad token")
    assert "in step" in incarnation.traceback
    assert "a1B2a1B2" not in incarnation.traceback + incarnation.exception


def test_somebody_elses_excepthook_is_still_called(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.excepthook = lambda *a: print('theirs', a[1])\n" + START + "raise ValueError('boom')"
    )
    done = run_script(tmp_path / "r", code)
    assert done.stdout == "theirs boom\n"
    assert read_run(tmp_path / "r").status == lifecycle_pb2.FAILED


def test_an_excepthook_set_later_without_a_call_of_ours(tmp_path: Path) -> None:
    code = START + "sys.excepthook = lambda *a: print('theirs', a[1])\nraise ValueError('boom')"
    done = run_script(tmp_path / "r", code)
    assert done.stdout == "theirs boom\n"
    assert read_run(tmp_path / "r").status == lifecycle_pb2.FAILED
    assert read_details(tmp_path / "r").incarnations[0].exception == "ValueError: boom"


CHILD = """
import multiprocessing, sys
import tb_lifecycle

def train():
    run = tb_lifecycle.start_run(sys.argv[1])
    run.log_scalar("a", 1, 0)
    {end}

if __name__ == "__main__":
    child = multiprocessing.get_context({method!r}).Process(target=train)
    child.start()
    child.join()
    sys.exit(child.exitcode)
"""

# end: (exit status, recorded status)
CHILD_ENDINGS = {
    "pass": (0, "COMPLETED"),
    "raise ValueError('boom')": (1, "FAILED"),
    "sys.exit(3)": (3, "FAILED"),
    "sys.exit(0)": (0, "COMPLETED"),
}


@pytest.mark.parametrize("end", CHILD_ENDINGS)
def test_a_run_of_a_forked_child_of_multiprocessing(tmp_path: Path, end: str) -> None:
    exit_status, status = CHILD_ENDINGS[end]
    done = run_script(tmp_path / "r", CHILD.format(method="fork", end=end))
    assert done.returncode == exit_status, done.stderr
    incarnation = read_details(tmp_path / "r").incarnations[0]
    assert lifecycle_pb2.Status.Name(read_run(tmp_path / "r").status) == status
    assert (lifecycle_pb2.Status.Name(incarnation.status), incarnation.exit_code) == (status, exit_status)


def test_a_run_of_a_spawned_child_of_multiprocessing_fails_with_its_exception(tmp_path: Path) -> None:
    run_script(tmp_path / "r", CHILD.format(method="spawn", end="raise ValueError('boom')"))
    assert read_run(tmp_path / "r").status == lifecycle_pb2.FAILED
    assert read_details(tmp_path / "r").incarnations[0].exception == "ValueError: boom"


def test_every_open_run_ends_with_the_process(tmp_path: Path) -> None:
    code = START + "run.__enter__()\ntb_lifecycle.start_run(sys.argv[1] + '/../s')\nsys.exit(3)"
    run_script(tmp_path / "r", code)
    for name in ("r", "s"):
        assert read_run(tmp_path / name).status == lifecycle_pb2.FAILED


def test_nothing_acknowledged_is_lost_with_a_killed_process(tmp_path: Path) -> None:
    code = """
import os, signal
for step in range(5000):
    run.log_scalar("a", step / 2, step)
run.log_flags({"lr": 0.5})
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert run_script(tmp_path / "r", START + code).returncode == -signal.SIGKILL
    assert read_curve(tmp_path / "r", "a") == [(step, step / 2) for step in range(5000)]
    record = read_run(tmp_path / "r")
    assert (record.status, record.flags["lr"].number) == (lifecycle_pb2.RUNNING, 0.5)
    run_script(tmp_path / "r", START + "run.log_scalar('a', 1, 5000)")
    assert read_run(tmp_path / "r").metrics["a"].count == 5001
    assert [i.lost for i in read_details(tmp_path / "r").incarnations] == [True, False]


def test_a_run_started_in_another_thread(tmp_path: Path) -> None:
    code = (
        IMPORT
        + """
import threading
thread = threading.Thread(target=tb_lifecycle.start_run, args=(sys.argv[1],))
thread.start()
thread.join()
tb_lifecycle.log_scalar("a", 1, 0)
sys.exit(3)
"""
    )
    done = run_script(tmp_path / "r", code)
    assert done.returncode == 3, done.stderr
    assert read_run(tmp_path / "r").status == lifecycle_pb2.FAILED


def test_a_daemon_thread_is_not_told_off_for_the_end_of_the_process(tmp_path: Path) -> None:
    code = """
import threading
logged = threading.Event()
def log():
    for step in range(10**9):
        tb_lifecycle.log_scalar("a", 1, step)
        logged.set()
threading.Thread(target=log, daemon=True).start()
logged.wait()
"""
    done = run_script(tmp_path / "r", START + code)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_run(tmp_path / "r").metrics["a"].count == len(read_curve(tmp_path / "r", "a"))


def test_logging_after_the_end_of_the_process_is_told_of(tmp_path: Path) -> None:
    code = "import atexit, sys, tb_lifecycle\natexit.register(lambda: tb_lifecycle.log_scalar('a', 1, 0))\n"
    done = run_script(tmp_path / "r", code + START)
    assert "what is logged behind that is not recorded" in " ".join(done.stderr.split())
    assert read_run(tmp_path / "r").status == lifecycle_pb2.COMPLETED


def test_an_interactive_session_outlives_an_exception(tmp_path: Path) -> None:
    start = f"import tb_lifecycle\nrun = tb_lifecycle.start_run({str(tmp_path / 'r')!r})\n"
    statements = start + "1 / 0\nprint(run.status)\n"
    done = subprocess.run(
        [sys.executable, "-i", "-q"], input=statements, capture_output=True, text=True, timeout=60, check=True
    )
    assert "running" in done.stdout
    assert read_run(tmp_path / "r").status == lifecycle_pb2.COMPLETED


def test_os_exit_ends_the_run(tmp_path: Path) -> None:
    for code, status in ((3, "FAILED"), (0, "COMPLETED")):
        done = run_script(tmp_path / f"r{code}", START + f"import os\nos._exit({code})")
        assert done.returncode == code
        incarnation = read_details(tmp_path / f"r{code}").incarnations[0]
        assert (lifecycle_pb2.Status.Name(incarnation.status), incarnation.exit_code) == (status, code)


def test_os_exit_does_not_wait_for_a_lock_that_nobody_gives_back(tmp_path: Path) -> None:
    code = """
import os, threading
held = threading.Event()
def hold():
    with run._recorder._lock:
        held.set()
        threading.Event().wait()
threading.Thread(target=hold, daemon=True).start()
held.wait()
os._exit(5)
"""
    assert run_script(tmp_path / "r", START + code).returncode == 5


def test_os_exit_of_a_forked_child_leaves_the_run_to_its_parent(tmp_path: Path) -> None:
    code = """
import os
child = os.fork()
if not child:
    os._exit(3)
os.waitpid(child, 0)
print(run.status)
"""
    assert run_script(tmp_path / "r", START + code).stdout == "running\n"
    assert read_run(tmp_path / "r").status == lifecycle_pb2.COMPLETED


def test_what_a_framework_swallows_to_exit_fails_the_run_with_its_traceback(tmp_path: Path) -> None:
    code = """
try:
    raise RuntimeError("device lost")
except RuntimeError:
    sys.exit(1)
"""
    run_script(tmp_path / "r", START + code)
    incarnation = read_details(tmp_path / "r").incarnations[0]
    assert (incarnation.status, incarnation.exception) == (lifecycle_pb2.FAILED, "RuntimeError: device lost")


def test_a_thread_that_dies_of_an_exception_fails_the_run_that_it_started(tmp_path: Path) -> None:
    code = """
import threading
def train():
    tb_lifecycle.start_run(sys.argv[1])
    raise ValueError("boom")
thread = threading.Thread(target=train)
thread.start()
thread.join()
"""
    done = run_script(tmp_path / "r", IMPORT + code)
    assert done.returncode == 0
    assert "ValueError: boom" in done.stderr
    assert read_run(tmp_path / "r").status == lifecycle_pb2.FAILED
    assert read_details(tmp_path / "r").incarnations[0].exception == "ValueError: boom"


def test_a_run_ends_once(tmp_path: Path) -> None:
    """Of two threads at the same line, the first one's word counts and the end is written once."""
    code = """
import threading
from tb_lifecycle.format import lifecycle_pb2
gate, written = threading.Barrier(2), []
class Slow:
    signal, told = "", True
    @property
    def status(self):
        try:
            gate.wait(0.3)  # for the other one, who must not come this far
        except threading.BrokenBarrierError:
            pass
        return lifecycle_pb2.FAILED
run._recorder.end = lambda *arguments, **named: written.append(1)
threads = [threading.Thread(target=run._end, args=(Slow(),)) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
run.end_run("pruned")
with run: pass
print(len(written), run.status)
"""
    done = run_script(tmp_path / "r", START + code)
    assert (done.returncode, done.stdout) == (0, "1 failed\n"), done.stderr


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a fork beside threads
@pytest.mark.parametrize("lock", ["open_runs.lock", "run._recorder._lock"])
def test_a_fork_waits_for_whoever_changes_what_the_child_will_have(tmp_path: Path, lock: str) -> None:
    code = f"""
import os, threading
from tb_lifecycle.recording.process import open_runs
run._recorder._capture.join()  # a fork waits for that as well
held, half = threading.Event(), []
def change():
    with {lock}:
        half.append(1)
        held.set()
        threading.Event().wait(0.2)
        half.clear()
threading.Thread(target=change).start()
held.wait()
child = os.fork()
if not child:
    with tb_lifecycle.start_run(sys.argv[1] + "/../child"):
        pass
    os._exit(len(half))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
run.log_scalar("a", 1, 0)
"""
    done = run_script(tmp_path / "r", START + code)
    assert (done.returncode, done.stdout) == (0, "0\n"), done.stderr
    assert read_run(tmp_path / "child").status == lifecycle_pb2.COMPLETED
    assert read_run(tmp_path / "r").metrics["a"].count == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a fork beside threads
def test_a_child_forked_while_a_thread_ends_the_run_leaves_its_block(tmp_path: Path) -> None:
    code = """
import os, threading
held, ended = threading.Event(), threading.Event()
def end():
    with run._ending_lock:
        held.set()
        ended.wait()
thread = threading.Thread(target=end)
thread.start()
held.wait()
child = os.fork()
if not child:
    import signal
    signal.alarm(20)
    with run: pass
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
ended.set()
thread.join()
"""
    done = run_script(tmp_path / "r", START + code)
    assert (done.returncode, done.stdout) == (0, "7\n"), done.stderr


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a fork beside threads
def test_a_thread_of_a_forked_child_may_start_a_run(tmp_path: Path) -> None:
    code = """
import os, threading
child = os.fork()
if not child:
    def record():
        tb_lifecycle.start_run(sys.argv[1] + "/../child").end_run()
    thread = threading.Thread(target=record, daemon=True)
    thread.start()
    thread.join(20)
    os._exit(thread.is_alive())
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = run_script(tmp_path / "r", START + code)
    assert (done.returncode, done.stdout) == (0, "0\n"), done.stderr
    assert read_run(tmp_path / "child").status == lifecycle_pb2.COMPLETED


def test_a_script_that_ends_before_our_threads_have_started_is_told_nothing(tmp_path: Path) -> None:
    code = """
import sys, threading, tb_lifecycle
from tb_lifecycle.recording.writing.heartbeat import Heartbeat
start = Heartbeat.start
def late(self):
    while threading.main_thread().is_alive():
        threading.Event().wait(0.01)
    start(self)
Heartbeat.start = late
tb_lifecycle.start_run(sys.argv[1])
"""
    done = run_script(tmp_path / "r", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_run(tmp_path / "r").status == lifecycle_pb2.COMPLETED


DIVIDED = "ZeroDivisionError: division by zero"
NOTEBOOK = {
    "a failed cell": (["1 / 0"], "failed", DIVIDED),
    "a failed cell and an end": (["1 / 0", "tb_lifecycle.end_run()"], "failed", DIVIDED),
    "a failed cell and one that logs on": (
        ["1 / 0", "tb_lifecycle.log_scalar('a', 2, 1)", "tb_lifecycle.end_run()"],
        "completed",
        "",
    ),
    "a failed cell and one that looks at it": (["1 / 0", "print(1)"], "failed", DIVIDED),
    "a cell that is asked to say": (["1 / 0", "tb_lifecycle.end_run('completed')"], "completed", ""),
    "no failed cell": (["tb_lifecycle.log_scalar('a', 2, 1)"], "completed", ""),
}  # fmt: skip


@pytest.mark.framework
def test_of_a_notebook(tmp_path: Path) -> None:
    import nbclient
    import nbformat

    for number, (cells, _, _) in enumerate(NOTEBOOK.values()):
        sources = [
            f"import tb_lifecycle\nrun = tb_lifecycle.start_run({str(tmp_path / str(number))!r})",
            "tb_lifecycle.log_scalar('a', 1, 0)",
            *cells,
        ]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in sources])
        nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120).execute()
    for number, (name, (_, status, exception)) in enumerate(NOTEBOOK.items()):
        found = tb_lifecycle.load_runs(str(tmp_path)).where(f'name == "{number}"')
        assert found.column("status") == [status], name
        assert read_details(tmp_path / str(number)).incarnations[0].exception == exception, name
