"""Fuzzes for long: `scripts/fuzz [--executions N] [--only TARGET …] [--first NUMBER]`."""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import secrets
import sys
import time
import traceback
from pathlib import Path

from tests.fuzzing.running import TARGETS, run

# How many inputs of each target there are among a thousand: a whole logdir takes a hundred times as long.
SHARES = {
    "record": 280,
    "event_file": 250,
    "expression": 100,
    "archive": 240,
    "recorded_path": 120,
    "logdir": 10,
}
BATCH = 2_000
MOST_FAILURES = 5


def main() -> int:
    """Gives the targets their inputs in turn; says what each did not take. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("--executions", type=int, default=100_000, help="inputs in all")
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--first", type=int, help="the number of the first batch: the same inputs once more")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    arguments = parser.parse_args()
    number = arguments.first if arguments.first is not None else secrets.randbelow(2**31)
    share = arguments.executions / sum(SHARES[name] for name in arguments.only)
    left = {name: round(share * SHARES[name]) for name in arguments.only}
    done, spent, failures = dict.fromkeys(left, 0), dict.fromkeys(left, 0.0), dict.fromkeys(left, 0)
    began, memory = time.monotonic(), 0
    while any(left.values()) and time.monotonic() - began < arguments.seconds:
        for name in left:
            batch = min(left[name], BATCH if name != "logdir" else BATCH // 20)
            if not batch or failures[name] >= MOST_FAILURES:
                left[name] = 0
                continue
            start = time.monotonic()
            try:
                done[name] += run(name, batch, number=number)
            except Exception:
                failures[name] += 1
                traceback.print_exc(limit=-6)
                print(f"scripts/fuzz --only {name} --executions {batch} --first {number}", flush=True)
            left[name] -= batch
            spent[name] += time.monotonic() - start
            number += 1
        memory = memory or resident()
        _report(done, spent, failures, memory)
    return 1 if any(failures.values()) else 0


def _report(done: dict[str, int], spent: dict[str, float], failures: dict[str, int], memory: int) -> None:
    figures = ", ".join(f"{name} {done[name]:,} in {spent[name]:.0f} s" for name in done)
    failed = sum(failures.values())
    print(
        f"{sum(done.values()):,} executions: {figures}; {failed} failures; "
        f"{memory / 1e6:.0f} MB after the first batches, {resident() / 1e6:.0f} MB now",
        flush=True,
    )


def resident() -> int:
    """Bytes of memory that this process has."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    sys.exit(main())
