"""Whether a repetition came to the figures of the recorded run."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.metrics.direction import unit

TOLERANCE = 1e-6
"""The difference, relative to the recorded figure, up to which two figures are the same."""

_OF_THE_MACHINE = re.compile(
    r"(?i)(?:^|[_/. -])"
    r"(?:time|times|duration|throughput|latency|memory|mem|fps|util|utilization|wall|elapsed)"
    r"(?:$|[_/. -])|(?:per|/)[_ ]?(?:s|sec|second)s?$|^system/"
)


@dataclass(frozen=True)
class Figure:
    """One metric of the two runs, and whether it came out the same; None where it is not compared."""

    name: str
    recorded: float | None
    again: float | None
    same: bool | None


def compare_figures(
    recorded: Mapping[str, Any], again: Mapping[str, Any], tolerance: float = TOLERANCE
) -> list[Figure]:
    """Compares the last figures of each metric of the recorded run. How long something took, and what it
    needed of the machine, may differ.

    Args:
      recorded, again: `metrics` of the `run` answers.
      tolerance: see TOLERANCE.
    """
    figures = []
    for name, metric in recorded.items():
        first, second = _number(metric.get("last")), _number((again.get(name) or {}).get("last"))
        compared = unit(name) is None and not _OF_THE_MACHINE.search(name)
        figures.append(Figure(name, first, second, _same(first, second, tolerance) if compared else None))
    return figures


def say(figures: list[Figure]) -> str:
    """The verdict in a sentence."""
    compared = [figure for figure in figures if figure.same is not None]
    differing = [figure.name for figure in compared if not figure.same]
    if not compared:
        return "The recorded run has no metric to compare."
    if differing:
        return f"Not reproduced: {', '.join(differing)} came out otherwise ({len(compared)} compared)."
    return f"Reproduced: {len(compared)} of {len(compared)} metrics came out the same."


def _number(x: object) -> float | None:
    """A figure of an answer, in which NaN and infinities are texts."""
    if isinstance(x, bool) or not isinstance(x, (int, float, str)):
        return None
    try:
        return float(x)
    except ValueError:
        return None


def _same(a: float | None, b: float | None, tolerance: float) -> bool:
    if a is None or b is None:
        return False
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b or math.isclose(a, b, rel_tol=tolerance, abs_tol=0.0)
