"""What to try next: a setting that was never run, made of parts each of which is good by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tb_lifecycle.reading.groups.partition import freeze
from tb_lifecycle.reading.sweeps.importance import rank
from tb_lifecycle.reading.sweeps.levels import Levels, text_of
from tb_lifecycle.reading.sweeps.ranking import Ranking
from tb_lifecycle.reading.sweeps.settings import Settings

# Parts are taken from so many of the best settings, and of so many flags that tell most.
_PARTNERS = 10
_FLAGS = 8
# A value must have been run in so many settings to be known as good.
_LEAST_SETTINGS = 2
_SHOWN = 4
# So many values change at once, each of which promises so much of all ranks.
_MOST_CHANGES = 2
_LEAST_GAIN = 0.01


@dataclass(frozen=True)
class NextTry:
    """A setting to run.

    Attributes:
      like: the place of the setting that it is like but for its changes.
      changes: the flags that change, with their values; None is to be left out.
      text: all of it that tells it from most others, in words.
      parts: the places of the two settings that it is made of.
    """

    like: int
    changes: Mapping[str, object]
    text: str
    parts: Sequence[int]


def find_next(found: Settings, ranking: Ranking, order: Sequence[Levels]) -> NextTry | None:
    """The never-run mixture of the first with another good setting that the flags promise most of.

    Args:
      found: the settings.
      ranking: of them.
      order: flags that vary, over all settings, those that matter most first.

    Returns:
      None where every mixture was run, or a part of each is not known to be good.
    """
    flags = order[:_FLAGS]
    good = [each.place for each in ranking.order if each.rank and not found.settings[each.place].is_lost]
    good = good[: max(2, min(_PARTNERS, len(good) // 3))]
    if len(good) < 2 or not flags:
        return None
    varied = [flag.flag for flag in order]
    tried = {
        tuple(freeze(found.flags[name][place]) for name in varied) for place in range(len(found.settings))
    }
    effects = _effects(found, flags)
    first = good[0]
    best: tuple[float, NextTry] | None = None
    for other in good[1:]:
        for changes, worth in _mixtures(found, flags, effects, first, other):
            wanted = tuple(freeze(changes.get(name, found.flags[name][first])) for name in varied)
            if wanted not in tried and (best is None or worth > best[0]):
                text = _say(found, flags, first, changes)
                best = worth, NextTry(first, changes, text, (first, other))
    return best[1] if best else None


def _effects(found: Settings, flags: Sequence[Levels]) -> dict[str, dict[int, float]]:
    """Of each level that was run often enough, its settings' mean rank, from 0 to 1."""
    scores = found.scores()
    known = np.flatnonzero(~np.isnan(scores))
    ranks = rank(scores[known]) / max(1, len(known) - 1)
    effects: dict[str, dict[int, float]] = {}
    for flag in flags:
        places = flag.places[known]
        counts = np.bincount(places, minlength=len(flag.values))
        sums = np.bincount(places, ranks, len(flag.values))
        effects[flag.flag] = {
            level: float(sums[level] / counts[level])
            for level in np.flatnonzero(counts >= _LEAST_SETTINGS).tolist()
        }
    return effects


def _mixtures(
    found: Settings,
    flags: Sequence[Levels],
    effects: Mapping[str, Mapping[int, float]],
    first: int,
    other: int,
) -> list[tuple[dict[str, object], float]]:
    """One or two flags as in `other`, the rest as in `first`: those that are better by themselves."""
    gains = {}
    for flag in flags:
        mine, theirs = int(flag.places[first]), int(flag.places[other])
        known = effects[flag.flag]
        if (
            mine != theirs
            and mine in known
            and theirs in known
            and known[theirs] - known[mine] >= _LEAST_GAIN
        ):
            gains[flag.flag] = known[theirs] - known[mine]
    return [
        ({name: found.flags[name][other] for name in chosen}, sum(gains[name] for name in chosen))
        for size in range(1, _MOST_CHANGES + 1)
        for chosen in combinations(gains, size)
    ]


def _say(found: Settings, flags: Sequence[Levels], first: int, changes: Mapping[str, object]) -> str:
    changed = " and ".join(f"{name} {text_of(value)}" for name, value in changes.items())
    kept = [
        f"{flag.flag} {text_of(value)}"
        for flag in flags
        if flag.flag not in changes and (value := found.flags[flag.flag][first]) is not None
    ]
    return f"{changed} with {', '.join(kept[:_SHOWN])}" if kept else changed
