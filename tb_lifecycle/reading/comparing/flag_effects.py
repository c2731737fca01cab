"""What other runs tell about flags: whether one that differs moves the metric, and by how much.

Each flag's values are groups, many numbers five of like size. A flag moves a metric where the means of its
groups, on ranks, are spread further than in 95 % of 399 shuffles (a permutation test: Good, "Permutation,
Parametric and Bootstrap Tests of Hypotheses", 2005; after Bonferroni over the flags asked about), with what
the other flags explain taken off; where those say the same as it, by itself. It is idle where neither way
shows anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FEWEST = 8
_MOST = 500
_SHUFFLES = 399
_LEVEL = 0.05
_MOST_GROUPS = 6
_BINS = 5
_MISSING = object()

Groups = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Peer:
    """Another run on the same data: its flags, and its figure of the metric."""

    flags: Mapping[str, object]
    value: float


@dataclass(frozen=True)
class Effect:
    """What is known of a flag over other runs.

    Attributes:
      moves: whether it moves the metric.
      n: how many runs tell.
      a, b: the mean of those whose value is like the baseline's, and like the other run's; None without any.
    """

    moves: bool
    n: int
    a: float | None
    b: float | None

    @property
    def size(self) -> float:
        """How far the means are apart; 0 where one is not known."""
        return 0.0 if self.a is None or self.b is None else abs(self.b - self.a)


def find_effects(differing: Mapping[str, tuple[object, object]], peers: Sequence[Peer]) -> dict[str, Effect]:
    """The effects of flags, by name; without those of which the peers tell nothing.

    Args:
      differing: the baseline's and the other run's value of each flag that differs.
      peers: the other runs, neither of the two among them.
    """
    known = [peer for peer in peers if math.isfinite(peer.value)]
    if len(known) > _MOST:
        known = [known[place * len(known) // _MOST] for place in range(_MOST)]
    effects = {}
    level = _LEVEL / max(1, len(differing))
    for name, (a, b) in differing.items():
        having = [peer for peer in known if name in peer.flags]
        others = [other for other in differing if other != name]
        effect = _find_effect(name, a, b, having, others, max(level, 1 / (_SHUFFLES + 1)))
        if effect is not None:
            effects[name] = effect
    return effects


def _find_effect(
    name: str, a: object, b: object, peers: Sequence[Peer], others: Sequence[str], level: float
) -> Effect | None:
    if len(peers) < FEWEST:
        return None
    groups = _group([peer.flags[name] for peer in peers], (a, b))
    if groups is None:
        return None
    labels, (of_a, of_b) = groups
    values = np.array([peer.value for peer in peers])
    ranks = _ranks(values)
    design = _design([[peer.flags.get(other, _MISSING) for peer in peers] for other in others], len(peers))
    rest = _without(ranks, design)
    alone, beside = _shuffled_share(ranks, labels), _shuffled_share(rest, labels)
    # Flags that always change together explain away each other: then each by itself is all there is.
    entangled = bool(np.ptp(rest) < 1e-9 * len(peers)) or _is_explained(labels, design)
    moves = (alone if entangled else beside) <= level
    idle = alone > _LEVEL and (entangled or beside > _LEVEL)
    if not moves and not idle:
        return None
    means = [float(values[labels == group].mean()) if group is not None else None for group in (of_a, of_b)]
    return Effect(moves, len(peers), means[0], means[1])


def _group(
    values: Sequence[object], asked: tuple[object, object]
) -> tuple[Groups, tuple[int | None, int | None]] | None:
    """A group for each value, and those of the values asked about; None where the values say nothing."""
    keys = [_key(value) for value in values]
    kinds = list(dict.fromkeys(keys))
    if len(kinds) < 2:
        return None
    numbers = [_number(value) for value in values]
    if len(kinds) > _MOST_GROUPS and None not in numbers:
        return _bin([number for number in numbers if number is not None], asked)
    if len(kinds) > len(values) / 2:
        return None
    place = {kind: index for index, kind in enumerate(kinds)}
    return np.array([place[key] for key in keys]), (place.get(_key(asked[0])), place.get(_key(asked[1])))


def _bin(
    numbers: Sequence[float], asked: tuple[object, object]
) -> tuple[Groups, tuple[int | None, int | None]] | None:
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, _BINS + 1)[1:-1]))
    labels = np.searchsorted(edges, numbers, side="left")
    kinds, labels = np.unique(labels, return_inverse=True)
    if len(kinds) < 2:
        return None
    places: list[int | None] = []
    for value in asked:
        number = _number(value)
        kind = None if number is None else int(np.searchsorted(edges, number, side="left"))
        places.append(next((place for place, other in enumerate(kinds) if other == kind), None))
    return labels, (places[0], places[1])


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


def _design(columns: Sequence[Sequence[object]], runs: int) -> Numbers:
    """Indicators of the groups of other flags, and a constant."""
    parts = [np.ones((runs, 1))]
    for values in columns:
        groups = _group(values, (None, None))
        if groups is not None:
            parts.append(_indicators(groups[0])[:, 1:])
    return np.concatenate(parts, axis=1)


def _indicators(labels: Groups) -> Numbers:
    found: Numbers = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    return found


def _without(values: Numbers, design: Numbers) -> Numbers:
    """The values without what the design explains of them."""
    weights, *_ = np.linalg.lstsq(design, values, rcond=None)
    rest: Numbers = values - design @ weights
    return rest


def _is_explained(labels: Groups, design: Numbers) -> bool:
    """Whether the other flags say already which group a run is in."""
    indicators = _indicators(labels)
    rest = indicators - design @ np.linalg.lstsq(design, indicators, rcond=None)[0]
    return bool(np.abs(rest).max() < 1e-6)


def _shuffled_share(values: Numbers, labels: Groups) -> float:
    """The share of shuffles in which the groups' means are spread at least as far, the true one included."""
    indicators = _indicators(labels)
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
