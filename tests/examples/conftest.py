"""The example scripts, each run in a process of its own, all into one logdir."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tensorboard.compat.proto.event_pb2 import Event

import tb_lifecycle
from tb_lifecycle.format.record_framing import read_records

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


class Runner:
    """Runs example scripts into one logdir, on the same prepared data."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.logdir = root / "runs"
        self.datadir = root / "data"
        self._table: tb_lifecycle.RunTable | None = None

    def run(self, script: str, name: str, *flags: str, data: bool = True) -> str:
        """Runs a script to its end and returns what it printed."""
        datadir = ["--datadir", str(self.datadir)] if data else []
        done = self.attempt(script, "--rundir", str(self.logdir / name), *datadir, *flags)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def attempt(self, script: str, *flags: str) -> subprocess.CompletedProcess[str]:
        self._table = None
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2"}
        command = [sys.executable, str(EXAMPLES / script), *flags]
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def table(self) -> tb_lifecycle.RunTable:
        if self._table is None:
            self._table = tb_lifecycle.load_runs(self.logdir)
        return self._table

    def value(self, name: str, expression: str) -> object:
        """One run's value of an expression."""
        table = self.table()
        return dict(zip(table.names, table.column(expression), strict=True))[name]

    def events(self, directory: str) -> Iterator[Event]:
        """Every event in the files of one directory."""
        for path in sorted((self.logdir / directory).glob("*tfevents*")):
            with path.open("rb") as file:
                yield from map(Event.FromString, read_records(file))

    def has_graph(self, directory: str) -> bool:
        return any(event.graph_def for event in self.events(directory))


@pytest.fixture(scope="package")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """The data is prepared already."""
    made = Runner(tmp_path_factory.mktemp("examples"))
    made.run("prepare.py", "prepare")
    return made
