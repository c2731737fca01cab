"""How many steps Python's backtracking engine can take at most: for where RE2 is not installed.

What stands behind a part is tried anew for each way in which the part matches. The ways multiply along a
sequence and add up over alternatives; a repetition has one more than the most it can repeat, if what it
repeats always matches in one way and is always as long. Of any other they are too many to count.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as names  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_constants as names
    import sre_parse as parser

_ONE_STEP = (names.LITERAL, names.NOT_LITERAL, names.ANY, names.IN, names.AT)


class Steps:
    """Bounds the steps of searches for one pattern."""

    def __init__(self, pattern: str) -> None:
        """Parses the pattern.

        Raises:
          re.error: no regular expression.
          ValueError: it has what RE2 does not have, so that it is refused with RE2 as well.
        """
        self._items = parser.parse(pattern)
        self.most(1)

    def most(self, length: int) -> float:
        """The most steps in a text of so many characters; infinite where they are too many to count."""
        _, steps = _sequence(self._items, length)
        return (length + 1) * steps


def _sequence(items: Iterable[Any], length: int) -> tuple[float, float]:
    """In how many ways a sequence can match from one place on, and the steps to try all of them."""
    ways, steps = 1.0, 1.0
    for operation, argument in items:
        own_ways, own_steps = _item(operation, argument, length)
        steps += ways * own_steps
        ways *= own_ways
    return ways, steps


def _item(operation: Any, argument: Any, length: int) -> tuple[float, float]:
    if operation in _ONE_STEP:
        return 1, 1
    if operation is names.SUBPATTERN:
        return _sequence(argument[3], length)
    if operation is names.BRANCH:
        branches = [_sequence(branch, length) for branch in argument[1]]
        return sum(ways for ways, _ in branches), sum(steps for _, steps in branches)
    if operation in (names.MAX_REPEAT, names.MIN_REPEAT):
        return _repetition(int(argument[0]), int(argument[1]), argument[2], length)
    raise ValueError("there is no look-around, no reference to a group and no possessive repetition")


def _repetition(least: int, most: int, items: Any, length: int) -> tuple[float, float]:
    ways, steps = _sequence(items, length)
    if most <= 1:
        return ways + (least < most), steps + 1
    shortest, longest = items.getwidth()
    if ways > 1 or shortest < longest or longest == 0:
        return math.inf, math.inf
    times = min(most, length)
    return max(times - least, 0) + 1, (times + 1) * steps
