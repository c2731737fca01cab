"""The two shapes of a section: names with values, and a grid of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.printing import cells
from tb_lifecycle.printing.output import PrintedColumn, Section


def pairs(key: str, title: str, facts: Mapping[str, tuple[object, cells.Show]]) -> Section | None:
    """A section of names and values, each with the look of it; without those that are missing."""
    present = {name: fact for name, fact in facts.items() if fact[0] not in (None, "", [], {})}
    if not present:
        return None
    values = [value for value, _ in present.values()]
    readable = [show(value) for value, show in present.values()]
    columns = [PrintedColumn("name", list(present)), PrintedColumn("value", values, readable=readable)]
    return Section(key, title, columns, heads=False)


def grid(
    key: str, title: str, rows: Sequence[Mapping[str, Any]], looks: Mapping[str, cells.Show]
) -> Section | None:
    """A section with a column for each key that some row has a value for."""
    if not rows:
        return None
    columns = [
        PrintedColumn(
            key, [row.get(key) for row in rows], show, right=_is_numeric([row.get(key) for row in rows])
        )
        for key, show in looks.items()
        if any(row.get(key) not in (None, "", []) for row in rows)
    ]
    return Section(key, title, columns)


def _is_numeric(values: Sequence[object]) -> bool:
    return all(value is None or isinstance(value, (int, float)) for value in values)
