"""`tb-lifecycle sweep`: best settings, which flags matter, where it is good, what to try next."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tb_lifecycle.commands.runs import UsageError
from tb_lifecycle.errors import ExpressionError, LifecycleError
from tb_lifecycle.printing import output
from tb_lifecycle.printing.sweep_sections import SHOWN, sweep_sections
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused

if TYPE_CHECKING:
    from tb_lifecycle.reading.reader import LogdirReader
    from tb_lifecycle.reading.sweeps.sweep import Sweep


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("logdir", metavar="LOGDIR", help="the directory that holds the runs")
    parser.add_argument("--metric", metavar="M", help="by which metric; by default the one that leads")
    parser.add_argument("--where", metavar="EXPR", help="only runs for which this is true: 'flag.lr < 0.1'")
    parser.add_argument("--best", action="store_true", help="by the best value instead of the last")
    parser.add_argument("--better", choices=("up", "down"), help="which way the metric is better")
    parser.add_argument("--baseline", metavar="RUN", help="a run of the setting to hold the others against")
    parser.add_argument(
        "--limit", metavar="N", type=int, default=SHOWN, help=f"at most so many settings (default: {SHOWN})"
    )
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the sweep and returns the exit status.

    Raises:
      LifecycleError: the logdir cannot be read, or an argument is wrong.
    """
    if arguments.limit < 1:
        raise UsageError(f"--limit is a number of settings, 1 or more, not {arguments.limit}.")
    with collection_paused(), open_logdir(arguments.logdir) as reader:
        table = reader.table()
        if arguments.where is not None and arguments.where.strip():
            try:
                table = table.where(arguments.where)
            except ExpressionError as error:
                wrong = arguments.where[error.start : error.end]
                hint = f" {error.hint}" if error.hint else ""
                raise UsageError(
                    f"--where, character {error.start + 1} ({wrong}): {error.message}{hint}"
                ) from error
        if not len(table):
            raise UsageError(f"No run in {arguments.logdir} to look at.")
        sweep = table.sweep(
            arguments.metric,
            value="best" if arguments.best else "last",
            better=arguments.better,
            baseline=arguments.baseline,
        )
        commands = _commands(sweep, reader)
        notices = reader.notices()
    if arguments.format == "json":
        output.print_json({**sweep.describe(), "commands": commands})
    else:
        output.print_sections(sweep_sections(sweep, commands, arguments.limit), arguments.format)
    output.print_notices(notices)
    return 0


def _commands(sweep: Sweep, reader: LogdirReader) -> list[str]:
    if sweep.repeated is None:
        return []
    try:
        command = reader.describe(sweep.repeated)["command"]
    except LifecycleError:
        return []
    return sweep.commands(command["line"]) if command else []
