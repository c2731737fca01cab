"""`tb-lifecycle runs` over many runs, as a whole process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import logdirs, peers
from benchmarks.measure import Result, pair, run, seconds

_MLFLOW_WRITE = """
import random, sys, mlflow
from mlflow.entities import Metric, Param
mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
for index in range(int(sys.argv[2])):
    made = client.create_run("0")
    client.log_batch(made.info.run_id, metrics=[Metric(f"m{i}", random.random(), 0, 0) for i in range(5)],
                     params=[Param(f"p{i}", str(i)) for i in range(8)])
    client.set_terminated(made.info.run_id)
"""
_MLFLOW_READ = (
    "import sys, mlflow; mlflow.set_tracking_uri(sys.argv[1]); assert len(mlflow.search_runs(['0'])) > 0"
)


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Beside `mlflow.search_runs` on a SQLite store of the same number of runs."""
    for count in [300] if quick else [1_000, 10_000]:
        logdir = logdirs.hparams(directory / f"hparams-{count}", count)

        def ours(logdir: Path = logdir) -> float:
            return seconds(
                lambda: run([sys.executable, "-m", "tb_lifecycle.commands.main", "runs", str(logdir)])
            )

        if quick:
            yield pair("tb-lifecycle runs, 300 runs", "itself", ours, ours, rounds=1, unit="s")
            continue
        store = _mlflow_store(directory, count)
        yield pair(
            f"tb-lifecycle runs, {count:,} runs",
            "mlflow.search_runs",
            ours,
            partial(seconds, partial(run, [peers.python("mlflow"), "-c", _MLFLOW_READ, store])),
            rounds=3,
            unit="s",
            goal=1 / 2 if count == 10_000 else None,
        )


def _mlflow_store(directory: Path, count: int) -> str:
    path = directory / f"mlflow-{count}.db"
    store = f"sqlite:///{path}"
    if not path.exists():
        environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
        run([peers.python("mlflow"), "-c", _MLFLOW_WRITE, store, str(count)], environment=environment)
    return store
