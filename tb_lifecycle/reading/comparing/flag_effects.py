"""What other runs tell about flags: whether one that differs moves the metric, and by how much.

Each flag's values are groups, many numbers five of like size. A flag moves a metric where the means of its
groups, on ranks, are spread further than in 95 % of 399 shuffles (a permutation test: Good, "Permutation,
Parametric and Bootstrap Tests of Hypotheses", 2005; after Bonferroni over the flags asked about), with what
the other flags explain taken off; where those say the same as it, by itself. It is idle where neither way
shows anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

FEWEST = 8
# So many runs tell as much as more would, and of more flags no run can tell which did it.
_MOST = 500
_MOST_FLAGS = 30
_SHUFFLES = 399
_LEVEL = 0.05
_MOST_GROUPS = 6
_BINS = 5
_PASSES = 20

Groups = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Peer:
    """Another run on the same data: its flags, its figure of the metric, and what else may move that.

    `factors` has the latter by `factor`.
    """

    flags: Mapping[str, object]
    value: float
    factors: Mapping[str, object] = field(default_factory=dict, compare=False)

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """Flags and factors by name."""
        return {**self.flags, **self.factors}


def factor(kind: str, name: str) -> str:
    """What a factor beside the flags is called; no flag has such a name."""
    return f"\0{kind} {name}"


@dataclass(frozen=True)
class Effect:
    """What is known of a flag over other runs.

    Attributes:
      moves: whether it moves the metric.
      n: how many runs tell.
      a, b: the mean of those whose value is like the baseline's, and like the other run's; None without any.
      slope: of a positive number that spans a decade or more, by how much the metric rises in one: the median
        over all pairs of runs (Theil 1950, Sen 1968); None of others.
    """

    moves: bool
    n: int
    a: float | None
    b: float | None
    slope: float | None = None

    @property
    def size(self) -> float:
        """How far the means are apart; 0 where one is not known."""
        return 0.0 if self.a is None or self.b is None else abs(self.b - self.a)


@dataclass(frozen=True)
class _Grouped:
    """A flag's values over the peers, in groups.

    Attributes:
      labels: the group of each peer; -1 of one without the flag.
      a, b: the groups of the values that are asked about; None where there is none.
      decades: the logarithm to base 10 of each peer's value; NaN where it is no positive number.
    """

    labels: Groups
    a: int | None
    b: int | None
    decades: Numbers


def find_effects(differing: Mapping[str, tuple[object, object]], peers: Sequence[Peer]) -> dict[str, Effect]:
    """The effects of flags, by name; without those of which the peers tell nothing.

    Args:
      differing: the baseline's and the other run's value of each flag that differs.
      peers: the other runs, neither of the two among them.
    """
    known = [peer for peer in peers if math.isfinite(peer.value)]
    if len(known) > _MOST:
        known = [known[place * len(known) // _MOST] for place in range(_MOST)]
    if len(known) < FEWEST or len(differing) > _MOST_FLAGS:
        return {}
    values = np.array([peer.value for peer in known])
    grouped = {name: _group_flag(name, known, *asked) for name, asked in differing.items()}
    level = max(_LEVEL / len(differing), 1 / (_SHUFFLES + 1)) if differing else _LEVEL
    effects = {}
    for name, flag in grouped.items():
        if flag is not None:
            others = [other for key, other in grouped.items() if key != name and other is not None]
            if (effect := _find_effect(values, flag, others, level)) is not None:
                effects[name] = effect
    return effects


def _find_effect(values: Numbers, flag: _Grouped, others: Sequence[_Grouped], level: float) -> Effect | None:
    having = flag.labels >= 0
    labels, values = flag.labels[having], values[having]
    if len(values) < FEWEST:
        return None
    beside = [_counted_from_zero(other.labels[having]) for other in others]
    ranks = _ranks(values)
    rest = _without(ranks, beside)
    # Flags that always change together explain away each other: then each by itself is all there is.
    entangled = bool(np.ptp(rest) < 1e-6) or _is_explained(labels, beside)
    by_itself = _shuffled_share(ranks, labels)
    with_others = by_itself if entangled else _shuffled_share(rest, labels)
    moves = with_others <= level
    if not moves and min(by_itself, with_others) <= _LEVEL:
        return None
    a, b = (_mean(values, labels, group) for group in (flag.a, flag.b))
    return Effect(moves, len(values), a, b, _log_slope(flag.decades[having], values) if moves else None)


def _mean(values: Numbers, labels: Groups, group: int | None) -> float | None:
    found = values[labels == group] if group is not None else values[:0]
    return float(found.mean()) if len(found) else None


def _group_flag(name: str, peers: Sequence[Peer], a: object, b: object) -> _Grouped | None:
    """Groups a flag's values; None where they say nothing: one value, or another one in nearly every run."""
    values = [peer.facts[name] for peer in peers if name in peer.facts]
    keys = [_key(value) for value in values]
    kinds = list(dict.fromkeys(keys))
    if len(kinds) < 2:
        return None
    numbers = [number for value in values if (number := _number(value)) is not None]
    place: Callable[[object], int | None]
    if len(kinds) > _MOST_GROUPS and len(numbers) == len(values):
        edges = np.unique(np.quantile(numbers, np.linspace(0, 1, _BINS + 1)[1:-1]))
        found = np.searchsorted(edges, numbers)
        place = partial(_place_among, edges)
    elif len(kinds) <= len(values) / 2:
        places = {kind: index for index, kind in enumerate(kinds)}
        found = np.array([places[key] for key in keys])
        place = partial(_place_by_key, places)
    else:
        return None
    labels = np.full(len(peers), -1)
    having = [index for index, peer in enumerate(peers) if name in peer.facts]
    labels[having] = found
    decades = np.full(len(peers), np.nan)
    decades[having] = [_decade(value) for value in values]
    return _Grouped(labels, place(a), place(b), decades)


