"""Seconds that the import adds to an empty interpreter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from benchmarks import peers
from benchmarks.measure import Result, pair, run, seconds

_PEERS = ["wandb", "mlflow", "aim"]


def measure(*, quick: bool) -> Iterator[Result]:
    """Ours against an empty interpreter, then against each peer's import."""
    rounds = 3 if quick else 9

    def started(python: str, code: str) -> float:
        return seconds(lambda: run([python, "-c", code])) * 1e3

    yield pair(
        "import, whole process",
        "empty interpreter",
        lambda: started(sys.executable, "import tb_lifecycle"),
        lambda: started(sys.executable, "pass"),
        rounds=rounds,
        unit="ms",
        more=60,
    )
    for peer in [] if quick else _PEERS:
        python = peers.python(peer)
        yield pair(
            "import, whole process",
            peer,
            lambda: started(sys.executable, "import tb_lifecycle"),
            partial(started, python, f"import {peer}"),
            rounds=5,
            unit="ms",
        )
