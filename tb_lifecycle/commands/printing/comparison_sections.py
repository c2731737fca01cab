"""A comparison as sections to print: the verdict, the metrics with deltas, the reasons, and what differs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.commands.printing import cells
from tb_lifecycle.commands.printing.output import PrintedColumn, Section

Answer = Mapping[str, Any]

_TITLES = {
    "flags": "Flags that differ",
    "seeds": "Seeds that differ",
    "datasets": "Data that differ",
    "code": "Code that differs",
    "environment": "Packages that differ",
    "variables": "Environment variables that differ",
    "hardware": "Hardware that differs",
    "ranks": "Processes that differ",
    "command": "Commands that differ",
}
_KINDS = {"dataset": "data set", "rank": "process"}
# One, and more.
_SAME = {
    "flags": ("flag", "flags"),
    "seeds": ("seed", "seeds"),
    "datasets": ("data set", "data sets"),
    "code": ("fact of the code", "facts of the code"),
    "environment": ("package", "packages"),
    "variables": ("environment variable", "environment variables"),
    "hardware": ("fact of the machine", "facts of the machine"),
    "ranks": ("fact of the processes", "facts of the processes"),
    "command": ("part of the command", "parts of the command"),
}


def make_sections(answer: Answer) -> list[Section]:
    """The sections of a comparison, the verdict first."""
    sections = [_runs(answer), metrics_section(answer), _reasons(answer)]
    sections += [
        _differences(key, title, answer[key], answer["runs"]) for key, title in _TITLES.items() if answer[key]
    ]
    if answer["code_files"]:
        digests = {file["path"]: file["digests"] for file in answer["code_files"]}
        sections.append(_differences("code_files", "Files that differ", digests, answer["runs"]))
    return [*sections, _same(answer)]


def _runs(answer: Answer) -> Section:
    baseline = ["baseline" if name == answer["baseline"] else "" for name in answer["runs"]]
    columns = [
        PrintedColumn("run", answer["runs"]),
        PrintedColumn("status", answer["statuses"]),
        PrintedColumn("started", answer["started"], cells.show_time),
        PrintedColumn("baseline", baseline, cells.show_or_blank),
    ]
    return Section(
        "runs",
        answer["verdict"]["text"],
        columns,
        heads=False,
        notes=[f"Note: {each}" for each in answer["warnings"]],
    )


def metrics_section(answer: Answer) -> Section:
    """Every metric, each run's figure and its difference from the baseline's."""
    metrics = answer["metrics"]
    base = answer["runs"].index(answer["baseline"])
    columns = [
        PrintedColumn("metric", list(metrics)),
        PrintedColumn("better", [metric["better"] for metric in metrics.values()], _show_better),
    ]
    for index, run in enumerate(answer["runs"]):
        columns.append(_figures(run, metrics, index))
        if index != base:
            columns.append(_deltas(run, metrics, index))
    return Section("metrics", "Metrics", columns)


def _figures(run: str, metrics: Answer, index: int) -> PrintedColumn:
    values = [metric["values"][index] for metric in metrics.values()]
    readable = [
        _show_figure(metric, metric["values"])(value)
        for metric, value in zip(metrics.values(), values, strict=True)
    ]
    marks = frozenset(row for row, metric in enumerate(metrics.values()) if metric["exact"][index] is False)
    return PrintedColumn(run, values, right=True, marks=marks, readable=readable)


def _deltas(run: str, metrics: Answer, index: int) -> PrintedColumn:
    values = [metric["deltas"][index] for metric in metrics.values()]
    readable = [_show_delta(metric, index) for metric in metrics.values()]
    return PrintedColumn(f"Δ {run}", values, right=True, readable=readable)


def _show_delta(metric: Mapping[str, Any], index: int) -> str:
    delta, relative = metric["deltas"][index], metric["relative"][index]
    if metric["unit"] == "s" and isinstance(delta, (int, float)):
        text = f"{'-' if delta < 0 else '+'}{cells.show_duration(abs(delta))}"
    else:
        text = cells.show_figures(metric["deltas"], signed=True)(delta)
    known = relative is not None and math.isfinite(relative) and delta != 0
    return f"{text} ({relative:+.1%})" if known else text


def _show_figure(metric: Mapping[str, Any], values: Sequence[object]) -> cells.Show:
    return cells.show_duration if metric["unit"] == "s" else cells.show_figures(values)


def _show_better(value: object) -> str:
    return {"up": "↑", "down": "↓"}.get(str(value), "")


def _reasons(answer: Answer) -> Section:
    reasons = answer["reasons"]
    if not reasons:
        return Section("reasons", "Why", (), notes=["Nothing that was recorded explains a difference."])
    others = [run for run in answer["runs"] if run != answer["baseline"]]
    columns = [
        PrintedColumn("#", list(range(1, len(reasons) + 1)), right=True),
        PrintedColumn("kind", [_KINDS.get(reason["kind"], reason["kind"]) for reason in reasons]),
        PrintedColumn("name", [reason["name"] for reason in reasons]),
        PrintedColumn(answer["baseline"], [reason["a"] for reason in reasons]),
        PrintedColumn(others[0] if len(others) == 1 else "value", [reason["b"] for reason in reasons]),
    ]
    if len(others) > 1:
        columns.append(PrintedColumn("run", [reason["run"] for reason in reasons]))
    return Section("reasons", "Why, the likeliest first", columns)


def _differences(
    key: str, title: str, values: Mapping[str, Sequence[object]], runs: Sequence[str]
) -> Section:
    columns = [
        PrintedColumn(run, [of_runs[index] for of_runs in values.values()]) for index, run in enumerate(runs)
    ]
    return Section(key, title, [PrintedColumn("name", list(values)), *columns])


def _same(answer: Answer) -> Section:
    counts = {name: len(values) for name, values in answer["same"].items() if values}
    text = ", ".join(f"{count} {_SAME[name][count != 1]}" for name, count in counts.items())
    return Section("same", "The same", (), notes=[text or "Nothing."])
