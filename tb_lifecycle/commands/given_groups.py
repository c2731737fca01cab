"""The groups that runs given by name make: of those runs, or those that each of them stands for."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.errors import ExpressionError, LogdirError
from tb_lifecycle.reading.comparing.sides import Side
from tb_lifecycle.reading.groups.group_table import GroupTable
from tb_lifecycle.reading.groups.members import GROUP
from tb_lifecycle.reading.json_values import to_json_text
from tb_lifecycle.reading.reader import LogdirReader


def find_given_sides(
    reader: LogdirReader, names: Sequence[str], by: str, baseline: str
) -> tuple[list[Side], str]:
    """Puts runs into groups.

    Args:
      reader: of their log directory.
      names: the runs'.
      by: `seed`, or expressions.
      baseline: one of the runs.

    Returns:
      The groups of these runs, in their order, and the name of the baseline's. Where no two of the runs are
      of one group, each stands for the whole group that it is of in the log directory.

    Raises:
      LogdirError: `by` is wrong, or the runs are all of one group.
    """
    only = f"name in {to_json_text(list(names))}"
    table = reader.table()
    try:
        groups, where = table.where(only).group_by(by), only
        if len(groups) == len(names):
            groups, where = table.group_by(by), ""
    except (ExpressionError, ValueError) as error:
        hint = f" {error.hint}" if isinstance(error, ExpressionError) and error.hint else ""
        raise LogdirError(f"--group-by {by}: {error}{hint}") from error
    keys = list(dict.fromkeys(_key_of(groups, name) for name in names))
    if len(keys) < 2:
        raise LogdirError(f"The runs are all of one group by {by}: there is nothing to compare it with.")
    return reader.find_sides(keys, where or None), _key_of(groups, baseline)


def _key_of(groups: GroupTable, name: str) -> str:
    return next(f"{GROUP}{group.key}" for group in groups.groups if name in group.members)
