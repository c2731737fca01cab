"""What a difference without an interval is held against, and what picking the best adds to one.

Both go by the seed noise of other settings of the logdir. They are yardsticks, no tests: no word of a
verdict rests on them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.number_text import decimals_for, fixed, plain
from tb_lifecycle.reading.significance.best_of_many import expected_maximum
from tb_lifecycle.reading.significance.seed_noise import SeedNoise

# The better of two is no pick.
_FEWEST = 3


@dataclass(frozen=True)
class Rivals:
    """Among what a side may have been picked: itself and all others of its sort that have a figure.

    Attributes:
      values: their figures of the metric.
      noun: what they are, in the plural: `runs`, `settings`.
    """

    values: Sequence[float]
    noun: str


@dataclass(frozen=True)
class Told:
    """A side and how far it is from the baseline, on the metric of the verdict.

    Attributes:
      label: for people.
      value: its figure.
      delta: that less the baseline's.
      n: of how many runs the figure is the mean.
    """

    label: str
    value: float
    delta: float
    n: int


def describe_noise(noise: SeedNoise | None, delta: float | None) -> dict[str, Any] | None:
    """The `noise` of a verdict, beside a difference of single runs; None where nothing tells of it."""
    if noise is None:
        return None
    spread = write_spread(noise.sd)
    groups = "1 group" if noise.groups == 1 else f"{noise.groups:,} groups"
    text = f"Runs that differ only by seed differ by ± {spread} here ({groups})"
    if noise.sd > 0 and delta is not None and math.isfinite(delta):
        # The difference of two draws spreads by the square root of 2 more than one of them.
        ratio = abs(delta) / (math.sqrt(2) * noise.sd)
        text += f"; this difference is {_times(ratio)} what two of them usually differ by"
    return {"sd": noise.sd, "groups": noise.groups, "runs": noise.runs, "text": f"{text}."}


def describe_pick(metric: str, side: Told, rivals: Rivals, noise: SeedNoise | None) -> dict[str, Any] | None:
    """The `best_of` of a verdict: what picking the best of so many gains by noise alone.

    Returns:
      None of a side that is not the best of three or more, or is no better than the baseline.
    """
    sign = -1 if better(metric) == "down" else 1
    values = [value for value in rivals.values if math.isfinite(value)]
    if len(values) < _FEWEST or sign * side.delta <= 0:
        return None
    if any(sign * value > sign * side.value for value in values):
        return None
    factor = expected_maximum(len(values))
    picked = f"{side.label} is the best of {len(values):,} {rivals.noun} by {metric}"
    if noise is None:
        text = (
            f"{picked}. The best of so many equal ones lies {factor:.1f} standard deviations of the seed "
            "noise above their mean; how large that is here, no group of seeds tells."
        )
        return {"of": len(values), "lift": None, "text": text}
    lift = factor * noise.sd / math.sqrt(side.n)
    spread = write_spread(noise.sd) + (f" / √{side.n}" if side.n > 1 else "")
    decimals = decimals_for([lift, side.delta])
    text = (
        f"{picked}: if all were equal, picking the best would still gain {fixed(lift, decimals)} by noise "
        f"alone (expected maximum of {len(values):,} draws, {factor:.1f} × {spread})."
    )
    return {"of": len(values), "lift": lift, "text": text}


def write_spread(sd: float) -> str:
    """A standard deviation in two figures."""
    if not sd:
        return "0"
    return plain(float(f"{sd:.2g}"))


def _times(ratio: float) -> str:
    return (
        f"{ratio:.1f} times" if ratio < 9.95 else f"{ratio:.0f} times" if ratio < 1000 else "over 1,000 times"
    )
