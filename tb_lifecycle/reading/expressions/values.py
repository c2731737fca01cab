"""What two values of an expression mean to each other: equal, ordered, one in the other, added.

None is missing. A bool is a number; a tuple is a list; NaN and infinities are numbers. Nothing here raises.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

Number = int | float

_MOST_BITS = 1023  # any integer of so many has a float

_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(a: object, b: object) -> bool:
    """Whether two present values are equal; values of unlike types are not."""
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(equal, a, b))
    return bool(a == b)


def ordered(symbol: str, a: object, b: object) -> bool:
    """Whether `a symbol b` holds for two present values; False for unlike types."""
    while isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        differing = next(((x, y) for x, y in zip(a, b, strict=False) if not equal(x, y)), None)
        if differing is None:
            return _ORDERINGS[symbol](len(a), len(b))
        a, b = differing
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return bool(_ORDERINGS[symbol](a, b))
    if isinstance(a, str) and isinstance(b, str):
        return _ORDERINGS[symbol](a, b)
    return False


def contains(container: object, value: object) -> bool:
    """Whether a list has an element, or a string a part; False for any other container."""
    if isinstance(value, str):
        return isinstance(container, (str, list, tuple)) and value in container
    if isinstance(container, (list, tuple)):
        return any(equal(element, value) for element in container)
    return False


def calculate(symbol: str, a: object, b: object) -> Number | None:
    """`a symbol b`, as IEEE 754 has it where Python would raise; None (missing) unless both are numbers.

    An integer that no float can hold becomes an infinity: a long product would otherwise take for ever.
    """
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return None
    try:
        if symbol == "/":
            return a / b
        result = a + b if symbol == "+" else a - b if symbol == "-" else a * b
        return within_floats(result)
    except ZeroDivisionError:
        return _divide_by_zero(a, b)
    except OverflowError:  # an integer that no float can hold
        if symbol == "/" and isinstance(a, int) and isinstance(b, int):
            return math.inf if (a > 0) == (b > 0) else -math.inf
        return calculate(symbol, _to_float(a), _to_float(b))


def negate(value: object) -> Number | None:
    """The number's negative; None for what is no number."""
    return -value if isinstance(value, (int, float)) else None


def _divide_by_zero(a: Number, b: Number) -> float:
    a = _to_float(a)
    if a == 0 or math.isnan(a):
        return math.nan
    return math.inf if (a > 0) == (math.copysign(1.0, b) > 0) else -math.inf


def within_floats(number: Number) -> Number:
    """The number itself; an infinity for an integer that no float can hold, which few functions take."""
    return _to_float(number) if isinstance(number, int) and number.bit_length() > _MOST_BITS else number


def _to_float(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
