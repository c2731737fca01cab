"""Where a run stands among the runs on the same data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.metrics.headline import judges, main_of
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.table.stages import dataset_digests


@dataclass(frozen=True, slots=True)
class Position:
    """A run's rank by its main metric.

    Attributes:
      comparable: how many runs have the metric and a data set in common with it, itself included.
      rank: 1 is best; equal ones share a rank.
      metric: the metric's name.
    """

    comparable: int
    rank: int
    metric: str


def find_position(state: RunState, runs: Sequence[RunState], main: str | None) -> Position | None:
    """Ranks a run by the last value of its main metric; None without one, and where it is alone.

    Args:
      state: the run.
      runs: all runs of the logdir.
      main: their main metric.
    """
    metric = main_of(state.metrics, main)
    digests = dataset_digests(state)
    if metric is None or not judges(metric) or not digests:
        return None
    own = _badness(state, metric)
    others = [
        _badness(other, metric)
        for other in runs
        if other is not state and metric in other.metrics and not digests.isdisjoint(dataset_digests(other))
    ]
    if not others:
        return None
    return Position(len(others) + 1, 1 + sum(other < own for other in others), metric)


def _badness(state: RunState, metric: str) -> float:
    value = state.metrics[metric].value
    if math.isnan(value):
        return math.inf
    return -value if better(metric) == "up" else value
