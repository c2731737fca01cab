"""`tb-lifecycle demo`: two models on real digits through all five stages, and TensorBoard on the result."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from tb_lifecycle.commands import demo_runs, demo_serving, demo_tensorboard
from tb_lifecycle.errors import LifecycleError

MAIN_METRIC = 'metric["validation/accuracy"]'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--logdir", default="demo-runs", help="where the runs go (default: demo-runs)")
    parser.add_argument("--no-serve", action="store_true", help="stop before TensorBoard is started")


def run(arguments: argparse.Namespace) -> int:
    """Runs the demo and returns the exit status.

    Raises:
      LifecycleError: TensorFlow is missing, or a step failed.
    """
    _check_tensorflow()
    logdir = Path(arguments.logdir)
    runs = demo_runs.plan(logdir)
    steps = len(runs) + 1
    for number, planned in enumerate(runs, start=1):
        print(f"[{number}/{steps}] {planned.title}", flush=True)
        demo_runs.train(planned)
    best = _best_run(logdir)
    print(
        f"[{steps}/{steps}] Serving the best run, {best.relative_to(logdir)}, and asking it once", flush=True
    )
    demo_serving.ask_once(best, demo_runs.data_directory(logdir))
    _print_table(logdir)
    if arguments.no_serve:
        print(f"\nSee them all: tensorboard --logdir {logdir}")
        return 0
    return demo_tensorboard.show(logdir)


def _check_tensorflow() -> None:
    if importlib.util.find_spec("tensorflow") is None:
        raise LifecycleError("The demo needs TensorFlow. Install it: pip install 'tb_lifecycle[demo]'")


def _best_run(logdir: Path) -> Path:
    from tb_lifecycle import load_runs

    names = load_runs(logdir).where(f"has({MAIN_METRIC})").sort(f"-{MAIN_METRIC}").names
    return logdir / names[0]


def _print_table(logdir: Path) -> None:
    from tb_lifecycle import load_runs

    table = load_runs(logdir).where(f"has({MAIN_METRIC})").sort(f"-{MAIN_METRIC}")
    accuracies = table.column(MAIN_METRIC)
    width = max(len(name) for name in table.names)
    print("\nValidation accuracy:", file=sys.stdout)
    for name, accuracy in zip(table.names, accuracies, strict=True):
        print(f"  {name:{width}}  {accuracy:.4f}")
