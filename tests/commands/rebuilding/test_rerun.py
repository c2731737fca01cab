from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.commands.rebuilding.rerun import plan_rerun
from tb_lifecycle.recording.redaction.rules import REMOVED

TREE, RECORDED, NEW = Path("/again"), Path("/project/runs/a"), Path("/again/new")


def plan(argv: list[str], *files: str, entry: str = "", module: str = "", at: str = "/project") -> Any:
    command = {"argv": argv, "directory": at, "entry": entry, "module": module}
    recorded = [{"path": name, "state": "program", "content": True} for name in files]
    code = {"root": "/project", "files": recorded}
    return plan_rerun({"command": command, "code": code}, RECORDED, TREE, NEW)


@pytest.mark.parametrize(
    ("planned", "arguments", "directory"),
    [
        (plan(["train.py", "--lr", "1"], entry="train.py"), ["train.py", "--lr", "1"], TREE),
        (plan(["../train.py"], entry="../train.py", at="/project/sub"), ["../train.py"], TREE / "sub"),
        (plan(["x", "--lr=1"], module="pkg.train"), ["-m", "pkg.train", "--lr=1"], TREE),
        (plan(["-c", "--lr", "1"], "lifecycle-program.py"), ["lifecycle-program.py", "--lr", "1"], TREE),
        (plan(["-", "3"], "lifecycle-program.py"), ["lifecycle-program.py", "3"], TREE),
        (plan(["ipykernel_launcher.py", "-f", "k.json"], "lifecycle-cells.py"), ["lifecycle-cells.py"], TREE),
        (plan(["app.pyz"], entry="app.pyz/__main__.py"), ["app.pyz"], TREE),
    ],
)
def test_the_command(planned: Any, arguments: list[str], directory: Path) -> None:
    assert planned.arguments == [sys.executable, *arguments]
    assert planned.directory == directory


def test_the_new_run_takes_the_place_of_the_recorded_one() -> None:
    planned = plan(["train.py", "--rundir=runs/a", "-o", "runs/b"], entry="train.py")
    assert planned.arguments[2:] == ["--rundir=/again/new", "-o", "runs/b"]
    assert planned.run_directory == NEW


@pytest.mark.parametrize(
    ("planned", "says"),
    [
        (plan(["-c"]), "not started from a Python script"),
        (plan([]), "No command was recorded"),
        (plan(["-c", "--key", REMOVED], "lifecycle-program.py"), "A secret was removed"),
    ],
)
def test_what_cannot_be_run_again_says_so(planned: Any, says: str) -> None:
    assert says in planned.problem
