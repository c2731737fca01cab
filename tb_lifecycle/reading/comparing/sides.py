"""What is compared: single runs and groups of runs, each with its figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tb_lifecycle.errors import RunNotFoundError
from tb_lifecycle.reading.comparing.cautions import find_cautions
from tb_lifecycle.reading.comparing.facts import Facts, facts_of
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.expressions.source import column_id
from tb_lifecycle.reading.groups.folding_figures import fold_figures
from tb_lifecycle.reading.groups.group_table import GroupTable
from tb_lifecycle.reading.groups.members import GROUP, SEED, Group, seed_key
from tb_lifecycle.reading.groups.same_setting import seeds_of
from tb_lifecycle.reading.significance.sample import Sample
from tb_lifecycle.reading.table.run_table import RunTable

# So many members of a group are read whole; its figures are those of all.
MOST_DESCRIBED = 10
# In these the members of a group should not differ.
_SECTIONS = ("code", "environment")


@dataclass(frozen=True)
class Side:
    """One of the things compared.

    Attributes:
      name: as it was asked for: a run's name, or `group:` and a key.
      label: for people.
      table: the runs among which it is.
      group: the runs; one for a single run, which counts however it ended.
      by: what it is grouped by; "" for a run.
    """

    name: str
    label: str
    table: RunTable
    group: Group
    by: str = ""

    @property
    def single(self) -> bool:
        """Whether it is a run."""
        return not self.by

    def sample(self, metric: str) -> tuple[Sample, list[tuple[object, ...]]]:
        """The finite figures of a metric, and the seeds of the runs that they are of."""
        (values,) = GroupTable(self.table, [self.group]).figures(metric)
        field = self.table.field("metric", metric) or ()
        finite = set(values)
        seeds = seeds_of(self.table)
        return Sample(values), [seeds[row] for row in self.group.counted if field[row] in finite]

    @cached_property
    def varied_flags(self) -> frozenset[str]:
        """The flags of which its members have several values."""
        group = GroupTable(self.table, [self.group])
        names = self.table.known("flag")
        return frozenset(name for name in names if group.select(column_id("flag", name))[0].varied)

    @property
    def counted(self) -> list[str]:
        """The members that its figures are of."""
        return [self.table.names[row] for row in self.group.counted]

    def last_step(self, metric: str) -> int | None:
        """The last step of the members, where they all went equally far."""
        steps = {step for step in self.table.last_steps(metric, self.group.counted) if step is not None}
        return steps.pop() if len(steps) == 1 else None

    def described(self, most: int) -> list[str]:
        """The members to read whole, those that count first."""
        counted = self.counted
        others = [name for name in self.group.members if name not in set(counted)]
        return [*counted, *others][: max(1, min(most, MOST_DESCRIBED))]

    def describe_group(self) -> dict[str, Any] | None:
        """What the answer says of it; None of a single run."""
        if self.single:
            return None
        group = self.group
        return {
            "key": group.key,
            "label": group.label,
            "members": list(group.members),
            "n": group.n,
            "left_out": dict(group.left_out),
        }


def find_sides(table: RunTable, names: Sequence[str], where: str | None = None) -> list[Side]:
    """Finds runs and groups by name.

    Args:
      table: all runs.
      names: of runs, or `group:` and a key.
      where: an expression; only runs for which it is true are members of a group.

    Raises:
      RunNotFoundError: there is no such run or group.
      ExpressionError: `where` or a key has an expression that is wrong.
    """
    rows = {name: row for row, name in enumerate(table.names)}
    grouped: dict[str, GroupTable] = {}
    settings = dict(zip(table.names, table.settings(), strict=True))
    kept = table if where is None else table.where(where)
    return [
        _single(table, rows[name]) if name in rows else _find_group(kept, name, grouped, settings)
        for name in names
    ]


def is_group(name: str) -> bool:
    """Whether a name is that of a group."""
    return name.startswith(GROUP)


def grouping_of(name: str) -> str | None:
    """What the runs of a group are grouped by, by the group's name; None of a run's."""
    return _read_key(name.removeprefix(GROUP))[0] if is_group(name) else None


def _single(table: RunTable, row: int) -> Side:
    name = table.names[row]
    return Side(name, name, table, Group("", name, [name], [row], [row], {}))


def _find_group(
    table: RunTable, name: str, grouped: dict[str, GroupTable], settings: Mapping[str, str]
) -> Side:
    key = name.removeprefix(GROUP)
    by, member = _read_key(key)
    if not is_group(name) or by is None:
        raise RunNotFoundError(f"There is no run and no group {name!r} in the logdir.")
    if by not in grouped:
        grouped[by] = table.group_by(by)
    if member is not None:
        key = seed_key(settings.get(member, member))
    for group in grouped[by].groups:
        if group.key == key:
            return Side(name, group.label, table, group, by)
    raise RunNotFoundError(f"There is no group {key!r} among the runs.")


def _read_key(key: str) -> tuple[str | None, str | None]:
    """What a key groups by, and the member that it names, if it does; None where it is no key."""
    kind, colon, member = key.partition(":")
    if kind == SEED and colon:
        return SEED, member
    try:
        values = json.loads(key)
    except (ValueError, RecursionError):
        return None, None
    return (", ".join(values), None) if isinstance(values, dict) and values else (None, None)


def merge(side: Side, descriptions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The description of a side, as `compare` takes one: what its members share, and their mean figures."""
    first = dict(descriptions[0])
    if side.single:
        return first
    table = side.table
    group = GroupTable(table, [side.group])
    command = first.get("command") or {}
    return {
        **first,
        "run": side.name,
        "status": "completed" if side.group.n else first["status"],
        "started": group.column("started")[0],
        "duration": group.column("duration")[0],
        "flags": {name: value for name, value in first["flags"].items() if name not in side.varied_flags},
        "environment": {**(first.get("environment") or {}), "seeds": {}},
        "command": {name: command.get(name) for name in ("entry", "module", "interpreter", "directory")},
        "metrics": _mean_figures(side),
        "notices": [notice for each in descriptions for notice in each.get("notices") or ()],
    }


