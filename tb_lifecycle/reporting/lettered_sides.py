"""What is compared, each with its letter, colour and dash, as on the page in its light theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reporting.markup import Markup, element

LETTERS = "ABCDEF"
COLORS = ("#3c434d", "#0072b2", "#b3005e", "#6b4c00", "#7b68ee", "#2e9e6b")
DASHES = ("6 4", None, "2 3", "8 3 2 3", "10 3", "4 2 1 2 1 2")


@dataclass(frozen=True)
class LetteredSide:
    """A run, or a group of runs.

    Attributes:
      name: as the answer of the comparison has it.
      label: what people call it.
      place: its place among those compared, the baseline first.
      n: how many runs count.
      members: of a group; empty for a run.
      left_out: how many runs do not count, by the reason.
    """

    name: str
    label: str
    place: int
    index: int
    n: int
    members: Sequence[str]
    left_out: Mapping[str, int]

    @property
    def letter(self) -> Markup:
        """Its letter in its colour."""
        return element("b", LETTERS[self.place], class_=f"letter side-{self.place}")

    @property
    def is_group(self) -> bool:
        """Whether it is of several runs."""
        return bool(self.members)


def find_sides(answer: Mapping[str, Any]) -> list[LetteredSide]:
    """The sides of a comparison, the baseline first, the others in their order; six at most have letters."""
    names: list[str] = answer["runs"]
    groups = answer["groups"] or [None] * len(names)
    base = names.index(answer["baseline"])
    order = [base, *(index for index in range(len(names)) if index != base)]
    return [_side(names[index], groups[index], place, index) for place, index in enumerate(order)]


def _side(name: str, group: Mapping[str, Any] | None, place: int, index: int) -> LetteredSide:
    if group is None:
        return LetteredSide(name, name, place, index, 1, (), {})
    return LetteredSide(name, group["label"], place, index, group["n"], group["members"], group["left_out"])
