"""The runs of the demo: each is one of the example scripts with its flags, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.format.event_reading import read_last_records

_WIDTH = 110  # characters of a line of progress
_PACKAGE = Path(__file__).parents[2]
_TITLES = {
    "prepare.py": "Preparing the handwritten digits",
    "mnist_intro.py": "Training a softmax regression",
    "mnist_expert.py": "Training a convolutional network",
}
_SETTINGS = {
    "intro/lr0.5": "mnist_intro.py --lr 0.5",
    "intro/lr0.1": "mnist_intro.py --lr 0.1",
    "intro/lr0.01": "mnist_intro.py --lr 0.01",
    "expert/lr0.003": "mnist_expert.py --lr 0.003",
    "expert/lr0.001": "mnist_expert.py --lr 0.001",
    "expert/dropout0.5": "mnist_expert.py --lr 0.003 --dropout 0.5",
}


@dataclass(frozen=True)
class PlannedRun:
    """A run to make.

    Attributes:
      title: what it is, in words.
      directory: where it is recorded.
      command: the command line that makes it.
    """

    title: str
    directory: Path
    command: list[str]


def plan(logdir: Path) -> list[PlannedRun]:
    """Every run of the demo, the preparation of the data first.

    Raises:
      LifecycleError: the example scripts are missing.
    """
    settings = {"prepare": "prepare.py", **_SETTINGS}
    return [_plan_run(logdir, name, setting.split()) for name, setting in settings.items()]


def data_directory(logdir: Path) -> Path:
    """Where the prepared data lies."""
    return logdir / "data"


def train(planned: PlannedRun) -> None:
    """Makes one run and shows its progress; one that is there and complete is left as it is.

    Raises:
      LifecycleError: the script failed.
    """
    if _is_complete(planned.directory):
        print(f"    already there: {planned.directory}")
        return
    environment = {"TF_CPP_MIN_LOG_LEVEL": "2", **os.environ, "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        with subprocess.Popen(
            planned.command, env=environment, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        ) as process:
            _show_progress(process.stdout or ())
        if process.returncode != 0:
            errors.seek(0)
            print(errors.read(), file=sys.stderr)
            command = " ".join(planned.command)
            raise LifecycleError(f"{command} ended with {process.returncode}; its output is above.")


def _plan_run(logdir: Path, name: str, setting: list[str]) -> PlannedRun:
    script, *flags = setting
    command = [sys.executable, str(_examples() / script), "--datadir", str(data_directory(logdir))]
    command += ["--rundir", str(logdir / name), *flags]
    title = f"{_TITLES[script]}: {' '.join(flags)}" if flags else _TITLES[script]
    return PlannedRun(title, logdir / name, command)


def _examples() -> Path:
    """The example scripts: beside the package in a checkout, inside it when installed from a wheel."""
    for directory in (_PACKAGE / "examples", _PACKAGE.parent / "examples"):
        if (directory / "mnist_intro.py").is_file():
            return directory
    raise LifecycleError(f"No example scripts in {_PACKAGE} or beside it. Install tb_lifecycle again.")


def _is_complete(directory: Path) -> bool:
    record = read_last_records(directory).run
    return record is not None and record.status == lifecycle_pb2.COMPLETED


def _show_progress(lines: Iterable[str]) -> None:
    """Shows a script's newest line: on a terminal in place, otherwise only the last one."""
    live = sys.stdout.isatty()
    line = ""
    for line in lines:
        if live:
            print(f"\r\033[K    {line.rstrip()[:_WIDTH]}", end="", flush=True)
    print("" if live else f"    {line.rstrip()}", flush=True)
