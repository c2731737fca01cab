"""`tb-lifecycle verify`: do the code, the data and the exports still match what was recorded?"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tb_lifecycle.commands.checking.checks import Check, Outcome, check_run, holds
from tb_lifecycle.commands.run_directory import describe_directory
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.printing import output
from tb_lifecycle.printing.cells import show_or_blank


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("rundir", metavar="RUNDIR", help="the run's directory")


def run(arguments: argparse.Namespace) -> int:
    """Prints every check and returns the exit status: 1 where something differs, or the code cannot be told.

    Raises:
      LogdirError: the directory is none of a run, or nothing was recorded of it.
    """
    description = describe_directory(arguments.rundir)
    if description["status"] == "unknown":
        raise LogdirError(
            f"{arguments.rundir} has no lifecycle record. Verify a run that tb_lifecycle recorded."
        )
    checks = check_run(description, Path(arguments.rundir).expanduser().absolute())
    print_checks(checks)
    return 0 if holds(checks) else 1


def print_checks(checks: Sequence[Check]) -> None:
    """Prints checks and how many there are of each outcome."""
    columns = [
        output.PrintedColumn("what", [check.subject for check in checks]),
        output.PrintedColumn("outcome", [check.outcome for check in checks]),
        output.PrintedColumn("which", [check.name for check in checks], show_or_blank),
        output.PrintedColumn("detail", [check.detail for check in checks], show_or_blank),
    ]
    counts = Counter(check.outcome for check in checks)
    words: dict[Outcome, str] = {"ok": "ok", "differs": "differs", "cannot tell": "cannot be told"}
    if counts["differs"] > 1:
        words["differs"] = "differ"
    summary = ", ".join(f"{counts[outcome]} {word}" for outcome, word in words.items() if counts[outcome])
    output.print_sections(
        [output.Section("checks", "Checks", columns, heads=False, notes=[f"{summary}."])], "table"
    )
