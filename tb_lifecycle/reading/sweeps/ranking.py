"""The settings of a sweep, best first, each held against a baseline and corrected for all that were tried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tb_lifecycle.reading.metrics.evaluated_data import match_data
from tb_lifecycle.reading.significance.bootstrap import bootstrap_difference
from tb_lifecycle.reading.significance.difference import Difference, find_difference
from tb_lifecycle.reading.significance.families import holm
from tb_lifecycle.reading.significance.sample import CONFIDENCE
from tb_lifecycle.reading.significance.student import t_quantile
from tb_lifecycle.reading.sweeps.settings import Setting, Settings

Word = Literal[
    "baseline",
    "better",
    "worse",
    "not distinguishable",
    "one run",
    "no spread",
    "diverged",
    "no figure",
    "no baseline",
    "other data",
]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Ranked:
    """One setting in the order.

    Attributes:
      place: its place among the settings.
      rank: from 1; equal figures share one; None where nothing is known of it.
      word: what may be said of it against the baseline, after correction; `no baseline` where that has no
        figure, `other data` where it was evaluated on other data.
      delta: its mean less the baseline's.
      interval: of that, 95 % by itself.
      corrected: of that, at the level that Holm's correction leaves it; on one side of 0 where the word is
        better or worse.
      p: after correction.
      method: what they were worked out by.
    """

    place: int
    rank: int | None
    word: Word
    delta: float | None = None
    interval: Interval | None = None
    corrected: Interval | None = None
    p: float | None = None
    method: str | None = None


@dataclass(frozen=True)
class Ranking:
    """All settings, best first.

    Attributes:
      order: of each what is known.
      base: the baseline's place among the settings; None where no setting has a figure.
      chosen: somebody chose it; else it is the first that was started with two runs or more.
      tests: how many were corrected for.
    """

    order: Sequence[Ranked]
    base: int | None
    chosen: bool
    tests: int


def bar_other_data(found: Settings, baseline: str | None = None) -> Settings:
    """Bars the settings that were evaluated on other data than the baseline, as far as both are known."""
    base, _ = _find_baseline(found, baseline)
    if base is None or not found.table.known("dataset"):
        return found
    theirs = found.datasets(base)
    places = range(len(found.settings))
    return replace(
        found, barred=frozenset(place for place in places if match_data(found.datasets(place), theirs)[0])
    )


def rank_settings(found: Settings, baseline: str | None = None) -> Ranking:
    """Ranks settings by the mean of their counted runs.

    Args:
      found: the settings.
      baseline: the key of a group, or the name of one of its members.
    """
    scores = found.scores()
    base, chosen = _find_baseline(found, baseline)
    tested = _hold_against(found, base)
    corrected = holm([difference.p if difference else None for difference in tested])
    levels = _levels([difference.p if difference else None for difference in tested])
    # NaN sorts last: nothing is known there.
    places = np.argsort(-scores, kind="stable").tolist()
    order = []
    rank, before = 0, math.nan
    for position, place in enumerate(places, 1):
        score = float(scores[place])
        rank, before = (rank if score == before else position), score
        order.append(
            _describe(
                found,
                place,
                None if math.isnan(score) else rank,
                base,
                tested[place],
                corrected[place],
                levels[place],
            )
        )
    return Ranking(order, base, chosen, sum(level is not None for level in levels))


def _find_baseline(found: Settings, asked: str | None) -> tuple[int | None, bool]:
    if asked is not None:
        key = asked.removeprefix("group:")
        for place, setting in enumerate(found.settings):
            member = key.removeprefix("seed:")
            if setting.group.key == key or member in setting.group.members:
                return place, True
    starts = found.table.field("attribute", "started") or ()
    known = [place for place, setting in enumerate(found.settings) if setting.sample.n]
    several = [place for place in known if found.settings[place].sample.n > 1]

    def first_start(place: int) -> float:
        times = [starts[row] for row in found.settings[place].group.rows]
        return min((time for time in times if isinstance(time, (int, float))), default=math.inf)

    return min(several or known, key=first_start, default=None), False


def _hold_against(found: Settings, base: int | None) -> list[Difference | None]:
    """The differences of the settings that are corrected for: those of two runs or more."""
    if base is None:
        return [None] * len(found.settings)
    first = found.settings[base]
    return [
        find_difference(first.sample, setting.sample, (first.seeds, setting.seeds))
        if place not in {base, *found.barred} and setting.sample.n > 1 and not setting.is_lost
        else None
        for place, setting in enumerate(found.settings)
    ]


def not_told_apart(found: Settings, places: Sequence[int]) -> set[int]:
    """Those settings of `places` that cannot be told from its first one, corrected for all of them (Holm)."""
    if not places:
        return set()
    best, *others = (found.settings[place] for place in places)
    differences = [
        find_difference(best.sample, setting.sample, (best.seeds, setting.seeds)) for setting in others
    ]
    corrected = holm([difference.p if difference else None for difference in differences])
    return {place for place, p in zip(places[1:], corrected, strict=True) if p is None or p >= 1 - CONFIDENCE}


def _levels(values: Sequence[float | None]) -> list[float | None]:
    """The level that each test is held to by Holm's steps; from the first that fails on, that one's."""
    known = sorted((value, place) for place, value in enumerate(values) if value is not None)
    levels: list[float | None] = [None] * len(values)
    failed: float | None = None
    for done, (value, place) in enumerate(known):
        level = failed or (1 - CONFIDENCE) / (len(known) - done)
        levels[place] = level
        if value >= level:
            failed = level
    return levels


def _describe(
    found: Settings,
    place: int,
    rank: int | None,
    base: int | None,
    difference: Difference | None,
    p: float | None,
    level: float | None,
) -> Ranked:
    setting = found.settings[place]
    if place == base:
        return Ranked(place, rank, "baseline")
    if not setting.is_known or base is None:
        return Ranked(place, rank, "no figure")
    if place in found.barred:
        return Ranked(place, rank, "other data")
    if setting.is_lost:
        return Ranked(place, rank, "diverged")
    first = found.settings[base]
    delta = setting.sample.mean - first.sample.mean if first.sample.n else None
    if difference is None or p is None or level is None:
        if not first.sample.n:
            return Ranked(place, rank, "no baseline")
        return Ranked(place, rank, "one run" if setting.sample.n < 2 else "no spread", delta)
    word: Word = "not distinguishable"
    if p < 1 - CONFIDENCE:
        word = "better" if difference.delta * found.sign > 0 else "worse"
    return Ranked(
        place,
        rank,
        word,
        delta,
        (difference.low, difference.high),
        interval_at(difference, level, first, setting),
        p,
        difference.method,
    )


def interval_at(difference: Difference, level: float, first: Setting, second: Setting) -> Interval:
    """The interval of a difference at a stricter level than 5 %, so no narrower than its own."""
    if difference.freedom is None:
        found = bootstrap_difference(first.sample.values, second.sample.values, 1 - level)
        return found.low, found.high
    usual = t_quantile(0.5 + CONFIDENCE / 2, difference.freedom)
    factor = t_quantile(1 - level / 2, difference.freedom) / usual
    more = max(0.0, (difference.high - difference.low) / 2 * (factor - 1))
    return difference.low - more, difference.high + more
