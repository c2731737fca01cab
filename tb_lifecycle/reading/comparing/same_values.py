"""Whether two recorded values are the same."""

from __future__ import annotations


def same_value(a: object, b: object) -> bool:
    """Whether two values are the same: 1 and 1.0 are, NaN and NaN are, 1 and True are not."""
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same_value, a, b))
    if isinstance(a, bool) != isinstance(b, bool):
        return False
    return bool(a == b) or (a != a and b != b)