def _decade(value: object) -> float:
    number = _number(value)
    return math.log10(number) if number is not None and number > 0 else math.nan


def _log_slope(decades: Numbers, values: Numbers) -> float | None:
    if np.isnan(decades).any() or np.ptp(decades) < 1:
        return None
    across, up = decades[:, None] - decades[None, :], values[:, None] - values[None, :]
    return float(np.median(up[across > 0] / across[across > 0]))


def _place_by_key(places: Mapping[object, int], value: object) -> int | None:
    return places.get(_key(value))


def _place_among(edges: Numbers, value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(np.searchsorted(edges, number))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _key(value: object) -> object:
    number = _number(value)
    return (type(value).__name__, repr(value)) if number is None else number


def _ranks(values: Numbers) -> Numbers:
    """Ranks from 0, ties sharing their mean."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Numbers = (ends - counts + ends - 1) / 2
    return middles[places]


def _counted_from_zero(labels: Groups) -> Groups:
    return np.unique(labels, return_inverse=True)[1]


def _without(values: Numbers, others: Sequence[Groups]) -> Numbers:
    """The values without what the groups of other flags explain of them, by backfitting."""
    rest: Numbers = values - values.mean()
    counts = [np.bincount(labels) for labels in others]
    for _ in range(_PASSES if others else 0):
        before = rest
        for labels, count in zip(others, counts, strict=True):
            rest = rest - (np.bincount(labels, rest) / count)[labels]
        if np.abs(rest - before).max() < 1e-9 * len(values):
            break
    return rest


def _is_explained(labels: Groups, others: Sequence[Groups]) -> bool:
    """Whether the other flags say already which group a run is in."""
    return all(
        np.abs(_without((labels == group).astype(np.float64), others)).max() < 1e-3
        for group in range(labels.max() + 1)
    )


def _shuffled_share(values: Numbers, labels: Groups) -> float:
    """The share of shuffles in which the groups' means are spread at least as far, the true one included."""
    labels = _counted_from_zero(labels)
    indicators = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    counts = indicators.sum(axis=0)
    centred = values - values.mean()

    def spread(rows: Numbers) -> Numbers:
        sums: Numbers = rows @ indicators
        spreads: Numbers = (sums**2 / counts).sum(axis=-1)
        return spreads

    seen = spread(centred[None, :])[0]
    rows = np.random.default_rng(0).permuted(np.tile(centred, (_SHUFFLES, 1)), axis=1)
    as_far = int((spread(rows) >= seen * (1 - 1e-9)).sum())
    return (as_far + 1) / (_SHUFFLES + 1)
