"""The comparison that a command line asks for: which runs or groups, with what, from which log directory."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tb_lifecycle.commands.exact_figures import add_exact
from tb_lifecycle.commands.run_directory import ITSELF, describe_directories, name_directories
from tb_lifecycle.commands.shared_logdir import common_logdir, name_below, opened
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.comparing.budget import KINDS
from tb_lifecycle.reading.comparing.compare import compare
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader


@dataclass(frozen=True)
class AskedComparison:
    """A comparison, while the log directory is open that it was read from.

    Attributes:
      answer: as the `compare` route's.
      read_curves: reads curves of its runs and groups, as `LogdirReader.scalars`.
      logdir: the directory that the names begin at; None where the runs have none in common.
    """

    answer: dict[str, Any]
    read_curves: Callable[[Sequence[str], Sequence[str]], list[dict[str, Any]]]
    logdir: str | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what says which runs are compared, and how."""
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


@contextmanager
def open_comparison(arguments: argparse.Namespace) -> Iterator[AskedComparison]:
    """Compares what the arguments name.

    Raises:
      LogdirError: fewer than two runs, one twice, a directory that is none of a run, or a wrong grouping.
    """
    directories, baseline = choose(arguments.rundirs, arguments.baseline)
    names = name_directories(directories)
    logdir = arguments.logdir
    if logdir is not None:
        names = name_below(logdir, directories)
    whole = logdir or common_logdir(directories)
    with opened(whole, list(names.values())) as reader:
        if reader is not None:
            answer = _ask(reader, [names[each] for each in directories], names[baseline], arguments)
            yield AskedComparison(answer, reader.scalars, whole)
        elif logdir is not None or arguments.group_by is not None or arguments.budget is not None:
            where = logdir or "the directory that they have in common"
            raise LogdirError(
                f"The runs are not all runs of {where}: give the log directory that holds them by --logdir."
            )
        else:
            answer = compare(describe_directories(directories, exact=arguments.exact), names[baseline])
            yield AskedComparison(answer, _reading_each(names), None)


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


def _ask(
    reader: LogdirReader, names: Sequence[str], baseline: str, arguments: argparse.Namespace
) -> dict[str, Any]:
    by = arguments.group_by
    if by is None or not by.strip():
        return reader.compare(names, baseline, exact=arguments.exact, budget=arguments.budget)
    from tb_lifecycle.commands.given_groups import find_given_sides

    sides, base = find_given_sides(reader, names, by, baseline)
    return reader.compare_sides(sides, base, exact=arguments.exact, budget=arguments.budget)


def _reading_each(
    names: Mapping[str, str],
) -> Callable[[Sequence[str], Sequence[str]], list[dict[str, Any]]]:
    """Reads curves of runs that are in no log directory together, each from its own."""
    directories = {name: directory for directory, name in names.items()}

    def read(runs: Sequence[str], tags: Sequence[str]) -> list[dict[str, Any]]:
        curves = []
        for run in runs:
            with open_logdir(directories[run]) as reader:
                curves += [{**curve, "run": run} for curve in reader.scalars([ITSELF], tags)]
        return curves

    return read


def _is_same(directory: str, other: str) -> bool:
    return Path(directory).expanduser().resolve() == Path(other).expanduser().resolve()
