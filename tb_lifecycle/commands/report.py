"""`tb-lifecycle report`: a comparison as one file, to read without TensorBoard."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tb_lifecycle.commands import asked_comparison
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.printing import output
from tb_lifecycle.reporting.report import FORMATS, gather, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    asked_comparison.add_arguments(parser)
    parser.add_argument(
        "--to",
        metavar="FILE",
        required=True,
        help=f"the file to write: its end is one of {', '.join(FORMATS)}",
    )
    parser.add_argument("--title", help="what stands above it (default: what is compared, and by what)")


def run(arguments: argparse.Namespace) -> int:
    """Writes the report, says where, and returns the exit status.

    Raises:
      LogdirError: as of `compare`; more runs than a report has letters; or a file of another kind.
    """
    path = Path(arguments.to).expanduser()
    format_name = FORMATS.get(path.suffix.lower())
    if format_name is None:
        raise LogdirError(f"--to {arguments.to} ends in none of {', '.join(FORMATS)}.")
    with asked_comparison.open_comparison(arguments) as asked:
        content = gather(
            asked.answer,
            asked.read_curves,
            format_name,
            logdir=asked.logdir or "none in common",
            expressions=list(_made_by(arguments)),
            title=arguments.title,
        )
    path.write_text(write(content, format_name), encoding="utf-8")
    print(path)
    output.print_notices(asked.answer["notices"])
    return 0


def _made_by(arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.group_by:
        yield f"group by {arguments.group_by}"
    if arguments.budget:
        yield f"at equal {arguments.budget}"
    if arguments.exact:
        yield "exact"
