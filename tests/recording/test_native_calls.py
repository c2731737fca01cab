import subprocess
import sys
from pathlib import Path


def run_to_its_end(program: str, *arguments: object) -> None:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# A thread is within the engine when the process ends, for seconds.
LONG_LOOK = """
import sys, threading
import tb_lifecycle
from tb_lifecycle.recording.redaction.engine import Engine

tb_lifecycle.start_run(sys.argv[1], console=False)
pattern, data = Engine("(?:foo|bar)+qux"), b"foobarqux x\\n" * 3_000_000
began = threading.Event()

def look():
    pattern.spans(data[:100_000])
    began.set()
    pattern.spans(data)

threading.Thread(target=look, daemon=True).start()
began.wait()
"""


def test_a_thread_within_the_engine_does_not_take_the_process_down(tmp_path: Path) -> None:
    run_to_its_end(LONG_LOOK, tmp_path / "r")


# What is under way takes longer than anybody would wait for it.
SLOW_CALL = """
import sys, threading, time
import tb_lifecycle
from tb_lifecycle.recording import native_calls

with tb_lifecycle.start_run(sys.argv[1], console=False):
    pass  # so that the end has nothing else to wait for
began = threading.Event()

def work():
    began.set()
    time.sleep(2)
    open(sys.argv[2], "w").close()

def twice():
    native_calls.call(work)
    native_calls.call(lambda: open(sys.argv[2] + " again", "w").close())

threading.Thread(target=twice, daemon=True).start()
began.wait()
"""


def test_the_end_waits_for_a_call_that_is_under_way_and_lets_no_other_in(tmp_path: Path) -> None:
    run_to_its_end(SLOW_CALL, tmp_path / "r", tmp_path / "done")
    assert (tmp_path / "done").exists()
    assert not (tmp_path / "done again").exists()


# The engine lies on a file system that no longer answers.
HANGING_IMPORT = """
import sys, threading
import tb_lifecycle

within = threading.Event()

class Hangs:
    def find_spec(self, name, path=None, target=None):
        if name == "re2":
            within.set()
            threading.Event().wait()

sys.meta_path.insert(0, Hangs())
from tb_lifecycle.recording.redaction import engine

with tb_lifecycle.start_run(sys.argv[1], console=False):
    pass
threading.Thread(target=engine.load, daemon=True).start()
within.wait()
"""


def test_the_end_does_not_wait_for_ever(tmp_path: Path) -> None:
    run_to_its_end(HANGING_IMPORT, tmp_path / "r")


# The engine's import runs Python within C++.
IMPORT = """
import sys, threading
from pathlib import Path
from tb_lifecycle.recording import native_calls
from tb_lifecycle.recording.faults import Faults
from tb_lifecycle.recording.writing import capture

within, leave = threading.Event(), threading.Event()

def stay():
    within.set()
    leave.wait()

holder = threading.Thread(target=native_calls.call, args=(stay,))
holder.start()
within.wait()
importer = threading.Thread(target=capture.import_needed, args=(Faults(Path("r"), strict=True),))
importer.start()
importer.join(2)
assert importer.is_alive() and "re2" not in sys.modules
leave.set()
importer.join()
holder.join()
assert "re2" in sys.modules
"""


def test_the_engine_is_imported_within_such_a_call() -> None:
    run_to_its_end(IMPORT)


# A child is forked while another thread is within.
FORK = """
import os, threading
from tb_lifecycle.recording import native_calls

within, leave = threading.Event(), threading.Event()

def stay():
    within.set()
    leave.wait()

threading.Thread(target=native_calls.call, args=(stay,)).start()
within.wait()
child = os.fork()
if child == 0:
    thread = threading.Thread(target=native_calls.call, args=(lambda: os._exit(0),), daemon=True)
    thread.start()
    thread.join(20)
    os._exit(1)
_, status = os.waitpid(child, 0)
leave.set()
assert status == 0
"""


def test_a_forked_child_does_not_wait_for_a_thread_of_its_parent() -> None:
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
