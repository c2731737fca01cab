"""Exact statistics of one scalar series, in double precision, also across restarts of the run."""

from __future__ import annotations

import math

from tb_lifecycle.format.lifecycle_pb2 import Statistics


class SeriesStatistics:
    """Count, first, last, minimum, maximum and mean of a series, with their steps, over every value logged.

    NaN counts and may be first or last, but is in neither minimum, maximum nor mean; infinities are values
    like others. `begun_step` is the first step of this incarnation, −1 before it.
    """

    __slots__ = (
        "begun_step", "count", "first", "first_step", "inexact", "last", "last_step",
        "max", "max_step", "min", "min_step", "nan_count", "total",
    )  # fmt: skip

    def __init__(self, carried: Statistics | None = None) -> None:
        """Starts empty, or from what an earlier incarnation of the run has recorded."""
        self.begun_step = -1
        self._clear()
        if carried is not None and carried.count:
            self._carry(carried)

    def _clear(self) -> None:
        self.count = self.nan_count = 0
        self.first = self.last = math.nan
        self.min, self.max, self.total = math.inf, -math.inf, 0.0
        self.first_step = self.last_step = self.min_step = self.max_step = -1
        self.inexact = False

    def _carry(self, old: Statistics) -> None:
        self.count, self.nan_count = old.count, old.nan_count
        self.first, self.last = old.first, old.last
        self.first_step, self.last_step = old.first_step, old.last_step
        self.inexact = old.inexact
        if numbers := old.count - old.nan_count:
            self.min, self.max, self.total = old.min, old.max, old.mean * numbers
            self.min_step, self.max_step = old.min_step, old.max_step

    def add(self, value: float, step: int) -> None:
        """Takes one more value."""
        if self.begun_step < 0:
            self._begin(value, step)
        self.count += 1
        self.last = value
        self.last_step = step
        if value != value:
            self.nan_count += 1
            return
        self.total += value
        if value < self.min or self.min_step < 0:
            self.min = value
            self.min_step = step
        if value > self.max or self.max_step < 0:
            self.max = value
            self.max_step = step

    def _begin(self, value: float, step: int) -> None:
        """The first value, or the first of this incarnation: does it go on from what was carried over?"""
        self.begun_step = step
        if self.count and step > self.first_step:
            self.inexact = self.inexact or step <= self.last_step
            return
        self._clear()  # the first value of all, or trained again from the beginning
        self.first, self.first_step = value, step

    def to_message(self) -> Statistics:
        """What is recorded."""
        numbers = self.count - self.nan_count
        return Statistics(
            count=self.count,
            first=self.first,
            last=self.last,
            min=self.min if numbers else math.nan,
            max=self.max if numbers else math.nan,
            mean=self.total / numbers if numbers else math.nan,
            first_step=self.first_step,
            last_step=self.last_step,
            min_step=self.min_step,
            max_step=self.max_step,
            inexact=self.inexact,
            nan_count=self.nan_count,
        )
