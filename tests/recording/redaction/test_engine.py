import subprocess
import sys
from pathlib import Path

# A thread of ours is within the engine when the process ends, again and again.
PROGRAM = """
import threading, time
from tb_lifecycle.recording.redaction import engine
import tb_lifecycle, sys

pattern = engine.Engine("(?:foo|bar|baz)+qux")
data = b"foobar x" * 30_000

def look():
    while True:
        pattern.spans(data)

tb_lifecycle.start_run(sys.argv[1], console=False)
threading.Thread(target=look, daemon=True).start()
time.sleep({wait})
"""


def test_a_thread_within_the_engine_does_not_take_the_process_down(tmp_path: Path) -> None:
    for number in range(6):
        program = PROGRAM.format(wait=0.3 + number / 100)
        command = [sys.executable, "-c", program, str(tmp_path / str(number))]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (0, "")


SUBINTERPRETER = """
import importlib, sys
for name in ("_interpreters", "_xxsubinterpreters"):
    try:
        interpreters = importlib.import_module(name)
        break
    except ImportError:
        pass
inner = '''
from tb_lifecycle.recording.redaction.engine import Engine
assert Engine("a+b").is_in(b"xaab")
print("found", flush=True)
'''
interpreters.run_string(interpreters.create(), inner)
"""


def test_in_a_subinterpreter_it_does_not_wait_for_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SUBINTERPRETER], capture_output=True, text=True, timeout=60, check=False
    )
    assert "found" in done.stdout, done.stderr
