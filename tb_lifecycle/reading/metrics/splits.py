"""The splits of data that metrics, data sets and directories are named after: the only list of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Split = Literal["train", "validation", "evaluation", "test"]

# By name; the held-out ones in the order in which they judge a run: a test split is kept for the end.
NAMES: dict[Split, tuple[str, ...]] = {
    "train": ("train", "training"),
    "validation": ("validation", "val", "valid", "dev"),
    "evaluation": ("eval", "evaluation"),
    "test": ("test", "testing", "holdout"),
}
HELD_OUT: tuple[Split, ...] = ("validation", "evaluation", "test")
# What training libraries call the directories of the parts of one training.
DIRECTORIES = frozenset({"train", "validation", "val", "eval", "test"})

_BY_WORD: dict[str, Split] = {word: split for split, words in NAMES.items() for word in words}
_WORDS = "|".join(sorted(_BY_WORD, key=len, reverse=True))
# A word of its own, `loss/val` or `epoch_val_loss`, or the first part of `valLoss`.
_WORD = re.compile(rf"(?<![^\W_])(?:(?i:{_WORDS})(?![^\W_])|(?:{_WORDS})(?=[A-Z]))")
_EDGES = " _/.:-"


class Measured(NamedTuple):
    """What was measured, and on which data.

    Attributes:
      split: None where the name says none.
      figure: the name without the split: metrics of one figure belong together.
    """

    split: Split | None
    figure: str


@lru_cache(maxsize=16384)
def measured(metric: str) -> Measured:
    """Takes the split out of a metric's name: `epoch_val_loss` is `epoch_loss` on validation data."""
    found = _WORD.search(metric)
    if found is None:
        return Measured(None, metric)
    before, after = metric[: found.start()], metric[found.end() :]
    edge = before[-1:] if before.rstrip(_EDGES) and after.lstrip(_EDGES) else ""
    figure = before.rstrip(_EDGES) + edge + after.lstrip(_EDGES)
    return Measured(_BY_WORD[found[0].lower()], figure) if figure else Measured(None, metric)


def split_named(name: str) -> Split | None:
    """The split that a word names: `Val` is validation; None for any other word."""
    return _BY_WORD.get(name.lower())
