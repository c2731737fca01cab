"""A flag's values over the settings of a sweep, as levels that can be counted, ordered and drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.expressions.source import column_id
from tb_lifecycle.reading.expressions.values import within_floats
from tb_lifecycle.reading.json_values import to_json_text
from tb_lifecycle.reading.number_text import plain

Scale = Literal["linear", "log", "log, 0 apart", "words"]
Places = npt.NDArray[np.intp]

NOT_SET = "not set"
OTHER = "other"
# Categories beyond these are one, `other`.
MOST_WORDS = 12
# Numbers that are told apart where every one has a level: more are put into as many levels of equal size.
MOST_NUMBERS = 32
# A range of so many times its least value is drawn on a logarithmic axis.
_DECADE = 10.0


@dataclass(frozen=True)
class Levels:
    """A flag over settings.

    Attributes:
      flag: its name.
      scale: how its axis is drawn; `words` for what is not a number in every setting that has it.
      values: of each level its value, ascending for numbers; None for settings without the flag, which is
        the last level.
      texts: what each level is called.
      places: of each setting its level.
      tried: how many different values there are, `not set` among them.
    """

    flag: str
    scale: Scale
    values: Sequence[object]
    texts: Sequence[str]
    places: Places
    tried: int

    @property
    def id(self) -> str:
        """The expression of the flag."""
        return column_id("flag", self.flag)

    @property
    def is_number(self) -> bool:
        """Whether its levels are in an order."""
        return self.scale != "words"

    @property
    def has_unset(self) -> bool:
        """Whether some setting does not have it."""
        return bool(len(self.values)) and self.values[-1] is None

    @cached_property
    def counts(self) -> Places:
        """How many settings each level has."""
        return np.bincount(self.places, minlength=len(self.values))

    @property
    def rest(self) -> int:
        """How many settings have another value than the commonest."""
        return int(len(self.places) - self.counts.max(initial=0))

    def of(self, kept: npt.NDArray[np.bool_]) -> Levels:
        """The same of some of the settings; levels that none of them has stay."""
        return Levels(self.flag, self.scale, self.values, self.texts, self.places[kept], self.tried)

    @property
    def said(self) -> str:
        """What was tried, in words: `8 values, log`, or `adam × 42, sgd × 4`."""
        if self.is_number and self.tried > 3:
            return f"{self.tried:,} values" + (", log" if self.scale != "linear" else "")
        order = sorted(range(len(self.texts)), key=lambda level: (-self.counts[level], level))
        shown = [f"{self.texts[level]} × {self.counts[level]:,}" for level in order[:3]]
        more = self.tried - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def find_levels(flag: str, values: Sequence[object]) -> Levels:
    """The levels of a flag, whatever its values are."""
    numbers = [_number(value) for value in values]
    if all(number is not None or value is None for number, value in zip(numbers, values, strict=True)):
        return _of_numbers(flag, numbers)
    return _of_words(flag, values)


def numbers_of(values: Sequence[object]) -> npt.NDArray[np.float64]:
    """A flag's values as numbers, NaN where it is not set or is none."""
    return _with_nan([_number(value) for value in values])


def _with_nan(numbers: Sequence[float | None]) -> npt.NDArray[np.float64]:
    return np.array([math.nan if number is None else number for number in numbers], np.float64)


def scale_of(numbers: Sequence[float]) -> Scale:
    """The axis for ascending numbers: logarithmic over a decade or more, with 0 apart where it is one."""
    positive = [number for number in numbers if number > 0]
    if len(positive) < 2 or numbers[0] < 0 or positive[-1] / positive[0] < _DECADE:
        return "linear"
    return "log" if numbers[0] > 0 else "log, 0 apart"


def text_of(value: object) -> str:
    """A flag's value as people write it."""
    if value is None:
        return NOT_SET
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return short_number(within_floats(value))
    return value if isinstance(value, str) else str(value) if isinstance(value, bool) else to_json_text(value)


def short_number(value: float) -> str:
    """A number in few characters: 1e-4, 0.001, 128."""
    text = plain(value)
    if not math.isfinite(value):
        return text
    if (value and abs(value) < 1e-3) or len(text) > 8:
        mantissa, _, exponent = (
            f"{value:.4g}".partition("e") if abs(value) >= 1e-4 else f"{value:.3e}".partition("e")
        )
        short = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{short}e{int(exponent)}" if exponent else short
    return text


def _of_numbers(flag: str, numbers: Sequence[float | None]) -> Levels:
    known = _with_nan(numbers)
    different = np.unique(known[~np.isnan(known)])
    tried = len(different) + bool(np.isnan(known).any())
    levels, has = different, ~np.isnan(known)
    if len(different) > MOST_NUMBERS:
        edges = np.quantile(known[has], np.linspace(0, 1, MOST_NUMBERS + 1)[1:-1], method="lower")
        bands = np.searchsorted(np.unique(edges), known, side="left")
        taken = np.unique(bands[has])
        levels = np.array([np.median(known[has & (bands == band)]) for band in taken])
        places = np.searchsorted(taken, bands)
    else:
        places = np.searchsorted(levels, known)
    values: list[object] = [
        int(level) if level == int(level) and abs(level) < 2**53 else float(level) for level in levels
    ]
    if np.isnan(known).any():
        places = np.where(np.isnan(known), len(values), places)
        values.append(None)
    return Levels(flag, scale_of(different.tolist()), values, list(map(text_of, values)), places, tried)


def _of_words(flag: str, values: Sequence[object]) -> Levels:
    texts = [None if value is None else _typed_text(value) for value in values]
    named = dict(zip(texts, values, strict=True))
    counts = Counter(text for text in texts if text is not None)
    tried = len(counts) + (None in named)
    kept = [
        text for text, _ in counts.most_common(MOST_WORDS if len(counts) <= MOST_WORDS else MOST_WORDS - 1)
    ]
    places: dict[str | None, int] = {text: place for place, text in enumerate(kept)}
    found: list[object] = [named[text] for text in kept]
    shown = [text_of(value) for value in found]
    if len(counts) > len(kept):
        places.update((text, len(found)) for text in counts if text not in places)
        found.append(OTHER)
        shown.append(f"{OTHER} ({len(counts) - len(kept)})")
    if None in named:
        places[None] = len(found)
        found.append(None)
        shown.append(NOT_SET)
    # A text that reads as a number beside that number keeps its quotes.
    doubled = {text for text, n in Counter(shown).items() if n > 1}
    shown = [
        to_json_text(value) if text in doubled else text for text, value in zip(shown, found, strict=True)
    ]
    return Levels(flag, "words", found, shown, np.array([places[text] for text in texts], np.intp), tried)


def _typed_text(value: object) -> str:
    if (number := _number(value)) is not None:
        return f"number {number!r}"
    return f"{type(value).__name__} {value if isinstance(value, str) else to_json_text(value)}"


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
