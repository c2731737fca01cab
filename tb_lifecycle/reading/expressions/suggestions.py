"""Finds the name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import islice

# Names compared at most, and pairs of their letters; beyond, finding a suggestion would take longer than
# reading the runs. Of each name only the first letters count.
MAX_NAMES = 5_000
MAX_PAIRS = 3_000_000
_LETTERS = 200
# How alike a name must be to be suggested.
LIKE = 0.6


def closest(wanted: str, names: Iterable[str]) -> str | None:
    """The name most like `wanted`, or None if none is like it."""
    best = max(((likeness(wanted, name), name) for name in compared(wanted, names)), default=(0.0, ""))
    return best[1] if best[0] >= LIKE else None


def likeness(wanted: str, name: str) -> float:
    """How alike two names are: 1 the same but for case, 0.9 the same last part of a path, 0 not at all."""
    wanted, name = wanted.casefold(), name.casefold()
    if wanted == name:
        return 1.0
    if wanted and name.endswith(("/" + wanted, "." + wanted)):
        return 0.9
    if wanted and name.startswith((wanted + "/", wanted + ".")):
        return 0.8
    if _is_transposed(wanted, name):
        return 0.95 * (1 - 1 / (2 + len(name)))
    matcher = difflib.SequenceMatcher(None, wanted[:_LETTERS], name[:_LETTERS])
    return 0.0 if matcher.quick_ratio() < LIKE else 0.95 * matcher.ratio()


def _is_transposed(a: str, b: str) -> bool:
    """Whether two neighbouring letters changed places: short names share too little otherwise."""
    if len(a) != len(b):
        return False
    differing = [index for index, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return a[first] == b[second] and a[second] == b[first]


def compared(wanted: str, names: Iterable[str]) -> Iterator[str]:
    """The first of the names, as many as can be compared with `wanted` soon."""
    pairs = 0
    for name in islice(names, MAX_NAMES):
        pairs += len(wanted[:_LETTERS]) * len(name[:_LETTERS])
        if pairs > MAX_PAIRS:
            return
        yield name
