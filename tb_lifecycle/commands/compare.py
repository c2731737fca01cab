"""`tb-lifecycle compare`: how runs differ from a baseline, by how much, and why."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tb_lifecycle.commands.exact_figures import add_exact
from tb_lifecycle.commands.run_directory import describe_directories, name_directories
from tb_lifecycle.commands.shared_logdir import common_logdir, name_below, opened
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.printing import output
from tb_lifecycle.printing.comparison_sections import make_sections
from tb_lifecycle.reading.comparing.budget import KINDS
from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.reader import LogdirReader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("rundirs", metavar="RUNDIR", nargs="+", help="the runs' directories")
    parser.add_argument("--baseline", metavar="RUNDIR", help="what to compare with (default: the first)")
    parser.add_argument(
        "--group-by",
        metavar="EXPR|seed",
        help="compare groups: the runs given that differ by their seed alone, or have equal values; "
        "where no two do, the group that each is of",
    )
    parser.add_argument(
        "--logdir",
        metavar="DIR",
        help="where the runs' names begin, and whose other runs tell what is noise and which flags matter "
        "(default: the directory that the runs have in common)",
    )
    parser.add_argument(
        "--budget",
        choices=KINDS,
        help="compare figures at the largest number of steps, active time or samples that all have reached",
    )
    add_exact(parser)
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the comparison and returns the exit status.

    Raises:
      LogdirError: fewer than two runs, one twice, a directory that is none of a run, or a wrong grouping.
    """
    directories, baseline = choose(arguments.rundirs, arguments.baseline)
    names = name_directories(directories)
    logdir = arguments.logdir
    if logdir is not None:
        names = name_below(logdir, directories)
    with opened(logdir or common_logdir(directories), list(names.values())) as reader:
        if reader is not None:
            answer = _ask(reader, [names[each] for each in directories], names[baseline], arguments)
        elif logdir is not None or arguments.group_by is not None or arguments.budget is not None:
            where = logdir or "the directory that they have in common"
            raise LogdirError(
                f"The runs are not all runs of {where}: give the log directory that holds them by --logdir."
            )
        else:
            answer = compare(describe_directories(directories, exact=arguments.exact), names[baseline])
    if arguments.format == "json":
        output.print_json(answer)
    else:
        output.print_sections(make_sections(answer), arguments.format)
    output.print_notices(answer["notices"])
    return 0


def _ask(
    reader: LogdirReader, names: Sequence[str], baseline: str, arguments: argparse.Namespace
) -> dict[str, Any]:
    by = arguments.group_by
    if by is None or not by.strip():
        return reader.compare(names, baseline, exact=arguments.exact, budget=arguments.budget)
    from tb_lifecycle.commands.given_groups import find_given_sides

    sides, base = find_given_sides(reader, names, by, baseline)
    return reader.compare_sides(sides, base, exact=arguments.exact, budget=arguments.budget)


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
