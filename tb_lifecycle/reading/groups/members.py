"""A group of runs: who belongs to it, who counts, and what it is called."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.json_values import to_json_text
from tb_lifecycle.reading.number_text import plain

# Runs that went to their end, and those of which nobody knows how they ended: of other programs' logdirs.
COUNTED = frozenset({"completed", "unknown"})
SEED = "seed"
# What a key follows where a run's name could stand.
GROUP = "group:"
_MOST_ENDS = 3
_ENDS = re.compile(r"[-_/. ,=]*(?:seeds?|s|rng|run|trial)?[-_/. ,=]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """Runs that make one row.

    Attributes:
      key: names it for `compare`: `seed:` and a member, or the expressions and their values as JSON.
      label: names it for people.
      members: the runs' names, in the table's order.
      rows: their places among the runs that were grouped.
      counted: the places of those that means are made of.
      left_out: how many of the others there are, by why: a status, or `no figure`.
    """

    key: str
    label: str
    members: Sequence[str]
    rows: Sequence[int]
    counted: Sequence[int]
    left_out: Mapping[str, int]

    @property
    def n(self) -> int:
        """How many members count."""
        return len(self.counted)


def make_group(
    key: str,
    label: str,
    rows: Sequence[int],
    names: Sequence[str],
    statuses: Sequence[object],
    main: Sequence[object],
) -> Group:
    """Makes a group of the runs at `rows`.

    `main` has the figure that each run is judged by; it is asked of no group of which no member has it.
    """
    judged = bool(main) and any(main[row] is not None for row in rows)
    reasons = {row: why for row in rows if (why := _why_not(statuses[row], main[row] if judged else 0.0))}
    return Group(
        key=key,
        label=label,
        members=[names[row] for row in rows],
        rows=rows,
        counted=[row for row in rows if row not in reasons],
        left_out=dict(sorted(Counter(reasons.values()).items())),
    )


def _why_not(status: object, figure: object) -> str | None:
    if status not in COUNTED:
        return str(status)
    return None if isinstance(figure, (int, float)) and math.isfinite(figure) else "no figure"


def seed_key(setting: str) -> str:
    """The key of a group of one setting, whose name is one of its runs'; that of any other finds it too."""
    return f"{SEED}:{setting}"


def value_key(expressions: Sequence[str], values: Sequence[object]) -> str:
    """The key of a group of equal values."""
    return to_json_text(dict(zip(expressions, values, strict=True)))


def seed_label(members: Sequence[str]) -> str:
    """What the members' names have in common, without a cut-off seed; the first where that is nothing."""
    if len(members) == 1:
        return members[0]
    first, last = min(members), max(members)
    length = _shared_length(members)
    common = first[:length]
    if first[length : length + 1].isdigit() or last[length : length + 1].isdigit():
        common = common.rstrip("0123456789")
    return _ENDS.sub("", common) or first


def told_apart(labels: Sequence[str], members: Sequence[Sequence[str]]) -> list[str]:
    """The labels; of those that several groups have, each with its members' ends: `sweep/{0,1}`."""
    several = {label for label, count in Counter(labels).items() if count > 1}
    return [
        _braced(names) if label in several else label for label, names in zip(labels, members, strict=True)
    ]


def _braced(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    length = _shared_length(names)
    ends = sorted(name[length:] for name in names)
    more = ",…" if len(ends) > _MOST_ENDS else ""
    return f"{names[0][:length]}{{{','.join(ends[:_MOST_ENDS])}{more}}}"


def _shared_length(names: Sequence[str]) -> int:
    """How many characters all names begin with: as many as the first and the last in the alphabet."""
    first, last = min(names), max(names)
    pairs = enumerate(zip(first, last, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(first), len(last)))


def value_labels(expressions: Sequence[str], groups: Sequence[Sequence[object]]) -> list[str]:
    """Each group's values, with their expressions; texts in quotes where several would look alike."""
    labels = [_value_label(expressions, values, _show) for values in groups]
    several = {label for label, count in Counter(labels).items() if count > 1}
    return [
        _value_label(expressions, values, _show_type) if label in several else label
        for label, values in zip(labels, groups, strict=True)
    ]


def _value_label(expressions: Sequence[str], values: Sequence[object], show: Callable[[object], str]) -> str:
    return ", ".join(
        f"{expression}={show(value)}" for expression, value in zip(expressions, values, strict=True)
    )


def _show_type(value: object) -> str:
    return to_json_text(value) if isinstance(value, str) else _show(value)


def _show(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return plain(value)
    return str(value) if isinstance(value, (str, bool)) else to_json_text(value)
