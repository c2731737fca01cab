"""`tb-lifecycle reproduce`: the steps that repeat a run, or with `--to` and `--run` the repetition itself."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tb_lifecycle.commands.checking.checks import check_data, check_files, holds
from tb_lifecycle.commands.rebuilding import verdict
from tb_lifecycle.commands.rebuilding.checkout import find_repository
from tb_lifecycle.commands.rebuilding.rebuild import rebuild
from tb_lifecycle.commands.rebuilding.rerun import Rerun, plan_rerun
from tb_lifecycle.commands.run_directory import ITSELF, check_is_run, describe_directory
from tb_lifecycle.commands.verify import print_checks
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.local_paths import refuse_address
from tb_lifecycle.printing import output
from tb_lifecycle.printing.comparison_sections import metrics_section
from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.records.packages import packages_of
from tb_lifecycle.reading.tensorboard.provider import check_logdir
from tb_lifecycle.recording.machine.environment import ORIGIN_VARIABLE

_REQUIREMENTS = "lifecycle-requirements.txt"
_NEW_RUN = "lifecycle-run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("rundir", metavar="RUNDIR", help="the run's directory")
    parser.add_argument("--to", metavar="DIR", help="rebuild the code there, and check the data")
    parser.add_argument(
        "--run", action="store_true", help="then run the recorded command there, as a new run"
    )
    parser.add_argument(
        "--tolerance",
        type=float,
        default=verdict.TOLERANCE,
        metavar="SHARE",
        help="how far a figure may be from the recorded one, relative to it (default: %(default)g)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints or takes the steps, and returns the exit status: 1 where what was recorded cannot be had again.

    Raises:
      LifecycleError: the directory is none of a run, or its code cannot be rebuilt.
    """
    recorded = Path(check_logdir(arguments.rundir)).absolute()
    refuse_address(arguments.to or "")
    to = arguments.to or (tempfile.mkdtemp(prefix="tb-lifecycle-") if arguments.run else None)
    with open_logdir(str(recorded)) as reader:
        check_is_run(arguments.rundir, reader)
        description = reader.describe(ITSELF)
        if description["status"] == "unknown":
            raise LogdirError(f"{arguments.rundir} has no lifecycle record, so there is nothing to go by.")
        if to is None:
            _print_steps(description, recorded)
            return 0
        tree = Path(to).expanduser().absolute()
        exact = _rebuild(reader, description, tree)
    if not arguments.run:
        print(f"\nRun it:\n  {plan_rerun(description, recorded, tree, tree / _NEW_RUN)}")
        return 0 if exact else 1
    if os.path.lexists(tree / _NEW_RUN):
        raise LogdirError(
            f"The code has a {_NEW_RUN} of its own, where the new run would go. Run it by hand."
        )
    rerun = plan_rerun(description, recorded, tree, tree / _NEW_RUN)
    return _run_again(description, recorded, rerun, exact, arguments.tolerance)


def _print_steps(description: Mapping[str, Any], recorded: Path) -> None:
    command = f"tb-lifecycle reproduce {shlex.quote(str(recorded))} --to DIR"
    steps = _code_steps(description, recorded) or [command]
    if python := (description.get("environment") or {}).get("python"):
        steps.append(f"python{'.'.join(python.split('.')[:2])} -m venv DIR/.venv")
        steps.append("# install its packages: --to DIR lists them in DIR/" + _REQUIREMENTS)
    rerun = plan_rerun(description, recorded, Path("DIR"), Path("NEW_RUN"))
    steps.append(str(rerun).replace(sys.executable, "python"))
    print("\n".join(steps))
    print(f"\n'{command}' rebuilds the code and checks the data; with --run it runs the command too.")


def _code_steps(description: Mapping[str, Any], recorded: Path) -> list[str]:
    """The commands that rebuild the code; none where its patch or contents lie within the event file."""
    code = description.get("code") or {}
    patch = (code.get("patch") or {}).get("path")
    contents = [file for file in code.get("files") or () if file.get("content")]
    in_git = ("", "modified", "added")
    wanted = [file for file in contents if file.get("state") not in in_git or not code.get("commit")]
    if wanted or code.get("repositories") or code.get("lost"):
        return []
    if not code.get("commit") or (patch and not (recorded / patch).is_file()):
        return []
    source = find_repository(code) or "REPOSITORY"
    steps = [f"git clone --no-checkout {shlex.quote(source)} DIR"]
    steps.append(f"git -C DIR checkout --detach {code['commit']}")
    if patch:
        steps.append(f"git -C DIR apply --binary {shlex.quote(str(recorded / patch))}")
    return steps


def _rebuild(reader: LogdirReader, description: Mapping[str, Any], tree: Path) -> bool:
    """Rebuilds the code, checks it and the data, and tells whether all is as recorded."""
    code = description.get("code") or {}
    left_out = rebuild(reader, ITSELF, code, tree)
    if _write_requirements(description, tree / _REQUIREMENTS):
        print(f"Code rebuilt in {tree}; its packages are listed in {_REQUIREMENTS}.\n")
    else:
        print(f"Code rebuilt in {tree}. It has a {_REQUIREMENTS} of its own: its packages are not listed.\n")
    inside = [file for file in code.get("files") or () if not Path(file["path"]).is_absolute()]
    checks = [*check_files(inside, tree), *check_data(description)]
    print_checks(checks)
    for sentence in left_out:
        print(sentence)
    return not left_out and holds(checks)


def _write_requirements(description: Mapping[str, Any], path: Path) -> bool:
    """Lists the packages there; False where the code has something there itself, which stays."""
    python = (description.get("environment") or {}).get("python")
    lines = [f"# Python {python or 'unknown'}"]
    for name, package in packages_of(description).items():
        if package.has_index:
            lines.append(f"{name}=={package.version}")
        else:
            lines.append(f"# {name} {package.version}: {package.origin or 'installed from a directory'}")
    if os.path.lexists(path):
        return False
    with path.open("x", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return True


def _run_again(
    description: Mapping[str, Any], recorded: Path, rerun: Rerun, exact: bool, tolerance: float
) -> int:
    if rerun.problem:
        raise LogdirError(rerun.problem)
    print(f"\nRunning: {rerun}", flush=True)
    environment = {**os.environ, ORIGIN_VARIABLE: str(recorded)}
    status = subprocess.run(rerun.arguments, cwd=rerun.directory, check=False, env=environment).returncode
    if status:
        print(f"\nIt ended with status {status}.")
        return 1
    if rerun.run_directory is None:
        print("\nIt ended. Where the new run lies is up to the script, so its figures are not compared.")
        return 0 if exact else 1
    again = describe_directory(str(rerun.run_directory), "again")
    answer = compare([{**description, "run": "recorded"}, again], "recorded")
    print()
    output.print_sections([metrics_section(answer)], "table")
    figures = verdict.compare_figures(description["metrics"], again["metrics"], tolerance)
    print(f"\n{verdict.say(figures)}")
    print(f"'tb-lifecycle compare {shlex.join([str(recorded), str(rerun.run_directory)])}' says more.")
    return 0 if exact and all(figure.same is not False for figure in figures) else 1
