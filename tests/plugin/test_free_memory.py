import subprocess
import sys

from tb_lifecycle.plugin import free_memory

_HOLES = """
import pathlib
from tb_lifecycle.plugin.free_memory import give_back

def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1])

kept = [bytes(2000) for _ in range(50_000)]
del kept[:-1]  # the last one lies above the others: what is below it is not given back by itself
before = resident()
give_back()
print(before - resident())
"""


def test_what_is_not_used_goes_back_to_the_system():
    if not sys.platform.startswith("linux"):  # pages are counted as Linux does
        free_memory.give_back()
        return
    done = subprocess.run([sys.executable, "-c", _HOLES], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 10_000


def test_another_c_library_is_no_fault(monkeypatch):
    free_memory._find_trim.cache_clear()
    monkeypatch.setattr(free_memory.ctypes, "CDLL", lambda _: object())
    free_memory.give_back()
    free_memory._find_trim.cache_clear()
