"""Microseconds a logged scalar."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial

from benchmarks import peers
from benchmarks.measure import Result, pair, printed_figure

_LOOP = """
import time
values = [1.0 / (i + 1) for i in range(COUNT)]
for i in range(100): log(values[i], i)
start = time.perf_counter()
for i in range(100, COUNT): log(values[i], i)
print((time.perf_counter() - start) / (COUNT - 100) * 1e6, flush=True)
"""

_OURS = """
import sys, tb_lifecycle
run = tb_lifecycle.start_run(sys.argv[1], console=False)
log_scalar = tb_lifecycle.log_scalar
def log(value, step): log_scalar("loss", value, step=step)
"""

_WRITER = """
import sys
from {module} import SummaryWriter
writer = SummaryWriter(sys.argv[1])
def log(value, step): writer.add_scalar("loss", value, step)
"""

_TENSORFLOW = """
import sys, tensorflow as tf
writer = tf.summary.create_file_writer(sys.argv[1])
writer.set_as_default()
def log(value, step): tf.summary.scalar("loss", value, step=step)
"""

_EVENT_FILE_WRITER = """
import sys, time
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
writer = EventFileWriter(sys.argv[1])
def log(value, step):
    writer.add_event(Event(wall_time=time.time(), step=step,
                           summary=Summary(value=[Summary.Value(tag="loss", simple_value=value)])))
"""

_WANDB = """
import os, sys
os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true")
import wandb
run = wandb.init(dir=sys.argv[1], project="benchmark")
def log(value, step): run.log({"loss": value}, step=step)
"""

_AIM = """
import sys
from aim import Run
run = Run(repo=sys.argv[1], system_tracking_interval=None)
def log(value, step): run.track(value, name="loss", step=step)
"""

# So many that what starting a run does in the background does not stand for them.
_OUR_CALLS = 200_000
# (peer's name, where its package is: "" for our own environment, script, goal for the ratio, calls)
_PEERS = [
    ("TensorBoard EventFileWriter", "", _EVENT_FILE_WRITER, 1 / 3, 100_000),
    ("tf.summary.scalar", "", _TENSORFLOW, 1 / 25, 10_000),
    ("torch SummaryWriter", "torch", _WRITER.format(module="torch.utils.tensorboard"), 1 / 6, 100_000),
    ("tensorboardX", "tensorboardX", _WRITER.format(module="tensorboardX"), None, 100_000),
    ("wandb offline", "wandb", _WANDB, None, 5_000),
    ("aim", "aim", _AIM, None, 5_000),
]


def measure(*, quick: bool) -> Iterator[Result]:
    """One row a peer; in quick form only those of our own environment."""
    scale = 10 if quick else 1
    for name, package, script, goal, calls in _PEERS:
        if quick and (package or name == "tf.summary.scalar"):
            continue
        interpreter = peers.python(package) if package else sys.executable
        yield pair(
            "log_scalar",
            name,
            partial(_microseconds_a_call, sys.executable, _OURS, _OUR_CALLS // scale),
            partial(_microseconds_a_call, interpreter, script, calls // scale),
            rounds=2 if quick else 5,
            unit="µs",
            goal=goal,
        )


def _microseconds_a_call(python: str, setup: str, calls: int) -> float:
    with tempfile.TemporaryDirectory() as directory:
        return printed_figure([python, "-c", setup + _LOOP.replace("COUNT", str(calls)), directory])
