"""What may be concluded from a comparison, in words: warnings, and one honest sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.comparing.facts import facts_of
from tb_lifecycle.reading.metric_names import main_metric

_HELD_OUT = frozenset(
    ["validation", "val", "valid", "dev", "eval", "evaluation", "test", "testing", "holdout"]
)
_TRAINING = frozenset(["train", "training"])
_UNFINISHED = {
    "running": "{} is still running: its figures will change.",
    "pruned": "{} was pruned: its figures are those of a run that ended early.",
    "failed": "{} failed: its figures are those of an unfinished run.",
    "terminated": "{} was terminated: its figures are those of an unfinished run.",
    "lost": "{} was lost: its figures are those of an unfinished run.",
}
_ONE_RUN_EACH = "One run each: a difference without an interval."


@dataclass(frozen=True)
class Caution:
    """What makes a comparison doubtful; `other_data` is a data set that is not the baseline's."""

    text: str
    other_data: str | None = None


def warn(descriptions: Sequence[Mapping[str, Any]], base: int) -> list[Caution]:
    """What makes the runs' figures not comparable with those of run `base`, or not final."""
    data = [facts_of(description).sections["datasets"] for description in descriptions]
    names = [description["run"] for description in descriptions]
    warnings: list[Caution] = []
    for index, name in enumerate(names):
        if index != base:
            warnings.extend(_other_data(name, data[index], data[base]))
    for description in descriptions:
        if text := _UNFINISHED.get(description["status"]):
            warnings.append(Caution(text.format(description["run"])))
    return warnings


def _other_data(run: str, ours: Mapping[str, object], baseline: Mapping[str, object]) -> list[Caution]:
    warnings = []
    for name in sorted({*ours, *baseline}):
        if not _is_evaluated(name, {*ours, *baseline}):
            continue
        mine, base = ours.get(name), baseline.get(name)
        if mine and base and mine != base:
            digests = f"{name} is {_short(mine)}, the baseline's is {_short(base)}"
            warnings.append(Caution(f"{run} was evaluated on other data: {digests}.", name))
        elif not mine or not base:
            who = "The baseline" if mine else run
            unknown = "whether both were evaluated on the same data is not known"
            warnings.append(Caution(f"{who} has no digest of {name}: {unknown}."))
    return warnings


def _is_evaluated(name: str, names: set[str]) -> bool:
    """Whether figures are of this data: a held-out split, or a data set that no run split."""
    whole, _, split = name.rpartition("/")
    if whole:
        return split.lower() in _HELD_OUT
    return name.lower() not in _TRAINING and not any(other.startswith(name + "/") for other in names)


def conclude(
    names: Sequence[str], base: int, metrics: Mapping[str, Mapping[str, Any]], warnings: Sequence[Caution]
) -> str:
    """One sentence on which run is better, no stronger than what was recorded allows."""
    other = sorted({warning.other_data for warning in warnings if warning.other_data})
    if other:
        return f"Not comparable: the runs were evaluated on different data ({', '.join(other)})."
    main = main_metric([name for name, metric in metrics.items() if _is_shared(metric["values"], base)])
    if main is None:
        return "The runs have no metric in common that says which of them is better."
    return (
        _compare_two(names, base, main, metrics[main])
        if len(names) == 2
        else _compare_many(names, base, main, metrics[main])
    )


def _compare_two(names: Sequence[str], base: int, main: str, metric: Mapping[str, Any]) -> str:
    delta = metric["deltas"][1 - base]
    if delta == 0:
        return f"{names[1 - base]} and {names[base]} have the same {main}, {_figure(metric['values'][base])}."
    return f"{names[1 - base]} has a {main} {_by_how_much(delta)} than {names[base]}. {_ONE_RUN_EACH}"


def _compare_many(names: Sequence[str], base: int, main: str, metric: Mapping[str, Any]) -> str:
    best = metric["best"]
    if best is None:
        return f"The runs have the same {main}, {_figure(metric['values'][base])}."
    figure = _figure(metric["values"][best])
    if best == base:
        return f"None has a better {main} than {names[base]}, the baseline, with {figure}. {_ONE_RUN_EACH}"
    gain = _by_how_much(metric["deltas"][best])
    return f"{names[best]} has the best {main}, {figure}: {gain} than {names[base]}. {_ONE_RUN_EACH}"


def _is_shared(values: Sequence[float | None], base: int) -> bool:
    """Whether the baseline and another run have a figure."""
    known = [value is not None and not math.isnan(value) for value in values]
    return known[base] and sum(known) > 1


def _by_how_much(delta: float) -> str:
    return f"{_figure(abs(delta))} {'higher' if delta > 0 else 'lower'}"


def _figure(value: float) -> str:
    """Four decimals, or four digits where those would be zeros."""
    return f"{value:.4f}" if value == 0 or 0.001 <= abs(value) < 1e6 else f"{value:.4g}"


def _short(digest: object) -> str:
    return str(digest).removeprefix("sha256:")[:6]
