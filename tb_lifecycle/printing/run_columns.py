"""How the columns of a `RunTable` are printed."""

from __future__ import annotations

from tb_lifecycle.printing import cells, output
from tb_lifecycle.reading.table.run_table import Column


def to_output(column: Column, rank: int = 0, head: str | None = None) -> output.PrintedColumn:
    """The column with the look of its values; its heading is `head`, or else its id."""
    numeric = column.type == "number"
    return output.PrintedColumn(
        head=column.id if head is None else head,
        values=column.values,
        show=_show(column),
        right=numeric and column.unit != "epoch s",
        rank=rank,
        marks=frozenset(column.sampled or ()),
    )


def _show(column: Column) -> cells.Show:
    if column.unit == "epoch s":
        return cells.show_time
    if column.unit == "s":
        return cells.show_duration
    if column.id == "code.commit":
        return cells.show_digest
    if column.kind in ("metric", "expression"):
        return cells.show_figures(column.values)
    return cells.show_plain
