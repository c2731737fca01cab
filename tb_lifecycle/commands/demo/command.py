"""`tb-lifecycle demo`: two models on real digits through all five stages, and TensorBoard on the result."""

from __future__ import annotations

import argparse
import importlib.util
import shlex
from pathlib import Path

from tb_lifecycle.commands import main
from tb_lifecycle.commands.demo import planned_runs, serving, tensorboard
from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.local_paths import refuse_address

MAIN_METRIC = 'metric["validation/accuracy"]'
_COLUMNS = f'name, status, flag.lr, metric["train/accuracy"], {MAIN_METRIC}, duration, stage.serve'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("--logdir", default="demo-runs", help="where the runs go (default: demo-runs)")
    parser.add_argument("--no-serve", action="store_true", help="stop before TensorBoard is started")


def run(arguments: argparse.Namespace) -> int:
    """Runs the demo and returns the exit status.

    Raises:
      LifecycleError: TensorFlow is missing, or a step failed.
    """
    refuse_address(arguments.logdir)
    _check_tensorflow()
    logdir = Path(arguments.logdir)
    runs = planned_runs.plan(logdir)
    steps = len(runs) + 1
    for number, planned in enumerate(runs, start=1):
        print(f"[{number}/{steps}] {planned.title}", flush=True)
        planned_runs.train(planned)
    best = _best_run(logdir)
    print(
        f"[{steps}/{steps}] Serving the best run, {best.relative_to(logdir)}, and asking it once", flush=True
    )
    serving.ask_once(best, planned_runs.data_directory(logdir))
    _print_table(logdir)
    if not arguments.no_serve:
        tensorboard.show(logdir)
    print(f"\nSee them all: tensorboard --logdir {shlex.quote(str(logdir))}")
    return 0


def _check_tensorflow() -> None:
    if importlib.util.find_spec("tensorflow") is None:
        raise LifecycleError("The demo needs TensorFlow. Install it: pip install 'tb_lifecycle[demo]'")


def _best_run(logdir: Path) -> Path:
    from tb_lifecycle import load_runs

    names = load_runs(logdir).where(f"has({MAIN_METRIC})").sort(f"-{MAIN_METRIC}").names
    return logdir / names[0]


def _print_table(logdir: Path) -> None:
    """Shows the runs as `tb-lifecycle runs` does, the best first."""
    command = ["runs", str(logdir), "--columns", _COLUMNS, "--sort", f"-{MAIN_METRIC}"]
    print(f"\n$ tb-lifecycle {shlex.join(command)}", flush=True)
    main.main(command)
