"""Dozens of quick runs of the Playground's experiment, to be compared in TensorBoard's Lifecycle tab.

Every data set meets every network below; one process runs them all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import playground
import playground_points

NETWORKS = [  # what each changes of the playground's defaults
    "--layers= --activation linear",
    "--layers 4,2",
    "--layers 4,2 --activation relu",
    "--layers 4,2 --activation sigmoid",
    "--layers 4,2 --lr 0.3",
    "--layers 4,2 --lr 0.003",
    "--layers 8,6",
    "--layers 8,6 --activation relu",
    "--layers 8,6 --noise 0.4",
    "--layers 8,6 --noise 0.4 --regularization l1 --regularization-rate 0.003",
    "--layers 8,6 --noise 0.4 --regularization l2 --regularization-rate 0.01",
    "--layers 16,16 --activation relu --lr 0.1",
]


def init_flags() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rundir", default="./playground-runs", help="the runs are recorded below it")
    parser.add_argument("--epochs", type=int, default=100, help="of each run")
    parser.add_argument("--limit", type=int, help="run only so many, for a quick look")
    return parser.parse_args()


def plan(flags: argparse.Namespace) -> list[list[str]]:
    """The command line of every run."""
    commands = []
    for data in playground_points.KINDS:
        for number, network in enumerate(NETWORKS):
            rundir = Path(flags.rundir) / f"{data}-{number:02}"
            commands.append(f"--rundir={rundir} --data={data} --epochs={flags.epochs} {network}".split(" "))
    return commands[: flags.limit]


def train(commands: list[list[str]]) -> None:
    """Runs one after the other."""
    for number, command in enumerate(commands, start=1):
        flags = playground.init_flags(command)
        accuracy = playground.run(flags)["validation/accuracy"]
        print(f"[{number}/{len(commands)}] {flags.rundir}: validation accuracy {accuracy:.3f}", flush=True)


def main() -> None:
    """Runs the script."""
    train(plan(init_flags()))


if __name__ == "__main__":
    main()
