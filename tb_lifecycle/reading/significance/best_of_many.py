"""By how much the best of many draws is above their mean, by noise alone.

Whoever tries k settings that are all equal and keeps the best figure has gained that much without any
improvement (Bouthillier et al., "Accounting for Variance in Machine Learning Benchmarks", 2021; Dodge et al.,
"Show Your Work", 2019).
"""

from __future__ import annotations

import math
from functools import lru_cache

# Beyond so many standard deviations lies less than what follows from rounding.
_FAR = 12.0
_STEPS = 4800


@lru_cache(maxsize=256)
def expected_maximum(draws: int) -> float:
    """The expected maximum of so many independent draws of the standard normal distribution.

    The first normal order statistic (Harter, "Expected values of normal order statistics", Biometrika 48,
    1961, has tables of it): the integral of 1 - F^k over what is positive, less that of F^k over the rest.

    Raises:
      ValueError: there is no draw.
    """
    if draws < 1:
        raise ValueError(f"There is no maximum of {draws} draws.")
    width = _FAR / _STEPS
    total = 0.0
    for place in range(_STEPS):
        # The middle of each step, on both sides of 0; log1p keeps 1 - F^k of far tails.
        x = (place + 0.5) * width
        tail = 0.5 * math.erfc(x / math.sqrt(2.0))
        above = -math.expm1(draws * math.log1p(-tail))
        total += above - tail**draws
    return total * width
