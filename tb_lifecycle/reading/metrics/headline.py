"""Which metric leads: the one that a table, a run's page, a rank and a verdict go by.

Of the metrics that most runs have: on held-out data rather than in training, validation before test; what
says how good a run is before its cost and what says neither; an accuracy before other measures, those before
the loss that is optimised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from tb_lifecycle.reading.metrics.direction import better, is_cost
from tb_lifecycle.reading.metrics.splits import HELD_OUT, measured
from tb_lifecycle.reading.metrics.words import ACCURACY, OBJECTIVES, words_of

_Rank = tuple[int, int, int, int, str]


def main_metric(runs: Iterable[Collection[str]]) -> str | None:
    """The metric that runs are judged by.

    Args:
      runs: the names of each run's metrics.

    Returns:
      A metric of most of the runs that have one to be judged by, or where there is none such, of as many as
      possible. None where no run has a metric. Its name need not tell which way is better.
    """
    sets = list(runs)
    counts: Counter[str] = Counter()
    for names in sets:
        counts.update(iter(names))  # a mapping would be taken for counts
    judging = {name for name in counts if judges(name)}
    if not judging:
        return min(_most_common(counts, len(sets)), key=_rank, default=None)
    having = sum(not judging.isdisjoint(names) for names in sets)
    return min(_most_common({name: counts[name] for name in judging}, having), key=_rank)


def main_of(metrics: Collection[str], preferred: str | None) -> str | None:
    """The metric that leads among one run's: that of the whole logdir where the run has it."""
    return preferred if preferred in metrics else main_metric([metrics])


def judges(name: str) -> bool:
    """Whether a metric says how good a run is, and which way it is better."""
    return better(name) is not None and not is_cost(name)


def ranked(names: Iterable[str]) -> list[str]:
    """The names, those first that a run is rather judged by."""
    return sorted(names, key=_rank)


def main_first(names: Iterable[str], main: str | None) -> list[str]:
    """The names in alphabetical order, but the main metric first."""
    return sorted(names, key=lambda name: (name != main, name))


def _most_common(counts: dict[str, int] | Counter[str], runs: int) -> Sequence[str]:
    """The names that more than half of the runs have; those that most have where none is."""
    common = [name for name, count in counts.items() if 2 * count > runs]
    most = max(counts.values(), default=0)
    return common or [name for name, count in counts.items() if count == most]


def _rank(name: str) -> _Rank:
    split = measured(name).split
    place = (
        len(HELD_OUT) if split is None else len(HELD_OUT) + 1 if split == "train" else HELD_OUT.index(split)
    )
    told = set(words_of(name))
    direction = better(name)
    of_quality = 0 if told & ACCURACY else 1
    kind = of_quality if direction == "up" else 3 if told & OBJECTIVES else 2
    telling = 0 if judges(name) else 1 if direction is None else 2
    return telling, place, kind, len(name), name
