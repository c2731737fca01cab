"""Which way a metric is better, and its unit, as far as its name tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from tb_lifecycle.reading.metrics import words
from tb_lifecycle.reading.metrics.words import words_of

Direction = Literal["up", "down"]

_RATE = re.compile(r"(?:per[\W_]*(?:s|secs?|seconds?|ms|minute|hour)|/(?:s|secs?|seconds?))$", re.IGNORECASE)
# 1-acc and 1 - ssim, but not top-1-acc.
_COMPLEMENT = re.compile(r"(?:^|[/(])\s*(?:1\s*-\s*|(?:1|one)[_ -]?minus[_ -]?)(?=\w)", re.IGNORECASE)
_TURNED: dict[Direction, Direction] = {"up": "down", "down": "up"}


@lru_cache(maxsize=16384)
def better(name: str) -> Direction | None:
    """Which way a metric is better: "up", "down", or None where its name does not tell."""
    complement = _COMPLEMENT.search(name)
    if complement is not None:
        direction = better(name[complement.end() :])
        return _TURNED[direction] if direction else None
    if _is_rate(name):
        return "up"
    told = _telling(words_of(name))
    if words.DENIALS & set(told):
        return None
    direction = _direction(told)
    if direction is not None and words.NEGATIVE & set(told) and not _counts_classes(told):
        return _TURNED[direction]
    return direction


def is_cost(name: str) -> bool:
    """Whether a metric says what a run takes, such as its time, or nothing, rather than how good it is."""
    told = _telling(words_of(name))
    if words.PAIRS_UP & set(pairwise(told)) or words.PAIRS_DOWN & set(pairwise(told)):
        return False
    known = [word for word in told if word in words.KNOWN]
    return not known or known[-1] in words.COST_UP | words.COST_DOWN


def unit(name: str) -> str | None:
    """The unit of a metric: "s" (seconds), or None where its name does not tell."""
    told = words_of(name)
    if not told or _is_rate(name):
        return None
    return "s" if told[-1] in ("seconds", "secs", "sec") else None


def _is_rate(name: str) -> bool:
    """Whether the name ends as `steps per second` or `examples/sec` do."""
    return bool(_RATE.search(name))


def _telling(told: Sequence[str]) -> Sequence[str]:
    """The words before "at" or "vs": of `fpr at 95 tpr` only the first tells which way is better."""
    for place, word in enumerate(told):
        if word in words.CONDITIONS and place:
            return told[:place]
    return told


def _counts_classes(told: Sequence[str]) -> bool:
    """Whether "negative" is a class, as in `true_negative_rate`."""
    return "true" in told or "false" in told


def _direction(told: Sequence[str]) -> Direction | None:
    """The direction that the last telling word has."""
    if not told:
        return None
    pairs = set(pairwise(told))
    if tuple(told[-2:]) in words.PAIRS_UP:
        return "up"
    if told[-1] in words.NEUTRAL_ENDS:
        return None
    if told[-1] in words.FALLING:
        before = _direction(told[:-1])
        return _TURNED[before] if before else None
    for second in ("positive", "positives", "negative", "negatives"):
        if ("false", second) in pairs:
            return "down"
        if ("true", second) in pairs:
            return "up"
    if words.PAIRS_DOWN & pairs:
        return "down"
    if words.PAIRS_UP & pairs:
        return "up"
    if {"memory", "mem", "vram"} & set(told) and {"utilization", "utilisation"} & set(told):
        return None
    for word in reversed(told):
        if word in words.UP or word in words.COST_UP:
            return "up"
        if word in words.DOWN or word in words.COST_DOWN:
            return "down"
    return "up" if words.WEAK_UP & set(told) else None
