"""The columns that `runs` prints when none are asked for: those that the table shows at first."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.printing import output
from tb_lifecycle.printing.run_columns import to_output
from tb_lifecycle.reading.table.first_columns import FirstColumns
from tb_lifecycle.reading.table.run_table import Column

# In this order; the five stages, which the page draws as one strip, would take five columns of words.
_KINDS = ("attribute", "flag", "metric", "dataset", "code")
_ATTRIBUTES = ("name", "status", "started", "duration", "tags")
# On a narrow terminal the highest gives way first.
_RANKS = {"name": 0, "status": 0, "started": 4, "duration": 3, "tags": 6}
_KIND_RANKS = {"flag": 2, "metric": 5, "dataset": 7, "code": 8}
_MAIN_RANK = 1


def choose_columns(columns: Sequence[Column], first: FirstColumns) -> list[output.PrintedColumn]:
    """Takes the columns to show out of all; each has the rank in which it gives way on a narrow terminal."""
    chosen = [column for column in columns if column.id in first.shown and column.kind in _KINDS]
    chosen.sort(key=lambda column: _place(column, first))
    labels = [column.label for column in chosen]
    return [
        to_output(
            column,
            _rank(column, first),
            head=column.label if labels.count(column.label) == 1 else column.id,
        )
        for column in chosen
    ]


def _place(column: Column, first: FirstColumns) -> tuple[int, int]:
    if column.kind == "attribute":
        return 0, _ATTRIBUTES.index(column.id)
    return _KINDS.index(column.kind), first.shown.index(column.id)


def _rank(column: Column, first: FirstColumns) -> int:
    if column.kind == "metric" and column.label == first.main:
        return _MAIN_RANK
    return _RANKS[column.id] if column.kind == "attribute" else _KIND_RANKS[column.kind]
