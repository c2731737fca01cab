"""What a report is made of, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reporting.lettered_sides import LetteredSide
from tb_lifecycle.reporting.line_chart import Line


@dataclass(frozen=True)
class Chart:
    """The curves of one metric."""

    metric: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Content:
    """A comparison with what belongs to it.

    Attributes:
      title: what the report is called.
      made: when and by whom, in words.
      facts: names and texts that stand above everything: data, logdir.
      answer: of the comparison.
      sides: what is compared, the baseline first.
      charts: of the main metrics.
      expressions: what made it: filter, grouping, metric, budget.
      version: tb_lifecycle's.
    """

    title: str
    made: str
    facts: Sequence[tuple[str, str]]
    answer: Mapping[str, Any]
    sides: Sequence[LetteredSide]
    charts: Sequence[Chart]
    expressions: Sequence[str]
    version: str
