import re
import subprocess
import sys

from tb_lifecycle.recording.redaction.engine import Engine


def test_what_is_found_is_the_same_in_a_text_of_many_pieces() -> None:
    words = r"(?m:^key=\w+|\btoken\b|end$)"
    lines = [f"{'x' * (number % 61)} token {number}\nkey={number}\nthe end" for number in range(9_000)]
    data = "\n".join([*lines, "token " * 30_000, *lines]).encode()
    expected = [match.span() for match in re.finditer(words.encode(), data)]
    assert len(data) > 600_000
    assert Engine(words).spans(data) == expected
    assert Engine(words).spans(b"") == []


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
