"""`tb-lifecycle compare`: how runs differ from a baseline, by how much, and why."""

from __future__ import annotations

import argparse

from tb_lifecycle.commands import asked_comparison
from tb_lifecycle.printing import output
from tb_lifecycle.printing.comparison_sections import make_sections


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    asked_comparison.add_arguments(parser)
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the comparison and returns the exit status.

    Raises:
      LogdirError: fewer than two runs, one twice, a directory that is none of a run, or a wrong grouping.
    """
    with asked_comparison.open_comparison(arguments) as asked:
        answer = asked.answer
    if arguments.format == "json":
        output.print_json(answer)
    else:
        output.print_sections(make_sections(answer), arguments.format)
    output.print_notices(answer["notices"])
    return 0
