"""Runs within Ray's workers, with Ray itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import tb_lifecycle
from tests.recording.scripts import start_script

pytest.importorskip("ray")

TRIALS = """
import os, sys, time
import ray, tb_lifecycle

ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
logdir = sys.argv[1]

@ray.remote
def train(name, lr):
    with tb_lifecycle.start_run(os.path.join(logdir, name), console=False) as run:
        tb_lifecycle.log_flags({"lr": lr})
        for step in range(20):
            tb_lifecycle.log_scalar("loss", lr + step, step=step)
            time.sleep(0.01)
        if name == "fails":
            raise RuntimeError("no convergence")
    return os.getpid()

@ray.remote
def train_without_block(name):
    tb_lifecycle.start_run(os.path.join(logdir, name), console=False)
    tb_lifecycle.log_scalar("loss", 1.0, step=0)

@ray.remote
def log_without_run():
    try:
        tb_lifecycle.log_scalar("loss", 1.0, step=0)
    except tb_lifecycle.NoActiveRunError:
        return "no run"

@ray.remote
class Actor:
    def __init__(self):
        self.run = tb_lifecycle.start_run(os.path.join(logdir, "actor"), console=False)
    def step(self, number):
        self.run.log_scalar("loss", float(number), step=number)
    def end(self):
        self.run.end_run()

with tb_lifecycle.start_run(os.path.join(logdir, "driver"), console=False):
    tb_lifecycle.log_scalar("trials", 4.0, step=0)
    print(ray.get(log_without_run.remote()))
    pids = ray.get([train.remote(f"trial{n}", n / 10) for n in range(4)])
    assert os.getpid() not in pids
    actor = Actor.remote()
    ray.get([actor.step.remote(n) for n in range(5)])
    ray.get(actor.end.remote())
    ray.get(train_without_block.remote("open"))
    try:
        ray.get(train.remote("fails", 9.0))
    except ray.exceptions.RayTaskError as error:
        print("raised", "no convergence" in str(error))
ray.shutdown()
print("done")
"""


@pytest.mark.framework
@pytest.mark.timeout(300)
def test_each_task_and_actor_records_its_own_run(tmp_path: Path) -> None:
    process = start_script(tmp_path / "runs", TRIALS, RAY_USAGE_STATS_ENABLED="0")
    stdout, stderr = process.communicate(timeout=240)
    assert process.returncode == 0, stderr
    assert stdout.split("\n")[:3] == ["no run", "raised True", "done"]
    table = tb_lifecycle.load_runs(tmp_path / "runs").sort("name")
    names = ["actor", "driver", "fails", "open", "trial0", "trial1", "trial2", "trial3"]
    assert table.names == names
    statuses = dict(zip(names, table.column("status"), strict=True))
    statuses.pop("open")  # Ray kills its workers at the end: nobody can say how this one ended
    assert statuses.pop("fails") == "failed"
    assert set(statuses.values()) == {"completed"}
    losses = dict(zip(names, table.column("loss"), strict=True))
    assert losses == {
        "actor": 4.0, "driver": None, "fails": 28.0, "open": 1.0,
        "trial0": 19.0, "trial1": 19.1, "trial2": 19.2, "trial3": 19.3,
    }  # fmt: skip
    assert table.column("first(loss)")[4:] == [0.0, 0.1, 0.2, 0.3]
