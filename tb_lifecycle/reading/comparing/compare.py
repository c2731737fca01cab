"""Compares runs: what differs, by how much, which reasons there are, and what may be concluded.

Works on descriptions of runs, as the `run` route answers them; `http_api.md` shows what a comparison
holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tb_lifecycle.reading import metric_names
from tb_lifecycle.reading.comparing.facts import SECTIONS, facts_of
from tb_lifecycle.reading.comparing.reasons import find_reasons
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.comparing.verdict import conclude, warn

Description = Mapping[str, Any]


def compare(descriptions: Sequence[Description], baseline: str) -> dict[str, Any]:
    """Compares runs with a baseline.

    Args:
      descriptions: two runs or more, each as the `run` route answers it.
      baseline: the name of one of them.

    Returns:
      The answer of the `compare` route, NaN and infinities still as numbers. Lists are in the runs' order.

    Raises:
      ValueError: `baseline` is none of the runs.
    """
    names = [description["run"] for description in descriptions]
    if baseline not in names:
        raise ValueError(f"The baseline {baseline} is none of the compared runs: {', '.join(names)}.")
    base = names.index(baseline)
    facts = [facts_of(description) for description in descriptions]
    differing, same = _split_sections([each.sections for each in facts])
    metrics = compare_metrics(descriptions, base)
    warnings = warn(descriptions, base)
    return {
        "runs": names,
        "baseline": baseline,
        "statuses": [description["status"] for description in descriptions],
        "started": [description["started"] for description in descriptions],
        "metrics": metrics,
        **differing,
        "code_files": _compare_files([each.files for each in facts]),
        "same": same,
        "reasons": find_reasons(facts, base),
        "warnings": [warning.text for warning in warnings],
        "verdict": conclude(names, base, metrics, warnings),
        "notices": list(
            dict.fromkeys(notice for each in descriptions for notice in each.get("notices") or ())
        ),
    }


def compare_metrics(descriptions: Sequence[Description], base: int) -> dict[str, dict[str, Any]]:
    """Every metric that one of the runs has, the main one first, with its differences from run `base`."""
    figures = [{"duration": _duration(each), **(each.get("metrics") or {})} for each in descriptions]
    names = {name for of_run in figures for name, figure in of_run.items() if figure is not None}
    return {name: _compare_metric(name, [each.get(name) for each in figures], base) for name in _order(names)}


def _order(names: Iterable[str]) -> list[str]:
    """The main metric first, the duration last."""
    ordered = metric_names.main_first(names)
    return sorted(ordered, key=lambda name: name == "duration")


def _duration(description: Description) -> dict[str, Any] | None:
    seconds = description.get("duration")
    return None if seconds is None else {"last": seconds, "exact": True}


def _compare_metric(name: str, figures: list[Mapping[str, Any] | None], base: int) -> dict[str, Any]:
    values = [figure["last"] if figure else None for figure in figures]
    better = metric_names.better(name)
    deltas = [_difference(value, values[base]) for value in values]
    return {
        "better": better,
        "unit": metric_names.unit(name),
        "values": values,
        "exact": [_is_last_exact(figure) if figure else None for figure in figures],
        "deltas": deltas,
        "relative": [_relative(delta, values[base]) for delta in deltas],
        "best": _best(values, better),
    }


def _is_last_exact(figure: Mapping[str, Any]) -> bool:
    """Whether a metric's last value, which is what is compared, is exact."""
    return bool(figure.get("last_exact", figure.get("exact", True)))


def _difference(value: float | None, baseline: float | None) -> float | None:
    return None if value is None or baseline is None else value - baseline


def _relative(delta: float | None, baseline: float | None) -> float | None:
    return None if delta is None or not baseline else delta / abs(baseline)


def _best(values: Sequence[float | None], better: str | None) -> int | None:
    """The index of the best value; None where no direction is known or no value is better than another."""
    found = [
        (value, index) for index, value in enumerate(values) if value is not None and not math.isnan(value)
    ]
    if better is None or len({value for value, _ in found}) < 2:
        return None
    sign = -1 if better == "up" else 1
    return min(found, key=lambda pair: (sign * pair[0], pair[1]))[1]


def _split_sections(
    sections: Sequence[Mapping[str, Mapping[str, object]]],
) -> tuple[dict[str, dict[str, list[object]]], dict[str, dict[str, object]]]:
    """Takes what differs between the runs (a list of values) apart from what does not (one value)."""
    differing: dict[str, dict[str, list[object]]] = {}
    same: dict[str, dict[str, object]] = {}
    for section in SECTIONS:
        of_runs = [each[section] for each in sections]
        differing[section], same[section] = {}, {}
        for name in dict.fromkeys(name for of_run in of_runs for name in of_run):
            values = [of_run.get(name) for of_run in of_runs]
            if all(same_value(values[0], value) for value in values):
                same[section][name] = values[0]
            else:
                differing[section][name] = values
    return differing, same


def _compare_files(files: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The source files whose contents differ or that only some of the runs recorded, by path."""
    compared = []
    for path in sorted({path for of_run in files for path in of_run}):
        entries = [of_run.get(path, {}) for of_run in files]
        digests = [entry.get("digest") or None for entry in entries]
        if len(set(digests)) > 1:
            content = [bool(entry.get("content")) for entry in entries]
            compared.append({"path": path, "digests": digests, "content": content})
    return compared
