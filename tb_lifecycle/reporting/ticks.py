"""Where an axis has its marks, and what stands there."""

from __future__ import annotations

import math
import sys

from tb_lifecycle.reading.number_text import plain

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_DECADES = 5


def linear_ticks(low: float, high: float, wanted: int = 5, *, whole: bool = False) -> list[float]:
    """Round numbers from `low` to `high`, about `wanted` of them; `low` < `high`, both finite."""
    # Halves first: the difference of two large numbers may be none.
    rough = (high / 2 - low / 2) / max(1, wanted) * 2
    if rough < sys.float_info.min:  # closer than numbers can be divided
        return [low, high]
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _STEPS if power * each >= rough * 0.999)
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    # Of numbers that differ in their last digits only, two marks may be one.
    return sorted({round(index * step, 12) if abs(index * step) < 1e6 and step >= 1e-9 else index * step
                   for index in range(first, min(last, first + 20) + 1)})  # fmt: skip


def log_ticks(low: float, high: float) -> list[float]:
    """Powers of ten, and between few of them their twos and fives; 0 < `low` < `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = max(1, math.ceil((last - first) / _MOST_DECADES))
    between = (1, 2, 5) if last - first <= 2 else (1,)
    found = [each * 10.0**power for power in range(first, last + 1, every) for each in between]
    return [tick for tick in found if low * 0.999 <= tick <= high * 1.001]


def tick_text(value: float) -> str:
    """A mark as text: 20k, 0.05."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < size * 1e3 and (abs(value) >= 1e4 or size > 1e3):
            return plain(round(value / size, 6)) + letter
    return plain(value)
