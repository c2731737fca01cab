"""Answers of comparisons that nobody recorded, for what real runs seldom have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tb_lifecycle.reporting.content import Content
from tb_lifecycle.reporting.report import gather

NAN = float("nan")


def answer(names: Sequence[str], **changes: Any) -> dict[str, Any]:
    """The comparison of runs that have a metric `acc` and differ in their flag `lr`."""
    count = len(names)
    metric = {
        "better": "up",
        "unit": None,
        "values": [0.9 + index / 100 for index in range(count)],
        "deltas": [index / 100 for index in range(count)],
        "relative": [index / 90 for index in range(count)],
        "good": [None, *[True] * (count - 1)],
        "best": count - 1,
        "exact": [True] * count,
    }
    verdict = {
        "word": "one run each", "metric": "acc", "delta": None, "interval": None, "p": None, "method": None,
        "probability": None, "runs_needed": None, "n": [1] * count, "about": 1, "sides": None, "noise": None,
        "best_of": None, "text": f"{names[1]} is higher than {names[0]}.",
    }  # fmt: skip
    empty = ("seeds", "datasets", "code", "environment", "variables", "hardware", "ranks", "command")
    found: dict[str, Any] = {
        "runs": list(names), "groups": None, "baseline": names[0], "statuses": ["completed"] * count,
        "started": [1.7e9 + index for index in range(count)], "metrics": {"acc": metric}, "main": "acc",
        "flags": {"lr": [0.1 * (index + 1) for index in range(count)]}, **{key: {} for key in empty},
        "code_files": [], "same": {key: {} for key in ("flags", *empty)}, "reasons": [], "warnings": [],
        "doubtful": [], "verdict": verdict, "budget": None, "notices": [],
    }  # fmt: skip
    found |= changes
    return {"charts": list(found["metrics"])[:4], "epochs": None, **found}


def curves(values: Sequence[float]) -> Any:
    """Reads the same curve of every run and metric."""

    def read(names: Sequence[str], tags: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {"run": name, "tag": tag, "steps": list(range(len(values))), "values": values, "band": None}
            for name in names
            for tag in tags
        ]

    return read


def content(names: Sequence[str], format_name: str = "html", **changes: Any) -> Content:
    """What a report of them says."""
    return gather(answer(names, **changes), curves([0.1, 0.5, 0.9]), format_name, logdir="/runs")
