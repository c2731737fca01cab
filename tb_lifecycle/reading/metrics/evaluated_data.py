"""Which data figures are of, and whether those of two runs are of the same: the only rule for it."""

from __future__ import annotations

from collections.abc import Mapping

from tb_lifecycle.reading.metrics.splits import split_named


def match_data(
    run: Mapping[str, object], baseline: Mapping[str, object]
) -> tuple[list[tuple[str, str]], list[tuple[str, bool]]]:
    """Holds the data that figures of two runs are of against each other.

    Args:
      run, baseline: of each data set and split its digest; None or empty where there is none.

    Returns:
      The names of those that are other data, in the run and in the baseline; and those that have a digest on
      one side alone, or none, with whether that is the run.
    """
    names = {*run, *baseline}
    ours, theirs = _evaluated(run, names), _evaluated(baseline, names)
    known = {digest for digest in ours.values() if digest} & {digest for digest in theirs.values() if digest}
    mine = {name: digest for name, digest in ours.items() if digest not in known}
    base = {name: digest for name, digest in theirs.items() if digest not in known}
    other = [(name, name) for name in sorted({*mine, *base}) if mine.get(name) and base.get(name)]
    for name, _ in other:
        del mine[name], base[name]
    # What is left on both sides with a digest is other data under another name, unless some were the same.
    if not known and ours.keys() and all(mine.values()) and all(base.values()):
        more = list(zip(sorted(mine), sorted(base), strict=False))
        other += more
        for name, base_name in more:
            del mine[name], base[base_name]
    return other, [(name, bool(mine.get(name))) for name in sorted({*mine, *base})]


def _evaluated(datasets: Mapping[str, object], names: set[str]) -> dict[str, object]:
    """Digests of the data that figures are of: held-out splits, and data sets that no run split."""
    return {name: digest for name, digest in datasets.items() if _is_evaluated(name, names)}


def _is_evaluated(name: str, names: set[str]) -> bool:
    whole, _, split = name.rpartition("/")
    if whole:
        return split_named(split) not in (None, "train")
    return split_named(name) != "train" and not any(other.startswith(name + "/") for other in names)
