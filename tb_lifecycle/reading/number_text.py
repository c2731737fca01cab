"""Numbers, sizes and durations as people read them.

The page writes them by the same rules in `shared/format.ts`, with a typographic minus; both are held to
`tests/number_text.json`. Ties are rounded away from zero, as JavaScript does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeGuard

MISSING = "–"

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_LARGEST = 2**53  # beyond, a float knows no single units
_TOO_LARGE_FOR_DECIMALS = 1e9
_TOO_SMALL_FOR_NOTHING = 1e-4  # what is larger may be written as zero, where the column is of large ones
_MOST_DECIMALS = 6
_MOST_DAYS = 1_000_000  # more are told by their power of ten
_PLAIN_DIGITS = Context(prec=12, rounding=ROUND_HALF_UP)
_THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)


def plain(value: float) -> str:
    """A number as it was given: no trailing zeros, twelve digits at most of one with decimals."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return _special(value)
    if value == int(value) and abs(value) < _LARGEST:
        return str(int(value))
    rounded = _PLAIN_DIGITS.create_decimal(value)
    size = abs(value)
    if 1e-6 <= size < _LARGEST:
        return _trim(format(rounded, "f"))
    return _exponential(rounded)


def decimals_for(values: Sequence[object]) -> int:
    """The decimals that a column of figures is written with.

    Four figures of the one in the middle by size, and two of the smallest where six decimals, which are the
    most, can show them; none where all are whole.
    """
    numbers = [value for value in values if _is_finite(value)]
    sizes = sorted(abs(number) for number in numbers if number != 0)
    if not sizes or all(number == int(number) for number in numbers):
        return 0
    middle = _power(sizes[len(sizes) // 2])
    decimals = max(4, 2 - middle) if middle < 0 else max(1, 3 - middle)
    smallest = (1 - _power(number) for number in sizes)
    needed = next((needs for needs in smallest if needs <= _MOST_DECIMALS), 0)
    return min(_MOST_DECIMALS, max(decimals, needed))


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals; with an exponent where they would all be zero, and from 10^9."""
    if not _is_finite(value):
        return _special(float(value)) if isinstance(value, float) else str(value)
    if decimals == 0 and value == int(value) and (isinstance(value, int) or abs(value) < _LARGEST):
        return str(int(value))
    exact = Decimal(value)
    if abs(value) >= _TOO_LARGE_FOR_DECIMALS:
        return _in_three_digits(exact)
    text = format(_round(exact, decimals), "f")
    if text.strip("-0."):
        return text
    return _in_three_digits(exact) if 0 < abs(value) < _TOO_SMALL_FOR_NOTHING else text.removeprefix("-")


def signed(value: float, decimals: int) -> str:
    """The number with its sign always shown; what is written as zero has none."""
    text = fixed(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def size(value: float) -> str:
    """Bytes in powers of a thousand: `512 B`, `4.2 kB`, `123 MB`."""
    unit = 0
    number = float(value)
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    decimals = 0 if unit == 0 or number >= 99.95 else 1
    return f"{format(_round(Decimal(number), decimals), 'f')} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """Seconds as `3.31 s`, `42.0 s`, `6:31`, `2:04:10` or `1 d 1:01:01`."""
    if not math.isfinite(seconds):
        return _special(seconds)
    if seconds < 0:
        return f"-{duration(-seconds)}"
    if seconds < 59.95:
        return f"{fixed(seconds, 2 if seconds < 9.995 else 1)} s"
    return elapsed(seconds)


def elapsed(seconds: float) -> str:
    """Seconds, 0 or more, as `0:42`, `6:31`, `2:04:10` or `1 d 1:01:01`."""
    minutes, second = divmod(int(_round(Decimal(seconds), 0)), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days > _MOST_DAYS:
        return f"{_in_three_digits(Decimal(days))} d"
    if days:
        return f"{days} d {hour}:{minute:02}:{second:02}"
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def _is_finite(value: object) -> TypeGuard[int | float]:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _special(value: float) -> str:
    return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"


def _round(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _power(size: float) -> int:
    """The power of ten of a number's first digit."""
    return Decimal(size).adjusted()


def _in_three_digits(number: Decimal) -> str:
    mantissa, exponent = format(_THREE_DIGITS.create_decimal(number), ".2e").split("e")
    return f"{mantissa}e{int(exponent)}"


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exponential(number: Decimal) -> str:
    mantissa, _, exponent = format(number, "e").partition("e")
    return f"{_trim(mantissa)}e{int(exponent)}"
