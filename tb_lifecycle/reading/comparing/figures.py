"""The figures of compared runs: values, how far they are from the baseline's, and which is best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.reading.metrics.direction import Direction, better, unit
from tb_lifecycle.reading.metrics.headline import judges, main_first, main_metric
from tb_lifecycle.reading.metrics.splits import measured

Description = Mapping[str, Any]
Figure = Mapping[str, Any]

DURATION = "duration"
# A run that ended so was over sooner than it should have been: neither its figures nor its time are a merit.
CUT_SHORT = frozenset({"failed", "terminated", "lost", "pruned"})


def find_main(descriptions: Sequence[Description], base: int, preferred: str | None) -> str | None:
    """The metric that runs are compared by.

    Args:
      descriptions: the runs.
      base: the baseline's place.
      preferred: the main metric of the logdir.

    Returns:
      The preferred one where the baseline and another run have a figure of it; else of those that they have
      figures of, the main one; None where they share none.
    """
    names = [_figures_of(description) for description in descriptions]
    shared = {name for name in names[base] if sum(name in of_run for of_run in names) > 1}
    if preferred in shared and (judges(preferred) or not any(map(judges, shared))):
        return preferred
    return main_metric([shared & of_run for of_run in names if shared & of_run])


def find_unusable(
    descriptions: Sequence[Description], main: str | None, preferred: str | None
) -> tuple[str, list[str]] | None:
    """The logdir's main metric and the runs without a number of it, where all logged it and none leads."""
    if main is not None or preferred is None:
        return None
    if not all((description.get("metrics") or {}).get(preferred) for description in descriptions):
        return None
    runs = [each["run"] for each in descriptions if preferred not in _figures_of(each)]
    return (preferred, runs) if runs else None


def _figures_of(description: Description) -> set[str]:
    metrics = description.get("metrics") or {}
    return {name for name, figure in metrics.items() if _is_known(figure and figure["last"])}


def _is_known(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def compare_metrics(
    descriptions: Sequence[Description], base: int, main: str | None
) -> dict[str, dict[str, Any]]:
    """Every metric that one of the runs has, the main one first, with its differences from run `base`.

    The runs' own duration is the last one, in seconds; it is left out where a run has logged a metric of that
    name, whose unit only its author knows.
    """
    logged = [each.get("metrics") or {} for each in descriptions]
    names = {name for of_run in logged for name, figure in of_run.items() if figure is not None}
    statuses = [each.get("status") for each in descriptions]
    compared = {
        name: _compare(name, [of_run.get(name) for of_run in logged], base, statuses)
        for name in main_first(names, main)
    }
    if DURATION not in compared and any(each.get("duration") is not None for each in descriptions):
        compared[DURATION] = _compare_durations(descriptions, base, statuses)
    return compared


def _compare(
    name: str, figures: Sequence[Figure | None], base: int, statuses: Sequence[str | None]
) -> dict[str, Any]:
    direction = better(name)
    values = [figure["last"] if figure else None for figure in figures]
    exact = [_is_last_exact(figure) if figure else None for figure in figures]
    fair = [status not in CUT_SHORT for status in statuses]
    final = [may and status != "running" for may, status in zip(fair, statuses, strict=True)]
    return {
        "better": direction,
        "unit": unit(name),
        **measured(name)._asdict(),
        "exact": exact,
        **_differences(values, base, direction, fair, final),
        **_spreads(figures),
    }


def _spreads(figures: Sequence[Figure | None]) -> dict[str, Any]:
    """How the figures of groups spread; nothing where all are of runs."""
    if not any(figure and "n" in figure for figure in figures):
        return {}
    return {
        part: [figure.get(part) if figure else None for figure in figures]
        for part in ("n", "sd", "low", "high")
    }


def _is_last_exact(figure: Figure) -> bool:
    """Whether a metric's last value, which is what is compared, is exact."""
    return bool(figure.get("last_exact", figure.get("exact", True)))


def _compare_durations(
    descriptions: Sequence[Description], base: int, statuses: Sequence[str | None]
) -> dict[str, Any]:
    values = [each.get("duration") for each in descriptions]
    # A run that goes on has not taken its time yet.
    fair = [status not in CUT_SHORT and status != "running" for status in statuses]
    return {
        "better": "down",
        "unit": "s",
        "split": None,
        "figure": DURATION,
        "exact": [None if value is None else True for value in values],
        **_differences(values, base, "down", fair, fair),
    }


def _differences(
    values: Sequence[float | None],
    base: int,
    direction: Direction | None,
    fair: Sequence[bool],
    final: Sequence[bool],
) -> dict[str, Any]:
    """The differences; only of runs whose figures are `fair` is one good or bad, of `final` ones one best."""
    deltas = [_delta(value, values[base]) for value in values]
    settled = [value if last else None for value, last in zip(values, final, strict=True)]
    judged = [delta if fair[base] and fair[place] else None for place, delta in enumerate(deltas)]
    return {
        "values": list(values),
        "deltas": deltas,
        "relative": [_relative(delta, values[base]) for delta in deltas],
        "good": [_is_good(delta, direction) for delta in judged],
        "best": _best(settled, direction),
    }


def _delta(value: float | None, baseline: float | None) -> float | None:
    return None if value is None or baseline is None else value - baseline


def _relative(delta: float | None, baseline: float | None) -> float | None:
    return None if delta is None or not baseline else delta / abs(baseline)


def _is_good(delta: float | None, direction: Direction | None) -> bool | None:
    """Whether a difference is one for the better; None for none, and where no direction is known."""
    if direction is None or delta is None or delta == 0 or math.isnan(delta):
        return None
    return (delta > 0) == (direction == "up")


def _best(values: Sequence[float | None], direction: Direction | None) -> int | None:
    """The index of the best value; None where no direction is known or no value is better than another."""
    found = [
        (value, index) for index, value in enumerate(values) if value is not None and not math.isnan(value)
    ]
    if direction is None or len({value for value, _ in found}) < 2:
        return None
    sign = -1 if direction == "up" else 1
    return min(found, key=lambda pair: (sign * pair[0], pair[1]))[1]