def _mean_figures(side: Side) -> dict[str, dict[str, Any]]:
    found = {}
    for name in side.table.known("metric"):
        figures = fold_figures(side.table.field("metric", name) or (), [side.group.counted])
        if figures.n[0]:
            exact = side.table.is_exact(name)
            is_exact = all(exact[row] for row in side.group.counted)
            spread = {part: getattr(figures, part)[0] for part in ("n", "sd", "low", "high")}
            found[name] = {
                "last": figures.mean[0],
                "step": side.last_step(name),
                "exact": is_exact,
                "last_exact": is_exact,
                **spread,
            }
    return found


def find_unlike(side: Side, descriptions: Sequence[Mapping[str, Any]]) -> tuple[list[str], str | None]:
    """In what members of a group differ that should not: sentences, and a data set on which not all are."""
    facts = [facts_of(description) for description in descriptions]
    other = [caution for caution in find_cautions(descriptions, facts, 0) if caution.other_data]
    sentences = [f"The runs of {side.label} were evaluated on different data."] if other else []
    if names := _differing(facts):
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        sentences.append(f"The runs of {side.label} differ in more than their seeds: {shown}.")
    return sentences, other[0].other_data if other else None


def _differing(facts: Sequence[Facts]) -> list[str]:
    found = dict.fromkeys(
        name
        for each in facts[1:]
        for section in _SECTIONS
        for name in {**facts[0].sections[section], **each.sections[section]}
        if name != "branch"
        and not same_value(facts[0].sections[section].get(name), each.sections[section].get(name))
    )
    files = dict.fromkeys(
        path
        for each in facts[1:]
        for path in {**facts[0].files, **each.files}
        if facts[0].files.get(path, {}).get("digest") != each.files.get(path, {}).get("digest")
    )
    return [*found, *files]
