"""Runs as plain columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.source import Aggregate, Extreme, Kind


class Runs:
    """A `ColumnSource` of the given columns; what is not given is missing.

    Figures of a metric are made up: its last value plus 1 for `min`, 2 for `max`, and so on.
    """

    FIGURES: tuple[Aggregate, ...] = ("last", "min", "max", "first", "mean")

    def __init__(self, names: Sequence[str], columns: Mapping[tuple[Kind, str], Sequence[Any]]) -> None:
        self.names = names
        self._columns = {("attribute", "name"): names, **columns}

    def __len__(self) -> int:
        return len(self.names)

    def known(self, kind: Kind) -> list[str]:
        return [name for of, name in self._columns if of == kind]

    def field(self, kind: Kind, name: str) -> Sequence[object] | None:
        return self._columns.get((kind, name))

    def aggregate(self, name: str, function: Aggregate) -> Sequence[object]:
        shift = self.FIGURES.index(function)
        return [None if value is None else value + shift for value in self._columns["metric", name]]

    def at(self, metric: str, key: str, function: Extreme) -> Sequence[object]:
        return [f"{metric} at {function} {key}"] * len(self)

    def is_exact(self, name: str, function: Aggregate = "last") -> Sequence[bool]:  # noqa: ARG002
        return [name != "sampled"] + [True] * (len(self) - 1)

    def is_exact_at(self, metric: str, key: str, function: Extreme) -> Sequence[bool]:  # noqa: ARG002
        return [a and b for a, b in zip(self.is_exact(metric), self.is_exact(key), strict=True)]

    def uncut(self) -> None:
        return None


def one_run(**flags: Any) -> Runs:
    """One run with the given flags."""
    return Runs(["run"], {("flag", name): [value] for name, value in flags.items()})


def value_of(text: str, **flags: Any) -> Any:
    """An expression's value for one run with the given flags."""
    return evaluate(text, one_run(**flags), now=1_000_000.0)[0]
