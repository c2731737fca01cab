"""A few figures of an array of numbers: mean, standard deviation, least, greatest, how many are missing."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_FIELDS = 50
"""Arrays or columns of one data set that get figures."""

_LARGEST = 1 << 26
_CHUNK = 1 << 20


def profile(array: np.ndarray[Any, Any]) -> dict[str, float]:
    """Figures of an array of numbers: `mean`, `sd` (population), `min`, `max`, and `missing`
    where some are NaN.

    Empty for anything but numbers, for nothing, and above 67 million elements.
    """
    if array.dtype.kind not in "iufb" or not 0 < array.size <= _LARGEST:
        return {}
    flat = array.reshape(-1)
    count, mean, squares, least, greatest = 0, 0.0, 0.0, np.inf, -np.inf
    for start in range(0, flat.size, _CHUNK):
        chunk = flat[start : start + _CHUNK].astype(np.float64)
        chunk = chunk[~np.isnan(chunk)]
        if not chunk.size:
            continue
        with np.errstate(all="ignore"):
            count, mean, squares = _merge(count, mean, squares, chunk)
        least, greatest = min(least, float(chunk.min())), max(greatest, float(chunk.max()))
    missing = {"missing": float(flat.size - count)} if count < flat.size else {}
    if not count:
        return missing
    return {"mean": mean, "sd": float(np.sqrt(squares / count)), "min": least, "max": greatest, **missing}


def _merge(count: int, mean: float, squares: float, chunk: np.ndarray[Any, Any]) -> tuple[int, float, float]:
    """Adds a chunk to a mean and a sum of squared deviations (Chan, Golub and LeVeque 1979)."""
    total = count + chunk.size
    chunk_mean = float(chunk.mean())
    delta = chunk_mean - mean
    squares += float(np.square(chunk - chunk_mean).sum()) + delta * delta * count * chunk.size / total
    return total, mean + delta * chunk.size / total, squares
