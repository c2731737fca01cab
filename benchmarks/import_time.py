"""What the import adds to an empty interpreter, and what the first call takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from benchmarks import peers
from benchmarks.measure import Result, pair, printed_figure, run, seconds

_PEERS = ["wandb", "mlflow", "aim"]
_TIMED = """
import argparse, sys, tempfile, time
{before}
begun = time.perf_counter()
{timed}
print((time.perf_counter() - begun) * 1e3)
"""
_START_RUN = _TIMED.format(
    before="import tb_lifecycle; directory = tempfile.TemporaryDirectory()",
    timed="tb_lifecycle.start_run(directory.name)",
)
_EVENT_PROTOS = _TIMED.format(before="", timed="from tensorboard.compat.proto import event_pb2, summary_pb2")


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
    yield pair(
        "start_run in a new process, on disk when it returns",
        "importing TensorBoard's event protos",
        lambda: printed_figure([sys.executable, "-c", _START_RUN]),
        lambda: printed_figure([sys.executable, "-c", _EVENT_PROTOS]),
        rounds=rounds,
        unit="ms",
        more=20,
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
