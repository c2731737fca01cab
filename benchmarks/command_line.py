"""`tb-lifecycle runs` over many runs, as a whole process."""

from __future__ import annotations

import os
import shutil
import sys
import time
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
# Runs with the flags and the event file of the runs of a logdir.
_GUILD_WRITE = """
import os, random, shutil, sys
from guild import opref, run as runlib
home, logdir = sys.argv[1:]
found = sorted((above, name) for above, _, names in os.walk(logdir) for name in names)
for index, (directory, name) in enumerate(found):
    run = runlib.for_dir(os.path.join(home, "runs", f"{index:032x}"))
    run.init_skel()
    run.write_opref(opref.OpRef("script", "", "", "", "train.py"))
    shutil.copy(os.path.join(directory, name), run.dir)
    started = (1_760_000_000 + index) * 1_000_000
    chance = random.Random(index)
    flags = {"lr": chance.random(), "model": "intro", **{f"flag{i}": chance.randrange(10) for i in range(6)}}
    ended = {"stopped": started + 1_000_000, "exit_status": 0}
    for key, value in {"initialized": started, "started": started, "flags": flags, **ended}.items():
        run.write_attr(key, value)
"""
_GUILD_READ = """
import sys
sys.argv = ["guild", "compare", "--csv", "-"]
from guild.main_bootstrap import main
main()
"""
_MLFLOW_READ = (
    "import sys, mlflow; mlflow.set_tracking_uri(sys.argv[1]); assert len(mlflow.search_runs(['0'])) > 0"
)


def measure(directory: Path, *, quick: bool) -> Iterator[Result]:
    """Beside `guild compare` without and with its index, and `mlflow.search_runs` on a SQLite store."""
    for count in [300] if quick else [1_000, 10_000]:
        logdir = logdirs.hparams(directory / f"hparams-{count}", count)

        def ours(logdir: Path = logdir) -> float:
            return seconds(
                lambda: run([sys.executable, "-m", "tb_lifecycle.commands.main", "runs", str(logdir)])
            )

        if quick:
            yield pair("tb-lifecycle runs, 300 runs", "itself", ours, ours, rounds=1, unit="s")
            continue
        if count == 1_000:  # ten thousand take it more than a minute
            home = _guild_home(directory, count, logdir)
            for peer, index in [("guild compare, runs new to it", False), ("guild compare again", True)]:
                yield pair(
                    f"tb-lifecycle runs, {count:,} runs",
                    peer,
                    ours,
                    partial(_guild_compare, home, index=index),
                    rounds=3,
                    unit="s",
                    goal=1 / 5,
                )
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


def _guild_home(directory: Path, count: int, logdir: Path) -> Path:
    home = directory / f"guild-{count}"
    if not home.exists():
        run([peers.python("guildai"), "-c", _GUILD_WRITE, str(home), str(logdir)])
    return home


def _guild_compare(home: Path, *, index: bool) -> float:
    if not index:
        shutil.rmtree(home / "cache", ignore_errors=True)
    command = [peers.python("guildai"), "-c", _GUILD_READ]
    started = time.perf_counter()
    answer = run(command, environment={**os.environ, "GUILD_HOME": str(home)})
    ended = time.perf_counter()
    assert "accuracy" in answer.splitlines()[0]
    return ended - started


def _mlflow_store(directory: Path, count: int) -> str:
    path = directory / f"mlflow-{count}.db"
    store = f"sqlite:///{path}"
    if not path.exists():
        environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
        run([peers.python("mlflow"), "-c", _MLFLOW_WRITE, store, str(count)], environment=environment)
    return store
