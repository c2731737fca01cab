"""The table of runs as the `runs` route and the command line answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.reading.groups.members import GROUP, Group
from tb_lifecycle.reading.table.run_table import RunTable

# What a column of figures says of each group.
SPREAD = ("mean", "sd", "low", "high", "n")

if TYPE_CHECKING:
    from tb_lifecycle.reading.groups.group_table import GroupColumn, GroupTable
    from tb_lifecycle.reading.table.first_columns import FirstColumns
    from tb_lifecycle.reading.table.run_table import Column


def describe_table(
    table: RunTable,
    columns: Sequence[Column],
    *,
    first: FirstColumns,
    total: int,
    matching: int,
    everything: int,
    listed: int,
    complete: bool,
    reading: bool,
    read: float | None,
    notices: Sequence[str],
    seeds: bool = False,
    offset: int = 0,
    stale: float = 0.0,
) -> dict[str, Any]:
    """Describes a table; `http_api.md` says what each key is.

    Args:
      table: the rows, in order.
      columns: of this table.
      total: how many rows there are, before an offset and a limit.
      matching: how many runs match.
      everything: how many runs there are on disk, as far as that is known.
      listed: how many of them are in what this was made from.
      complete: whether these are all runs that TensorBoard lists, each of them read.
      reading: whether there are more to come.
      first: what is shown at first.
      read: when they were read, in epoch seconds.
      notices: what is not shown and why.
      seeds: whether the logdir has runs that are the same but for their seed.
      offset: how many of the matching runs were left out before the first.
      stale: seconds by which it is older than it may be; 0 where it is not.
    """
    return {
        "runs": table.names,
        "groups": None,
        "total": total,
        "matching": matching,
        "all": everything,
        "listed": listed,
        "offset": offset,
        "complete": complete,
        "reading": reading,
        "stale": stale,
        "read": read,
        "main": first.main,
        "first": list(first.shown),
        "seeds": seeds,
        "columns": [describe_column(column, column.id in first.shown) for column in columns],
        "unread": table.unread,
        "notices": list(notices),
    }


def describe_groups(
    table: GroupTable, columns: Sequence[GroupColumn], *, first: FirstColumns, **of_table: Any
) -> dict[str, Any]:
    """Describes a table of groups: as `describe_table`, whose other arguments it takes, a row a group."""
    return {
        **describe_table(RunTable.empty(), [], first=first, **of_table),
        "runs": [f"{GROUP}{key}" for key in table.keys],
        "groups": [
            {
                "key": group.key,
                "label": group.label,
                "members": list(group.members),
                "n": group.n,
                "left_out": dict(group.left_out),
                "out": _places_left_out(group),
            }
            for group in table.groups
        ],
        "columns": [_describe_group_column(column, column.id in first.shown) for column in columns],
    }


def _places_left_out(group: Group) -> list[int]:
    """The places among the members of those that do not count."""
    counted = set(group.counted)
    return [place for place, row in enumerate(group.rows) if row not in counted]


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


def _describe_group_column(column: GroupColumn, default: bool) -> dict[str, Any]:
    """As `describe_column`; a column of figures has their spread as well, one value a group."""
    of = column.of
    described: dict[str, Any] = {
        "id": of.id,
        "kind": of.kind,
        "type": of.type,
        "label": of.label,
        "unit": of.unit,
        "better": of.better,
        "default": default,
        "exact": column.sampled is None,
        "values": list(column.values),
    }
    if column.sampled is not None:
        described["sampled"] = column.sampled
    if column.figures is not None:
        return {**described, **{part: getattr(column.figures, part) for part in SPREAD}}
    described["varied"] = list(column.varied)
    return {**described, "span": list(column.span)} if any(column.span) else described
