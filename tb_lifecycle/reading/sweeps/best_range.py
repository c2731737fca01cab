"""Where in a flag the best tenth of the runs lies."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tb_lifecycle.reading.sweeps.levels import OTHER, Levels, numbers_of, text_of
from tb_lifecycle.reading.sweeps.settings import Figures, Settings

HELD = 0.85
# A range that holds hardly more of the best runs than it holds of all settings says nothing.
_EVERYWHERE = 0.9
FEWEST_RUNS = 10


@dataclass(frozen=True)
class BestRange:
    """The smallest part of a flag's values that holds most of the best tenth of the runs.

    Attributes:
      low, high: of numbers, both within it; None of words, and of `not set` alone.
      levels: the texts of its values.
      inside: how many of the best runs are in it.
      of: how many best runs there are.
      text: that in words.
      clause: the filter that keeps it; None where no filter says it.
    """

    low: float | None
    high: float | None
    levels: Sequence[str]
    inside: int
    of: int
    text: str
    clause: str | None


def best_settings(found: Settings) -> list[int]:
    """The setting of each run of the best tenth; of runs that diverged none is among them."""
    kept = [(place, each) for place, each in enumerate(found.settings) if place not in found.barred]
    runs = [(found.sign * value, place) for place, each in kept for value in each.sample.values]
    diverged = sum(each.diverged for _, each in kept)
    if len(runs) + diverged < FEWEST_RUNS:
        return []
    runs.sort(key=lambda run: -run[0])
    return [place for _, place in runs[: math.ceil((len(runs) + diverged) / 10)]]


def find_range(levels: Levels, values: Sequence[object], best: Sequence[int]) -> BestRange | None:
    """The range of one flag.

    Args:
      levels: over all settings.
      values: the flag's, one a setting.
      best: the setting of each of the best runs.

    Returns:
      None where there are no best runs, or no part of the values holds most of them.
    """
    if not best:
        return None
    needed = math.ceil(HELD * len(best) - 1e-9)
    if not levels.is_number:
        return _of_words(levels, best, needed)
    unset = [place for place in best if values[place] is None]
    if len(unset) >= needed:
        return _say(levels, None, None, [text_of(None)], len(unset), len(best), f"not has({levels.id})")
    return _of_numbers(levels, values, best, needed)


def _of_numbers(
    levels: Levels, values: Sequence[object], best: Sequence[int], needed: int
) -> BestRange | None:
    numbers = numbers_of(values)
    different, settings = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    of_best = numbers[list(best)]
    hits = np.searchsorted(different, of_best[~np.isnan(of_best)])
    held = np.concatenate([[0], np.cumsum(np.bincount(hits, minlength=len(different)))])
    if held[-1] < needed:
        return None
    axis = _on_axis(different, levels.scale)
    seen = np.concatenate([[0], np.cumsum(settings)])
    starts = np.arange(len(different))
    # The first end for which enough of the best lie within.
    ends = np.searchsorted(held, held[starts] + needed)
    starts, ends = starts[ends <= len(different)], ends[ends <= len(different)]
    sizes = zip(ends - starts, seen[ends] - seen[starts], axis[ends - 1] - axis[starts], strict=True)
    few = len(different) <= len(levels.values) - levels.has_unset
    keys = [(size if few else settings, settings, width) for size, settings, width in sizes]
    chosen = min(range(len(keys)), key=keys.__getitem__)
    first, last = int(starts[chosen]), int(ends[chosen]) - 1
    low, high = float(different[first]), float(different[last])
    inside = int(held[last + 1] - held[first])
    shown = [text_of(low)] if first == last else [text_of(low), text_of(high)]
    clause = (
        f"{levels.id} == {_literal(low)}"
        if first == last
        else f"{_literal(low)} <= {levels.id} <= {_literal(high)}"
    )
    share = float(settings[first : last + 1].sum()) / len(values)
    whole = len(different) > 1 and share >= _EVERYWHERE * inside / len(best)
    return _say(levels, low, high, shown, inside, len(best), None if whole else clause, whole=whole)


def _of_words(levels: Levels, best: Sequence[int], needed: int) -> BestRange:
    counts = np.bincount(levels.places[list(best)], minlength=len(levels.values))
    order = np.argsort(-counts, kind="stable").tolist()
    taken: list[int] = []
    while sum(counts[level] for level in taken) < needed:
        taken.append(order[len(taken)])
    inside = int(sum(counts[level] for level in taken))
    texts = [levels.texts[level] for level in sorted(taken)]
    share = float(levels.counts[taken].sum()) / len(levels.places)
    whole = share >= _EVERYWHERE * inside / len(best)
    clause = None if whole else words_clause(levels, sorted(taken))
    return _say(levels, None, None, texts, inside, len(best), clause, whole=whole)


def words_clause(levels: Levels, taken: Sequence[int]) -> str | None:
    """The filter for some levels; None where one of them is `other`."""
    values = [levels.values[level] for level in taken]
    if any(
        value == OTHER and levels.texts[level] != OTHER for value, level in zip(values, taken, strict=True)
    ):
        return None
    literals = [_literal(value) for value in values if value is not None]
    parts = [f"not has({levels.id})"] if None in values else []
    if literals:
        within = f"== {literals[0]}" if len(literals) == 1 else f"in ({', '.join(literals)})"
        parts.insert(0, f"{levels.id} {within}")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _literal(value: object) -> str:
    if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _on_axis(numbers: Figures, scale: str) -> Figures:
    if scale == "linear":
        return numbers
    least = numbers[numbers > 0].min()
    logarithms: Figures = np.log10(np.maximum(numbers, least / 10))
    return logarithms


def _say(
    levels: Levels,
    low: float | None,
    high: float | None,
    shown: Sequence[str],
    inside: int,
    of: int,
    clause: str | None,
    *,
    whole: bool = False,
) -> BestRange:
    runs = "run" if of == 1 else "runs"
    if whole:
        return BestRange(
            low, high, shown, inside, of, f"the best {of} {runs} lie everywhere in {levels.flag}", None
        )
    said = " … ".join(shown) if low is not None else ", ".join(shown)
    return BestRange(low, high, shown, inside, of, f"{said} holds {inside} of the best {of} {runs}", clause)
