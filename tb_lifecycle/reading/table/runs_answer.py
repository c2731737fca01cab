"""The table of runs as the `runs` route and the command line answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tb_lifecycle.reading.table.first_columns import FirstColumns
    from tb_lifecycle.reading.table.run_table import Column, RunTable


def describe_table(
    table: RunTable,
    columns: Sequence[Column],
    *,
    first: FirstColumns,
    total: int,
    everything: int,
    complete: bool,
    read: float | None,
    notices: Sequence[str],
) -> dict[str, Any]:
    """Describes a table; `http_api.md` says what each key is.

    Args:
      table: the rows, in order.
      columns: of this table.
      first: what is shown at first.
      total: how many runs match, before a limit.
      everything: how many runs the logdir has.
      complete: whether these are all runs that TensorBoard lists.
      read: when they were read, in epoch seconds.
      notices: what is not shown and why.
    """
    return {
        "runs": table.names,
        "total": total,
        "all": everything,
        "complete": complete,
        "read": read,
        "main": first.main,
        "first": list(first.shown),
        "columns": [describe_column(column, column.id in first.shown) for column in columns],
        "notices": list(notices),
    }


def describe_column(column: Column, default: bool) -> dict[str, Any]:
    """Describes one column, shown at first where `default`; `sampled` is there only where some values are."""
    described = {
        "id": column.id,
        "kind": column.kind,
        "type": column.type,
        "label": column.label,
        "unit": column.unit,
        "better": column.better,
        "default": default,
        "exact": column.exact,
        "values": column.values,
    }
    return described if column.sampled is None else {**described, "sampled": column.sampled}
