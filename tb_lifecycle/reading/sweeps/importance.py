"""Which flags move a metric: each one's share of the differences between settings, and how sure that is.

A forest is fitted to the ranks of the settings' means, so that a diverged setting counts as the worst and no
more, and its variance is shared out (`forest.py`). Drawing the settings anew gives the uncertainty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.sweeps.forest import Design, Pair, make_design, share_out
from tb_lifecycle.reading.sweeps.levels import Levels

Numbers = npt.NDArray[np.float64]

FEWEST_SETTINGS = 20
# So many settings must have another value than the commonest.
FEWEST_OTHERS = 4
RESAMPLES = 40
EXTRA = "pip install 'tb_lifecycle[sweep]'"
_TREES = 4
_LEAST_LEAF = 2
# Of more settings a resample draws so many, and of more flags those take part that tell most by themselves.
_MOST_SETTINGS = 1_000
_MOST_LEAVES = 128
_MOST_FLAGS = 30
_PAIRED = 5
# The forest must foretell so much of settings that it has not seen.
_LEAST_FORETOLD = 0.05


@dataclass(frozen=True)
class Share:
    """One flag, or a pair beyond its two flags.

    Attributes:
      flags: one name, or two of a pair.
      together: other flags that were always changed along with it: which of them does it cannot be told.
      tried: the values, in words.
      share: its part of the variation, from 0 to 1: the median of the resamples.
      low, high: 90 % of the resamples lie between.
    """

    flags: Sequence[str]
    together: Sequence[str]
    tried: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Importance:
    """What is known of the flags.

    Attributes:
      silent: why there are no shares; None where there are.
      extra: the command that installs what is missing.
      shares: flags and pairs, the largest first.
      unclear: flags of which too little was tried, each with the reason.
      constant: flags that are the same in every setting, with their value.
      dropped: how many more flags vary than a forest can tell apart.
      foretold: how much of the variation among unseen settings the forest foretells (R^2).
      settings: how many took part.
      resamples: how often they were drawn.
    """

    silent: str | None = None
    extra: str | None = None
    shares: Sequence[Share] = ()
    unclear: Sequence[tuple[str, str]] = ()
    constant: Sequence[tuple[str, str]] = ()
    dropped: int = 0
    foretold: float | None = None
    settings: int = 0
    resamples: int = 0


@dataclass(frozen=True)
class Sorted:
    """Flags by what can be said of them; `order` has those that vary enough, the most telling first."""

    order: Sequence[Levels] = ()
    together: dict[str, list[str]] = field(default_factory=dict)
    unclear: Sequence[tuple[str, str]] = ()
    constant: Sequence[tuple[str, str]] = ()


def sort_flags(flags: Sequence[Levels], scores: Numbers) -> Sorted:
    """Sorts flags by what their settings allow to be said.

    Args:
      flags: over the settings of which something is known.
      scores: of those settings, higher is better, -inf for the diverged.
    """
    constant, unclear, clear = [], [], []
    for flag in flags:
        if flag.rest == 0:
            constant.append((flag.flag, flag.texts[int(flag.counts.argmax())]))
        elif flag.rest < FEWEST_OTHERS:
            unclear.append((flag.flag, _say_too_few(flag)))
        elif not flag.is_number and flag.tried > len(flag.places) / 2:
            unclear.append((flag.flag, f"another value in nearly every setting: {flag.tried} of them"))
        else:
            clear.append(flag)
    first: dict[bytes, str] = {}
    together: dict[str, list[str]] = {}
    alone = []
    for flag in clear:
        _, seen, codes = np.unique(flag.places, return_index=True, return_inverse=True)
        by_first = np.argsort(np.argsort(seen))[codes].tobytes()  # equal for flags that are changed together
        if by_first in first:
            together.setdefault(first[by_first], []).append(flag.flag)
        else:
            first[by_first] = flag.flag
            alone.append(flag)
    ranks = rank(scores)
    alone.sort(key=lambda flag: -_tells(flag, ranks))
    return Sorted(alone, together, unclear, constant)


def _say_too_few(flag: Levels) -> str:
    common = int(flag.counts.argmax())
    others = [flag.texts[level] for level in np.flatnonzero(flag.counts).tolist() if level != common]
    said = "set" if flag.values[common] is None else ", ".join(others[:2])
    return f"too few to say: {said} in {flag.rest} of {len(flag.places)}, needs {FEWEST_OTHERS}"


def rank(scores: Numbers) -> Numbers:
    """Ranks from 0, ties sharing their mean; so the diverged are all at one worst rank."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Numbers = (ends - counts + ends - 1) / 2
    return middles[places]


def _tells(flag: Levels, ranks: Numbers) -> float:
    """The share of the ranks' variance between the levels, without what chance gives (omega squared)."""
    counts = flag.counts[flag.counts > 0]
    sums = np.bincount(flag.places, ranks, len(flag.values))[flag.counts > 0]
    whole = float(((ranks - ranks.mean()) ** 2).sum())
    if not whole or len(counts) >= len(ranks):
        return 0.0
    between = float((sums**2 / counts).sum() - ranks.sum() ** 2 / len(ranks))
    error = (whole - between) / (len(ranks) - len(counts))
    return (between - (len(counts) - 1) * error) / (whole + error)


