"""How a table of groups is printed: mean ± standard deviation; for programs, each in a column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from tb_lifecycle.printing import cells, output
from tb_lifecycle.printing.run_columns import to_output
from tb_lifecycle.reading.groups.folding_figures import GroupFigures
from tb_lifecycle.reading.groups.group_table import GroupColumn, GroupTable
from tb_lifecycle.reading.table.first_columns import FirstColumns
from tb_lifecycle.reading.table.run_table import Column

_SPREAD = ("sd", "low", "high", "n")
_KINDS = ("metric", "flag", "dataset", "code")


def choose_group_columns(columns: Sequence[GroupColumn], first: FirstColumns) -> list[GroupColumn]:
    """Those that a table of runs shows at first, where the groups differ in them; figures first."""
    chosen = [
        column
        for column in columns
        if column.id in first.shown and column.of.kind in _KINDS and len(column.varied) < len(column.values)
    ]
    return sorted(chosen, key=lambda column: (_KINDS.index(column.of.kind), first.shown.index(column.id)))


def group_columns(
    table: GroupTable, columns: Sequence[GroupColumn], *, raw: bool
) -> list[output.PrintedColumn]:
    """The grid: the group, how many of its runs count and how many do not, then the columns.

    With `raw`, a column of figures is five: the mean, `sd`, `low`, `high` and `n`.
    """
    groups = table.groups
    left_out = [", ".join(f"{count} {why}" for why, count in group.left_out.items()) for group in groups]
    head = [output.PrintedColumn("group", table.keys if raw else table.names)]
    head.append(output.PrintedColumn("n", [group.n for group in groups], right=True))
    if raw or any(left_out):
        head.append(output.PrintedColumn("left out", left_out, cells.show_or_blank, rank=1))
    return [*head, *(part for column in columns for part in _print(column, raw=raw))]


def _print(column: GroupColumn, *, raw: bool) -> list[output.PrintedColumn]:
    figures = column.figures
    if figures is None:
        return [_plain(column)]
    if raw:
        parts = {part: getattr(figures, part) for part in _SPREAD}
        spread = [output.PrintedColumn(f"{column.id} {part}", values) for part, values in parts.items()]
        return [output.PrintedColumn(column.id, figures.mean), *spread]
    return [
        output.PrintedColumn(
            head=column.of.label if column.of.kind == "metric" else column.id,
            values=figures.mean,
            right=True,
            rank=2,
            marks=frozenset(column.sampled or ()),
            readable=_with_spread(column, figures),
        )
    ]


def _with_spread(column: GroupColumn, figures: GroupFigures) -> list[str]:
    show = cells.show_duration if column.of.unit == "s" else cells.show_figures([*figures.mean, *figures.sd])
    return [
        f"{show(mean)} ± {show(sd)}" if sd is not None else show(mean)
        for mean, sd in zip(figures.mean, figures.sd, strict=True)
    ]


def _plain(column: GroupColumn) -> output.PrintedColumn:
    of_runs = cast(Column, column.of)
    return to_output(replace(of_runs, values=list(column.values), sampled=None), rank=3)
