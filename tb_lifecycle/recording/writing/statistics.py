"""Exact statistics of one scalar series, in double precision, also across restarts of the run."""

from __future__ import annotations

import math

from tb_lifecycle.format.lifecycle_pb2 import Statistics

Row = dict[str, float]  # what was logged at one step: the value of each tag

# What is below it in size can be added up 2**63 times in double precision; the rest is added up in integers.
_LARGE = 2.0**960


class SeriesStatistics:
    """Count, first, last, minimum, maximum and mean of a series, with their steps, over every value logged.

    NaN counts and may be first or last, but is in neither minimum, maximum nor mean; infinities are values
    like others. The mean is of a compensated sum (Knuth's TwoSum, "The Art of Computer Programming", 2,
    4.2.2), and finite where the true one is.

    Attributes:
      begun_step: the first step of this incarnation, −1 before it.
      min_row, max_row: what was logged at the step of the minimum and of the maximum; None where unknown.
    """

    __slots__ = (
        "_error", "_large", "_negative", "_positive", "_sum",
        "begun_step", "count", "first", "first_step", "inexact", "last", "last_step",
        "max", "max_row", "max_step", "min", "min_row", "min_step", "nan_count",
    )  # fmt: skip

    def __init__(
        self,
        carried: Statistics | None = None,
        min_row: Row | None = None,
        max_row: Row | None = None,
    ) -> None:
        """Starts empty, or from what an earlier incarnation of the run has recorded."""
        self.begun_step = -1
        self._clear()
        if carried is not None and carried.count:
            self._carry(carried)
            self.min_row, self.max_row = min_row, max_row

    def _clear(self) -> None:
        self.count = self.nan_count = 0
        self.first = self.last = math.nan
        self.min, self.max = math.inf, -math.inf
        self._sum = self._error = 0.0
        self._large = 0
        self._positive = self._negative = False  # an infinity was there
        self.first_step = self.last_step = self.min_step = self.max_step = -1
        self.min_row = self.max_row = None
        self.inexact = False

    def _carry(self, old: Statistics) -> None:
        self.count, self.nan_count = old.count, old.nan_count
        self.first, self.last = old.first, old.last
        self.first_step, self.last_step = old.first_step, old.last_step
        self.inexact = old.inexact
        if numbers := old.count - old.nan_count:
            self.min, self.max = old.min, old.max
            self.min_step, self.max_step = old.min_step, old.max_step
            self._positive, self._negative = old.max == math.inf, old.min == -math.inf
            if math.isfinite(old.mean):
                from fractions import Fraction

                total = Fraction(old.mean) * numbers
                self._large = int(total) if abs(total) >= _LARGE else 0
                self._sum = float(total - self._large)

    def add(self, value: float, step: int, row: Row | None = None) -> None:
        """Takes one more value; `row` is what is logged at that step, and may be filled later."""
        if self.begun_step < 0:
            self._begin(value, step)
        self.count += 1
        self.last = value
        self.last_step = step
        if -_LARGE < value < _LARGE:
            before = self._sum
            self._sum = after = before + value
            taken = after - before
            self._error += (before - (after - taken)) + (value - taken)
        elif value != value:
            self.nan_count += 1
            return
        else:
            self._add_large(value, step, row)
        if value < self.min:
            self.min = value
            self.min_step = step
            self.min_row = row
        if value > self.max:
            self.max = value
            self.max_step = step
            self.max_row = row

    def _add_large(self, value: float, step: int, row: Row | None) -> None:
        if self.min_step < 0:  # an infinity may be the first number, and is then both
            self.min = self.max = value
            self.min_step = self.max_step = step
            self.min_row = self.max_row = row
        if value == math.inf:
            self._positive = True
        elif value == -math.inf:
            self._negative = True
        else:
            self._large += int(value)

    def _begin(self, value: float, step: int) -> None:
        """The first value, or the first of this incarnation: does it go on from what was carried over?"""
        self.begun_step = step
        if self.count and step > self.first_step:
            self.inexact = self.inexact or step <= self.last_step
            return
        self._clear()  # the first value of all, or trained again from the beginning
        self.first, self.first_step = value, step

    @property
    def mean(self) -> float:
        """The mean of what is no NaN; NaN where there is nothing else, or infinities of both signs."""
        numbers = self.count - self.nan_count
        if not numbers or (self._positive and self._negative):
            return math.nan
        if self._positive or self._negative:
            return math.inf if self._positive else -math.inf
        if not self._large:
            return (self._sum + self._error) / numbers
        from fractions import Fraction

        return float((Fraction(self._sum) + Fraction(self._error) + self._large) / numbers)

    def to_message(self) -> Statistics:
        """What is recorded."""
        numbers = self.count - self.nan_count
        return Statistics(
            count=self.count,
            first=self.first,
            last=self.last,
            min=self.min if numbers else math.nan,
            max=self.max if numbers else math.nan,
            mean=self.mean,
            first_step=self.first_step,
            last_step=self.last_step,
            min_step=self.min_step,
            max_step=self.max_step,
            inexact=self.inexact,
            nan_count=self.nan_count,
        )