def find_importance(
    sorted_flags: Sorted, scores: Numbers, tell: Callable[[int], None] = lambda _: None
) -> Importance:
    """The flags' shares; silent, with the reason, where they cannot be told.

    Args:
      sorted_flags: of the settings of which something is known.
      scores: of those, higher is better, -inf for the diverged.
      tell: called after each resample with how many are done.
    """
    kept = sorted_flags.order[:_MOST_FLAGS]
    about = Importance(
        unclear=sorted_flags.unclear,
        constant=sorted_flags.constant,
        dropped=len(sorted_flags.order) - len(kept),
        settings=len(scores),
    )
    if why := _why_silent(kept, scores):
        return replace(about, silent=why)
    try:
        import sklearn.ensemble  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        return replace(about, silent="Which flags matter needs scikit-learn.", extra=EXTRA)
    return _measure(kept, sorted_flags, rank(scores), about, tell)


def _why_silent(kept: Sequence[Levels], scores: Numbers) -> str | None:
    if len(scores) < FEWEST_SETTINGS:
        settings = "1 setting" if len(scores) == 1 else f"{len(scores)} settings"
        return f"Too few to say which flags matter: {settings}, needs {FEWEST_SETTINGS}."
    if not kept:
        return (
            f"No flag has another value in {FEWEST_OTHERS} settings or more: "
            "nothing can be said of what matters."
        )
    if float(np.ptp(rank(scores))) == 0:
        return "All settings have the same figure: there is no difference that a flag could explain."
    return None


def _measure(
    kept: Sequence[Levels],
    sorted_flags: Sorted,
    ranks: Numbers,
    about: Importance,
    tell: Callable[[int], None],
) -> Importance:
    design = make_design(kept)
    pairs = _choose_pairs(design, ranks)
    rng = np.random.default_rng(len(ranks))
    drawn = [_draw(design, ranks, pairs, rng, tell, done) for done in range(RESAMPLES)]
    foretold = [foretells for _, foretells in drawn if foretells is not None]
    known = float(np.median(foretold)) if foretold else None
    if known is not None and known < _LEAST_FORETOLD:
        why = "The flags foretell nothing of this metric in settings that the forest has not seen."
        return replace(about, silent=why, foretold=known, resamples=RESAMPLES)
    shares = np.array([part for part, _ in drawn])
    names = [[flag.flag] for flag in kept] + [[kept[a].flag, kept[b].flag] for a, b in pairs]
    low, middle, high = np.quantile(shares, [0.05, 0.5, 0.95], axis=0)
    found = [
        Share(
            flags,
            sorted_flags.together.get(flags[0], ()) if len(flags) == 1 else (),
            kept[place].said if place < len(kept) else "together, beyond each",
            float(middle[place]),
            float(low[place]),
            float(high[place]),
        )
        for place, flags in enumerate(names)
    ]
    # A pair that adds nothing is no line of its own.
    found = [share for share in found if len(share.flags) == 1 or (share.share >= 0.01 and share.low > 0)]
    found.sort(key=lambda share: -share.share)
    return replace(about, shares=found, foretold=known, resamples=RESAMPLES)


def _draw(
    design: Design,
    ranks: Numbers,
    pairs: Sequence[Pair],
    rng: np.random.Generator,
    tell: Callable[[int], None],
    done: int,
) -> tuple[Numbers, float | None]:
    """The shares of one resample, and how much of the settings outside it was foretold."""
    count = len(ranks)
    chosen = rng.integers(0, count, min(count, _MOST_SETTINGS))
    forest = _fit(design.rows[chosen], ranks[chosen], seed=done)
    parts = [share_out(tree.tree_, design, pairs) for tree in forest.estimators_]
    whole = sum(part.whole for part in parts) or 1.0
    single = sum((part.single for part in parts), np.zeros(len(design.flags)))
    both = sum((part.pairs for part in parts), np.zeros(len(pairs)))
    unseen = np.setdiff1d(np.arange(count), chosen)
    tell(done + 1)
    shares: Numbers = np.concatenate([single, both]) / whole
    if len(unseen) < 2 or not np.ptp(ranks[unseen]):
        return shares, None
    missed = float(((forest.predict(design.rows[unseen]) - ranks[unseen]) ** 2).sum())
    return shares, 1 - missed / float(((ranks[unseen] - ranks[chosen].mean()) ** 2).sum())


def _fit(rows: Numbers, ranks: Numbers, seed: int) -> Any:
    from sklearn.ensemble import RandomForestRegressor

    forest = RandomForestRegressor(
        n_estimators=_TREES,
        min_samples_leaf=_LEAST_LEAF,
        max_leaf_nodes=_MOST_LEAVES,
        max_features=0.75,
        bootstrap=False,
        random_state=seed,
    )
    return forest.fit(rows, ranks)


def _choose_pairs(design: Design, ranks: Numbers) -> list[Pair]:
    """The pairs among the flags that matter most in one forest over all settings."""
    chosen = np.random.default_rng(0).permutation(len(ranks))[:_MOST_SETTINGS]
    forest = _fit(design.rows[chosen], ranks[chosen], seed=0)
    single = sum(share_out(tree.tree_, design, ()).single for tree in forest.estimators_)
    first = np.sort(np.argsort(-np.asarray(single), kind="stable")[:_PAIRED]).tolist()
    return [(a, b) for place, a in enumerate(first) for b in first[place + 1 :]]
