"""`tb-lifecycle runs`: the runs of a logdir as a table, filtered, sorted and with the columns asked for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tb_lifecycle.commands.exact_figures import add_exact, say_what_is_sampled
from tb_lifecycle.errors import ExpressionError, LifecycleError
from tb_lifecycle.printing import output
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.tensorboard.collection_pause import collection_paused

if TYPE_CHECKING:
    from tb_lifecycle.reading.groups.group_table import GroupTable
    from tb_lifecycle.reading.reader import LogdirReader
    from tb_lifecycle.reading.table.run_table import RunTable

Table = TypeVar("Table", "RunTable", "GroupTable")
Column_co = TypeVar("Column_co", covariant=True)

DEFAULT_SORT = "-started"


class UsageError(LifecycleError):
    """An argument is wrong; what it says is shown to whoever gave it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's arguments."""
    parser.add_argument("logdir", metavar="LOGDIR", help="the directory that holds the runs")
    parser.add_argument("--where", metavar="EXPR", help="only runs for which this is true: 'flag.lr < 0.1'")
    parser.add_argument(
        "--group-by",
        metavar="EXPR|seed",
        help="a row a group: 'seed' for runs that differ by their seed alone, or 'flag.lr, flag.model'",
    )
    parser.add_argument(
        "--columns", metavar='"EXPR, EXPR"', help="what to show: 'name, max(metric.accuracy)'"
    )
    parser.add_argument(
        "--sort", metavar="EXPR|-EXPR", default=DEFAULT_SORT, help="order; a leading minus is descending"
    )
    parser.add_argument("--limit", metavar="N", type=int, help="at most so many rows")
    add_exact(parser)
    output.add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the runs and returns the exit status.

    Raises:
      LifecycleError: the logdir cannot be read, or an argument is wrong.
    """
    if arguments.limit is not None and arguments.limit < 1:
        raise UsageError(f"--limit is a number of rows, 1 or more, not {arguments.limit}.")
    with collection_paused(), open_logdir(arguments.logdir) as reader:
        _print(reader, arguments)
    return 0


class _Table(Protocol[Column_co]):
    """What is shown: runs or groups, a row each."""

    def __len__(self) -> int: ...

    @property
    def columns(self) -> Sequence[Column_co]: ...

    def select(self, columns: str) -> Sequence[Column_co]: ...


def _print(reader: LogdirReader, arguments: argparse.Namespace) -> None:
    everything = reader.table(exact=arguments.exact)
    runs = _filter(everything, arguments)
    if _given(arguments.group_by) is None:
        _print_runs(reader, arguments, everything, runs)
    else:
        _print_groups(reader, arguments, everything, runs)


def _print_runs(
    reader: LogdirReader, arguments: argparse.Namespace, everything: RunTable, runs: RunTable
) -> None:
    from tb_lifecycle.printing.table_grid import runs_grid
    from tb_lifecycle.reading.table.runs_answer import describe_table

    table = _cut(_sort(runs, arguments), arguments)
    columns = _select(table, arguments)
    notices = [*reader.notices(), *say_what_is_sampled(columns, exact=arguments.exact)]
    if arguments.format == "json":
        rest = _say_of_reader(reader, everything)
        output.print_json(
            describe_table(
                table,
                columns,
                first=runs.first,
                total=len(runs),
                matching=len(runs),
                notices=notices,
                **rest,
            )
        )
        output.print_notices(notices)
        return
    chosen, raw = _given(arguments.columns) is not None, arguments.format == "csv"
    output.print_grid(runs_grid(columns, runs.first, chosen=chosen, raw=raw), arguments.format)
    left_out = _say_what_is_left_out(len(table), len(runs), len(everything), arguments.logdir)
    output.print_notices([*notices, *left_out])


def _print_groups(
    reader: LogdirReader, arguments: argparse.Namespace, everything: RunTable, runs: RunTable
) -> None:
    from tb_lifecycle.printing.table_grid import groups_grid
    from tb_lifecycle.reading.table.runs_answer import describe_groups

    with _blaming("--group-by", arguments.group_by):
        groups = runs.group_by(arguments.group_by)
    total = len(groups)
    groups = _cut(_sort(groups, arguments), arguments)
    columns = _select(groups, arguments)
    notices = [*reader.notices(), *say_what_is_sampled(columns, exact=arguments.exact)]
    if arguments.format == "json":
        rest = _say_of_reader(reader, everything)
        counts = {"total": total, "matching": len(runs)}
        output.print_json(
            describe_groups(groups, columns, first=runs.first, notices=notices, **counts, **rest)
        )
    else:
        chosen, raw = _given(arguments.columns) is not None, arguments.format == "csv"
        output.print_grid(groups_grid(groups, columns, runs.first, chosen=chosen, raw=raw), arguments.format)
    left_out = _say_what_is_left_out(len(groups), total, total, arguments.logdir, "groups")
    output.print_notices([*notices, *left_out])


def _given(argument: str | None) -> str | None:
    """An argument's text; None where it is blank."""
    return argument if argument and argument.strip() else None


def _say_of_reader(reader: LogdirReader, everything: RunTable) -> dict[str, Any]:
    return {
        "everything": reader.on_disk,
        "seeds": everything.has_seeds,
        "listed": len(everything),
        "complete": reader.complete,
        "reading": reader.reading,
        "read": reader.read_time,
    }


def _filter(table: RunTable, arguments: argparse.Namespace) -> RunTable:
    if _given(arguments.where) is None:
        return table
    with _blaming("--where", arguments.where):
        return table.where(arguments.where)


def _sort(table: Table, arguments: argparse.Namespace) -> Table:
    with _blaming("--sort", arguments.sort):
        return table.sort(_given(arguments.sort) or DEFAULT_SORT)


def _cut(table: Table, arguments: argparse.Namespace) -> Table:
    return table if arguments.limit is None else table.limit(arguments.limit)


def _select(table: _Table[Column_co], arguments: argparse.Namespace) -> Sequence[Column_co]:
    """The columns asked for; all of them where none was."""
    asked = _given(arguments.columns)
    with _blaming("--columns", asked):
        return table.columns if asked is None else table.select(asked)


def _say_what_is_left_out(
    shown: int, total: int, everything: int, logdir: str, rows: str = "runs"
) -> Sequence[str]:
    if everything == 0:
        return [f"There are no runs in {logdir} yet."]
    if total == 0:
        return [f"No run of {everything} matches --where."]
    matching = "" if total == everything else "matching "
    return [f"{shown} of {total} {matching}{rows} shown."] if shown < total else []


@contextmanager
def _blaming(option: str, expression: str | None) -> Iterator[None]:
    """Says of a wrong expression in which option it stands, and where."""
    try:
        yield
    except ExpressionError as error:
        wrong = (expression or "")[error.start : error.end]
        hint = f" {error.hint}" if error.hint else ""
        place = f"{option}, character {error.start + 1}" + (f" ({wrong})" if wrong.strip() else "")
        raise UsageError(f"{place}: {error.message}{hint}") from error
