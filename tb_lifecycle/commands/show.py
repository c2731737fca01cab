"""`tb-lifecycle show`: one run whole."""

from __future__ import annotations

import argparse

from tb_lifecycle.commands.exact_figures import add_exact
from tb_lifecycle.commands.run_directory import describe_directory
from tb_lifecycle.printing import output
from tb_lifecycle.printing.run_sections import make_sections


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("rundir", metavar="RUNDIR", help="the run's directory")
    add_exact(parser)
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the run and returns the exit status.

    Raises:
      LogdirError: the directory is none of a run.
    """
    description = describe_directory(arguments.rundir, exact=arguments.exact)
    if arguments.format == "json":
        output.print_json(description)
    else:
        output.print_sections(make_sections(description), arguments.format)
    output.print_notices(description["notices"])
    return 0
