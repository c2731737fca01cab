"""Scalars whose call had returned and that are not on disk after a SIGKILL: ours and the peers'.

`python -m benchmarks.kills [--kills N] [--only NAME …] [--output FILE]`
"""

from __future__ import annotations

import argparse
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from google.protobuf.message import DecodeError
from tensorboard.compat.proto.event_pb2 import Event

from benchmarks import peers
from tb_lifecycle.format.record_framing import read_records

# A step of a quick training; each is told on standard output once its call has returned.
_LOOP = """
import os, time
step = 0
while True:
    log(float(step), step)
    os.write(1, b"%d\\n" % step)
    step += 1
    time.sleep(0.005)
"""

_OURS = """
import sys, tb_lifecycle
tb_lifecycle.start_run(sys.argv[1])
def log(value, step): tb_lifecycle.log_scalar("loss", value, step=step)
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

# By name: the module that it needs, its peer's environment where that is not here, and its script.
WRITERS = {
    "tb_lifecycle": ("tb_lifecycle", "", _OURS),
    "torch SummaryWriter": ("torch", "torch", _WRITER.format(module="torch.utils.tensorboard")),
    "tf.summary": ("tensorflow", "", _TENSORFLOW),
    "tensorboardX": ("tensorboardX", "tensorboardX", _WRITER.format(module="tensorboardX")),
}
_PACKAGES = ("torch", "tensorflow-cpu", "tensorflow", "tensorboardx")

# Seconds after the first scalar, and that the first may take.
LATEST, PATIENCE = 1.0, 180.0


@dataclass
class Loss:
    """What some kills cost a writer: values acknowledged, those not on disk, kills that cost any."""

    acknowledged: int = 0
    lost: int = 0
    costly: int = 0
    kills: int = 0


def measure(name: str, kills: int, rng: random.Random) -> Loss:
    """Kills a writer's process so many times, each time a new one in a new directory."""
    module, peer, script = WRITERS[name]
    interpreter = sys.executable if find_spec(module) else peers.python(peer)
    loss = Loss()
    for _ in range(kills):
        with tempfile.TemporaryDirectory() as directory:
            told = _kill_one([interpreter, "-c", script + _LOOP, directory], rng.uniform(0, LATEST))
            missing = len(set(range(told)) - _steps(Path(directory)))
        loss.kills += 1
        loss.acknowledged += told
        loss.lost += missing
        loss.costly += missing > 0
    return loss


def _kill_one(command: list[str], after: float) -> int:
    """How many steps a process had told of when it was killed, so many seconds after the first."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=told, stderr=errors)
        try:
            end = time.monotonic() + PATIENCE
            while not told.seek(0, 2):
                if process.poll() is not None or time.monotonic() > end:
                    errors.seek(0)
                    said = errors.read()[-2000:].decode(errors="replace")
                    raise RuntimeError(f"It logged nothing: {said}")
                time.sleep(0.002)
            time.sleep(after)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        told.seek(0)
        return told.read().count(b"\n")


def _steps(directory: Path) -> set[int]:
    """The steps of all scalars that lie in a directory's event files."""
    steps = set()
    for path in directory.rglob("*tfevents*"):
        with path.open("rb") as file:
            for data in read_records(file):
                try:
                    event = Event.FromString(data)
                except DecodeError:
                    continue
                steps.update(event.step for value in event.summary.value if value.tag == "loss")
    return steps


def write(losses: dict[str, Loss], path: Path) -> None:
    """Writes the table."""
    installed = {
        one.metadata["Name"].lower().replace("_", "-"): one.version for one in metadata.distributions()
    }
    versions = ", ".join(f"{name} {installed[name]}" for name in _PACKAGES if name in installed)
    kills = max(loss.kills for loss in losses.values())
    lines = [
        "# Scalars that a SIGKILL costs",
        "",
        "A process logs a scalar every 5 ms and tells of each whose call has returned. It is killed with",
        f"SIGKILL within {LATEST:g} s of the first, {kills} times, each time in a new directory; then",
        "its event files are read. Writers are as they come, without a call to flush.",
        "These runs are short: of a longer one, what a writer still holds is a smaller share.",
        f"Made by `scripts/kills` on {platform.system()} {platform.machine()} (a local file system),",
        f"with {versions}.",
        "",
        "| writer | acknowledged | of those lost | kills that cost some |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {name} | {loss.acknowledged:,} | {loss.lost:,} | {loss.costly} of {loss.kills} |"
            for name, loss in losses.items()
        ),
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(say: Callable[[str], None] = lambda line: print(line, flush=True)) -> None:
    """Measures each writer, and writes the table where it is asked for."""
    parser = argparse.ArgumentParser(prog="scripts/kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=40, help="of each writer")
    parser.add_argument("--only", nargs="+", choices=list(WRITERS), default=list(WRITERS))
    parser.add_argument("--output", type=Path, help="write the table there, as Markdown")
    arguments = parser.parse_args()
    losses = {}
    with ThreadPoolExecutor() as pool:
        found = {
            name: pool.submit(measure, name, arguments.kills, random.Random(name)) for name in arguments.only
        }
        for name, future in found.items():
            loss = losses[name] = future.result()
            say(
                f"{name}: {loss.lost:,} of {loss.acknowledged:,} lost, by {loss.costly} of {loss.kills} kills"
            )
    if arguments.output:
        write(losses, arguments.output)


if __name__ == "__main__":
    main()
