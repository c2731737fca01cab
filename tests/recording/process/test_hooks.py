from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.recording.runs_on_disk import START, read_curve, read_details, read_run, run_script, start_script

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


SLEEP = "run.log_scalar('a', 1, 0)\nprint('ready', flush=True)\nimport time\ntime.sleep(60)"


def kill(directory: Path, code: str, number: signal.Signals) -> int:
    with start_script(directory, code) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        process.communicate(timeout=30)
    return process.returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_and_then_the_process(tmp_path: Path, number: signal.Signals) -> None:
    assert kill(tmp_path / "r", START + SLEEP, number) == -number
    record, incarnation = read_run(tmp_path / "r"), read_details(tmp_path / "r").incarnations[0]
    assert record.status == incarnation.status == lifecycle_pb2.TERMINATED
    assert incarnation.signal == number.name


def test_a_handler_of_the_script_is_left_alone(tmp_path: Path) -> None:
    theirs = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
    assert kill(tmp_path / "r", theirs + START + SLEEP, signal.SIGTERM) == 9
    assert read_details(tmp_path / "r").incarnations[0].exit_code == 9


def test_sigterm_is_given_back_when_the_run_has_ended(tmp_path: Path) -> None:
    code = """
import signal
print(signal.getsignal(15) is signal.SIG_DFL)
run.end_run()
print(signal.getsignal(15) is signal.SIG_DFL)
"""
    done = run_script(tmp_path / "r", START + code)
    assert done.stdout.split() == ["False", "True"]


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
