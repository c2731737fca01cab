"""The command that repeats a run in a rebuilt working tree, without writing into the recorded run."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tb_lifecycle.recording.code.program import CELLS_FILE, PROGRAM_FILE
from tb_lifecycle.recording.redaction.rules import REMOVED


@dataclass(frozen=True)
class Rerun:
    """A command to run.

    Attributes:
      arguments: the program and its arguments.
      directory: where to run it.
      run_directory: where the new run goes; None where the script decides that itself.
      problem: why it cannot be run as it is; None where it can.
    """

    arguments: list[str]
    directory: Path
    run_directory: Path | None
    problem: str | None

    def __str__(self) -> str:
        return f"cd {shlex.quote(str(self.directory))} && {shlex.join(self.arguments)}"


def plan_rerun(description: Mapping[str, Any], recorded: Path, tree: Path, new_run: Path) -> Rerun:
    """Plans the recorded command anew.

    Args:
      description: the run, as the `run` route answers it.
      recorded: the recorded run's directory; arguments that name it name `new_run` instead.
      tree: the rebuilt working tree; paths in the old one are moved into it.
      new_run: where the new run is to go.
    """
    command = description.get("command") or {}
    root = Path((description.get("code") or {}).get("root") or os.sep + "nowhere")
    old = Path(command.get("directory") or root)
    directory = tree / old.relative_to(root) if old.is_relative_to(root) else tree
    given = list(command.get("argv") or ())
    program = _program(description)
    script = ["-m", command["module"]] if command.get("module") else given[:1]
    if program:
        script = [os.path.relpath(tree / program, directory)]
        given = given[:1] if program == CELLS_FILE else given  # what a kernel was started with says nothing
    elif script and script[0] != "-m":
        script = [_move(script[0], root, old, tree, directory)]
    moved = [_replace_run(argument, recorded, old, new_run) for argument in given[1:]]
    found = moved != given[1:]
    return Rerun(
        [sys.executable, *script, *moved],
        directory,
        new_run if found else None,
        _find_problem(command, script, moved),
    )


def _program(description: Mapping[str, Any]) -> str:
    """The file in which the text of a program without a file was recorded; empty where there is none."""
    files = (description.get("code") or {}).get("files") or ()
    return next(
        (file["path"] for file in files if file.get("state") == "program" and file.get("content")), ""
    )


def _find_problem(command: Mapping[str, Any], script: list[str], arguments: list[str]) -> str | None:
    if not script:
        return "No command was recorded."
    if any(REMOVED in argument for argument in arguments):
        return "A secret was removed from the recorded command: run it yourself with the secret in place."
    known = command.get("module") or script[0].endswith((CELLS_FILE, PROGRAM_FILE))
    if not known and not (command.get("entry") or "").endswith((".py", ".pyz", ".zip")):
        return (
            "The run was not started from a Python script: repeat it in the program that it was started from."
        )
    return None


def _move(path: str, root: Path, old: Path, tree: Path, directory: Path) -> str:
    """The script's path in the rebuilt tree, from `directory`."""
    whole = old / path
    return os.path.relpath(tree / whole.relative_to(root), directory) if whole.is_relative_to(root) else path


def _replace_run(argument: str, recorded: Path, old: Path, new_run: Path) -> str:
    """The argument, `--flag=value` too, with the recorded run's directory replaced."""
    head, equals, value = argument.rpartition("=") if argument.startswith("-") else ("", "", argument)
    if value and os.path.realpath(old / value) == os.path.realpath(recorded):
        return f"{head}{equals}{new_run}"
    return argument
