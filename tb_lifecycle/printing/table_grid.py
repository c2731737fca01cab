"""The table of runs, or of groups, as a grid: which columns are printed, and what stands above them."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.printing import output
from tb_lifecycle.printing.default_columns import choose_columns
from tb_lifecycle.printing.group_columns import choose_group_columns, group_columns
from tb_lifecycle.printing.run_columns import to_output
from tb_lifecycle.reading.groups.group_table import GroupColumn, GroupTable
from tb_lifecycle.reading.table.first_columns import FirstColumns
from tb_lifecycle.reading.table.run_table import Column


def runs_grid(
    columns: Sequence[Column], first: FirstColumns, *, chosen: bool, raw: bool, labels: bool = False
) -> list[output.PrintedColumn]:
    """The grid of a table of runs.

    Args:
      columns: those asked for, or all.
      first: what is shown at first.
      chosen: whether somebody asked for them: else only those of `first` are printed.
      raw: for a program, which takes all of them.
      labels: whether columns are called as on the page, where no two are called so, and not by their ids.
    """
    if not chosen and not raw:
        return choose_columns(columns, first)
    called = [column.label for column in columns] if labels else []
    return [
        to_output(column, head=column.label if called.count(column.label) == 1 else None)
        for column in columns
    ]


def groups_grid(
    table: GroupTable, columns: Sequence[GroupColumn], first: FirstColumns, *, chosen: bool, raw: bool
) -> list[output.PrintedColumn]:
    """The grid of a table of groups; what is asked for is as of `runs_grid`."""
    shown = columns if raw or chosen else choose_group_columns(columns, first)
    return group_columns(table, shown, raw=raw)
