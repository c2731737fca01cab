"""What an expression reads: columns of runs, by kind and name, and the text that names each column.

`RunTable` is one; any object with these methods will do. A column's values are Python's own: None (missing),
bool, int, float, str, or a list of those.
"""

from __future__ import annotations

import json
import keyword
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["attribute", "flag", "metric", "dataset", "export", "code", "stage"]
Aggregate = Literal["min", "max", "first", "last", "mean"]
Extreme = Literal["max", "min"]

# The kinds that are written before a dot or a bracket, as in `flag.lr`.
NAMESPACES: tuple[Kind, ...] = ("flag", "metric", "dataset", "export", "code", "stage")
ATTRIBUTES = ("name", "status", "started", "duration", "tags", "user", "host")
# Names that every logdir has, whatever its runs recorded.
FIXED: dict[Kind, tuple[str, ...]] = {
    "attribute": ATTRIBUTES,
    "code": ("commit", "branch", "dirty"),
    "stage": ("code", "prepare", "train", "compare", "serve"),
}


@dataclass(frozen=True)
class Reference:
    """One column of the runs: its kind and its name (`flag`, `optimizer.name`)."""

    kind: Kind
    name: str


class ColumnSource(Protocol):
    """Runs as columns: every sequence has one value a run, in the order of `names`."""

    @property
    def names(self) -> Sequence[str]:
        """The runs' names."""

    def __len__(self) -> int:
        """The number of runs."""

    def known(self, kind: Kind) -> Collection[str]:
        """The names that some run has."""

    def field(self, kind: Kind, name: str) -> Sequence[object] | None:
        """The values of one column, a metric's last ones; None: no run has that name."""

    def aggregate(self, name: str, function: Aggregate) -> Sequence[object]:
        """A figure over all values of a metric that some run has."""

    def at(self, metric: str, key: str, function: Extreme) -> Sequence[object]:
        """A metric at the step where the metric `key` is highest ("max") or lowest ("min")."""

    def is_exact(self, name: str, function: Aggregate = "last") -> Sequence[bool]:
        """Whether every logged value is in a metric's figure (True), or it comes from a sample of them."""

    def is_exact_at(self, metric: str, key: str, function: Extreme) -> Sequence[bool]:
        """The same of `at`."""

    def uncut(self) -> tuple[ColumnSource, Sequence[int]] | None:
        """The runs as they were before a limit, and where each of these is among them; None without one."""


def column_id(kind: Kind, name: str) -> str:
    """The canonical text of a column: `name`, `flag.optimizer.name`, `metric["train/accuracy"]`."""
    if kind == "attribute":
        return name
    if all(is_plain_identifier(part) for part in name.split(".")):
        return f"{kind}.{name}"
    return f"{kind}[{json.dumps(name, ensure_ascii=False)}]"


def is_plain_identifier(text: str) -> bool:
    """Whether `text` is an ASCII identifier and no keyword of Python, so that it can follow a dot."""
    return text.isascii() and text.isidentifier() and not keyword.iskeyword(text)
