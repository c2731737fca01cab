"""Compares groups of runs, and runs with groups: each side is read, merged and then compared as a run is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from tb_lifecycle.reading.comparing.compare import Grouped, compare
from tb_lifecycle.reading.comparing.judgement import Judged
from tb_lifecycle.reading.comparing.peers import make_context
from tb_lifecycle.reading.comparing.sides import Side, find_unlike, merge
from tb_lifecycle.reading.flag_names import BESIDE_THE_SETTING, flag_role
from tb_lifecycle.reading.table.columns import Columns

# So many runs are read whole for one comparison.
MOST_DESCRIBED = 200

Describe = Callable[[Sequence[str]], list[dict[str, Any]]]


def compare_sides(
    columns: Columns, sides: Sequence[Side], baseline: str, describe: Describe, *, last: bool = True
) -> dict[str, Any]:
    """Compares sides with one of them.

    Args:
      columns: the logdir's runs.
      sides: what is compared.
      baseline: the name of one of them.
      describe: reads runs whole.
      last: figures are the runs' last ones.
    """
    each = MOST_DESCRIBED // len(sides)
    chosen = [side.described(each) for side in sides]
    wanted = list(dict.fromkeys(name for members in chosen for name in members))
    known = dict(zip(wanted, describe(wanted), strict=True))
    described = [[known[name] for name in members] for members in chosen]
    unlike = [find_unlike(side, members) for side, members in zip(sides, described, strict=True)]
    grouped = Grouped(
        groups=[side.describe_group() for side in sides],
        judged=lambda metric: [Judged(side.label, *side.sample(metric)) for side in sides],
        unlike=[(side.name, text) for side, (texts, _) in zip(sides, unlike, strict=True) for text in texts],
        other_data=[other for _, other in unlike if other is not None],
    )
    members = {name for side in sides for name in side.group.members}
    first = chosen[[side.name for side in sides].index(baseline)][0]
    context = make_context(columns, members, first, sides, last=last)
    merged = [merge(side, descriptions) for side, descriptions in zip(sides, described, strict=True)]
    return compare([_without(each, _beside(sides)) for each in merged], baseline, context, grouped)


def _beside(sides: Sequence[Side]) -> set[str]:
    """Flags that are beside a setting and of which a group has several values: none that could be shown."""
    return {
        name
        for side in sides
        if not side.single
        for name in side.varied_flags
        if flag_role(name) in BESIDE_THE_SETTING
    }


def _without(description: dict[str, Any], flags: Collection[str]) -> dict[str, Any]:
    kept = {name: value for name, value in description["flags"].items() if name not in flags}
    return {**description, "flags": kept}
