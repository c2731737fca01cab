"""Student's t distribution, for any positive number of degrees of freedom.

The regularized incomplete beta function is computed by its continued fraction (NIST Digital Library of
Mathematical Functions, 8.17.22, https://dlmf.nist.gov/8.17.E22), evaluated by Lentz's method. It is all that
is needed of a statistics library, whose import would take longer than most questions.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_TERMS = 10_000
# The normal distribution's beyond this: they differ by less than what follows from rounding.
_MANY = 1e7


def regularized_beta(a: float, b: float, x: float, rest: float | None = None) -> float:
    """The regularized incomplete beta function I_x(a, b), for positive `a` and `b` and `x` from 0 to 1.

    `rest` is 1 - x where that is known better than from `x`.
    """
    rest = 1.0 - x if rest is None else rest
    if x <= 0.0 or rest <= 0.0:
        return 0.0 if x <= 0.0 else 1.0
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    factor = math.exp(logarithm)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - factor / b * _fraction(b, a, rest)
    return factor / a * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of 8.17.22, by Lentz's method: its terms are 8.17.23's."""
    value = above = 1.0
    below = 0.0
    for term in range(1, _MOST_TERMS):
        half = term // 2
        if term % 2:
            factor = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            factor = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        below = 1.0 / _nonzero(1.0 + factor * below)
        above = _nonzero(1.0 + factor / above)
        value *= above * below
        if abs(above * below - 1.0) < _PRECISION:
            break
    return 1.0 / value


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_cdf(t: float, freedom: float) -> float:
    """The probability of a value of at most `t` with `freedom` degrees of freedom."""
    upper = t_tail(abs(t), freedom)
    return 1.0 - upper if t > 0 else upper


def t_tail(t: float, freedom: float) -> float:
    """The probability of a value above `t`, which is not negative: without loss where it is small."""
    if freedom > _MANY or math.isinf(t):
        return 0.5 * math.erfc(t / math.sqrt(2.0))
    return 0.5 * regularized_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t), t * t / (freedom + t * t))


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: float) -> float:
    """The value that is not exceeded with this probability, above 0 and below 1."""
    if probability < 0.5:
        return -t_quantile(1.0 - probability, freedom)
    tail = 1.0 - probability
    low, high = 0.0, 1.0
    while t_tail(high, freedom) > tail:
        low, high = high, 2.0 * high
    while (middle := 0.5 * (low + high)) not in (low, high):
        low, high = (middle, high) if t_tail(middle, freedom) > tail else (low, middle)
        if high - low <= _PRECISION * high:
            break
    return 0.5 * (low + high)
