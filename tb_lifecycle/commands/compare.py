"""`tb-lifecycle compare`: how runs differ from a baseline, by how much, and why."""

from __future__ import annotations

import argparse
from pathlib import Path

from tb_lifecycle.commands.exact_figures import add_exact
from tb_lifecycle.commands.printing import output
from tb_lifecycle.commands.printing.comparison_sections import make_sections
from tb_lifecycle.commands.run_directory import describe_directories, name_directories
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.comparing.compare import compare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("rundirs", metavar="RUNDIR", nargs="+", help="the runs' directories")
    parser.add_argument("--baseline", metavar="RUNDIR", help="what to compare with (default: the first)")
    add_exact(parser)
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the comparison and returns the exit status.

    Raises:
      LogdirError: fewer than two runs, one twice, or a directory that is none of a run.
    """
    directories, baseline = choose(arguments.rundirs, arguments.baseline)
    names = name_directories(directories)
    answer = compare(describe_directories(directories, exact=arguments.exact), names[baseline])
    if arguments.format == "json":
        output.print_json(answer)
    else:
        output.print_sections(make_sections(answer), arguments.format)
    output.print_notices(answer["notices"])
    return 0


def choose(directories: list[str], baseline: str | None) -> tuple[list[str], str]:
    """The directories to compare, and the baseline, which is added where it is not among them.

    Raises:
      LogdirError: fewer than two runs.
    """
    if baseline is None:
        chosen, base = directories, directories[0]
    else:
        same = [each for each in directories if _is_same(each, baseline)]
        chosen, base = (directories, same[0]) if same else ([baseline, *directories], baseline)
    if len(chosen) < 2:
        raise LogdirError("There is nothing to compare with. Give the directories of two runs or more.")
    return chosen, base


def _is_same(directory: str, other: str) -> bool:
    return Path(directory).expanduser().resolve() == Path(other).expanduser().resolve()
