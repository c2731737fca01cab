"""A comparison as sections to print: the verdict, the metrics with deltas, the reasons, and what differs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.printing import cells
from tb_lifecycle.printing.output import PrintedColumn, Section
from tb_lifecycle.reading.comparing.judgement import write_p

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
KIND_WORDS = {"dataset": "data set", "rank": "process"}
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
    shown = {**answer, **named_by_label(answer)}
    sections = [_runs(shown), *_sides(shown), metrics_section(shown), _reasons(shown)]
    sections += [
        _differences(key, title, shown[key], shown["runs"]) for key, title in _TITLES.items() if shown[key]
    ]
    if shown["code_files"]:
        digests = {file["path"]: file["digests"] for file in shown["code_files"]}
        sections.append(_differences("code_files", "Files that differ", digests, shown["runs"]))
    return [*sections, _same(shown)]


def named_by_label(answer: Answer) -> dict[str, Any]:
    """What names runs, with groups by their labels; a label that another side has too is none."""
    groups = answer["groups"] or [None] * len(answer["runs"])
    labels = [
        name if group is None else group["label"] for name, group in zip(answer["runs"], groups, strict=True)
    ]
    titles = {
        name: label if labels.count(label) == 1 else name
        for name, label in zip(answer["runs"], labels, strict=True)
    }
    return {
        "runs": list(titles.values()),
        "baseline": titles[answer["baseline"]],
        "warnings": [_rename(text, titles) for text in answer["warnings"]],
        "reasons": [{**reason, "run": titles[reason["run"]]} for reason in answer["reasons"]],
    }


def _rename(text: str, titles: Mapping[str, str]) -> str:
    for name, title in titles.items():
        text = text.replace(name, title) if name != title else text
    return text


def _runs(answer: Answer) -> Section:
    baseline = ["baseline" if name == answer["baseline"] else "" for name in answer["runs"]]
    columns = [
        PrintedColumn("run", answer["runs"]),
        PrintedColumn("status", answer["statuses"]),
        PrintedColumn("started", answer["started"], cells.show_time),
        PrintedColumn("baseline", baseline, cells.show_or_blank),
    ]
    if groups := answer["groups"]:
        columns[1:2] = [
            PrintedColumn("n", [group["n"] if group else 1 for group in groups], _show_n),
            PrintedColumn("left out", [_say_left_out(group) for group in groups], cells.show_or_blank),
        ]
        members = [", ".join(group["members"]) if group else "" for group in groups]
        columns.append(PrintedColumn("members", members, cells.show_or_blank, rank=1))
    verdict = answer["verdict"]
    yardsticks = [part["text"] for part in (answer["budget"], verdict["noise"], verdict["best_of"]) if part]
    return Section(
        "runs",
        verdict["text"],
        columns,
        heads=False,
        notes=[*yardsticks, *(f"Note: {each}" for each in answer["warnings"])],
    )


def _show_n(value: object) -> str:
    return f"n = {value}"


def _say_left_out(group: Mapping[str, Any] | None) -> str:
    left_out = group["left_out"] if group else {}
    return ", ".join(f"{count} {why}" for why, count in left_out.items())


def _sides(answer: Answer) -> list[Section]:
    """Each side against the baseline, where groups are compared."""
    sides = answer["verdict"]["sides"]
    if sides is None:
        return []
    rows = [(run, side) for run, side in zip(answer["runs"], sides, strict=True) if side is not None]
    told = [side for _, side in rows]
    intervals = [side["interval"] or (None, None) for side in told]
    show = cells.show_figures([side["delta"] for side in told], signed=True)
    columns = [
        PrintedColumn("run", [run for run, _ in rows]),
        PrintedColumn("difference", [side["delta"] for side in told], show, right=True),
        PrintedColumn("95 % from", [low for low, _ in intervals], show, right=True),
        PrintedColumn("to", [high for _, high in intervals], show, right=True),
        PrintedColumn("p (Holm)", [side["p"] for side in told], show_p, right=True),
        PrintedColumn("beats it", [side["probability"] for side in told], show_share, right=True),
        PrintedColumn("method", [side["method"] for side in told]),
        PrintedColumn("verdict", [side["word"] for side in told]),
    ]
    return [Section("verdict", f"Against {answer['baseline']}, by {answer['verdict']['metric']}", columns)]


def show_p(value: object) -> str:
    """A p value, with as many digits as it is known to."""
    return write_p(value).removeprefix("p").removeprefix(" = ").strip() if isinstance(value, float) else "–"


def show_share(value: object) -> str:
    """A probability, never nought or one."""
    if not isinstance(value, float):
        return cells.show_plain(value)
    return "> 0.99" if value > 0.99 else "< 0.01" if value < 0.01 else f"{value:.2f}"


def metrics_section(answer: Answer) -> Section:
    """Every metric, each run's figure and its difference from the baseline's; of groups also its spread."""
    metrics = answer["metrics"]
    base = answer["runs"].index(answer["baseline"])
    columns = [
        PrintedColumn("metric", list(metrics)),
        PrintedColumn("better", [metric["better"] for metric in metrics.values()], _show_better),
    ]
    for index, run in enumerate(answer["runs"]):
        columns.append(_figures(run, metrics, index))
        if answer["groups"] is not None:
            columns.append(_spreads(run, metrics, index))
        if index != base:
            columns.append(_deltas(run, metrics, index))
    return Section("metrics", "Metrics", columns)


def _spreads(run: str, metrics: Answer, index: int) -> PrintedColumn:
    values = [metric["sd"][index] if "sd" in metric else None for metric in metrics.values()]
    readable = [
        show_figure(metric, metric["values"])(value)
        for metric, value in zip(metrics.values(), values, strict=True)
    ]
    return PrintedColumn(f"± {run}", values, right=True, readable=readable)


def _figures(run: str, metrics: Answer, index: int) -> PrintedColumn:
    values = [metric["values"][index] for metric in metrics.values()]
    readable = [
        show_figure(metric, metric["values"])(value)
        for metric, value in zip(metrics.values(), values, strict=True)
    ]
    marks = frozenset(row for row, metric in enumerate(metrics.values()) if metric["exact"][index] is False)
    return PrintedColumn(run, values, right=True, marks=marks, readable=readable)


def _deltas(run: str, metrics: Answer, index: int) -> PrintedColumn:
    values = [metric["deltas"][index] for metric in metrics.values()]
    readable = [show_delta(metric, index) for metric in metrics.values()]
    return PrintedColumn(f"Δ {run}", values, right=True, readable=readable)


def show_delta(metric: Mapping[str, Any], index: int) -> str:
    """A metric's difference from the baseline's, with the share of it where that is known."""
    delta, relative = metric["deltas"][index], metric["relative"][index]
    if metric["unit"] == "s" and isinstance(delta, (int, float)):
        size = cells.show_duration(abs(delta))
        text = f"{'-' if delta < 0 else '+'}{size}" if size != cells.show_duration(0.0) else size
    else:
        text = cells.show_figures(metric["deltas"], signed=True)(delta)
    known = relative is not None and math.isfinite(relative) and delta != 0
    return f"{text} ({relative:+.1%})" if known else text


def show_figure(metric: Mapping[str, Any], values: Sequence[object]) -> cells.Show:
    """How a metric's figures look, all with the same decimals."""
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
        PrintedColumn("kind", [KIND_WORDS.get(reason["kind"], reason["kind"]) for reason in reasons]),
        PrintedColumn("name", [reason["name"] for reason in reasons]),
        PrintedColumn(answer["baseline"], [reason["a"] for reason in reasons]),
        PrintedColumn(others[0] if len(others) == 1 else "value", [reason["b"] for reason in reasons]),
    ]
    if len(others) > 1:
        columns.append(PrintedColumn("run", [reason["run"] for reason in reasons]))
    told = [(reason["effect"] or {}).get("text", "") for reason in reasons]
    beside = [", ".join(f"{each['kind']} {each['name']}" for each in reason["beside"]) for reason in reasons]
    if any(beside):
        columns.append(PrintedColumn("with it", beside, cells.show_or_blank, rank=2))
    if any(told):
        columns.append(PrintedColumn("other runs", told, cells.show_or_blank, rank=1))
    return Section("reasons", "Why, the likeliest first", columns)


def _differences(
    key: str, title: str, values: Mapping[str, Sequence[object]], runs: Sequence[str]
) -> Section:
    columns = [
        PrintedColumn(run, [of_runs[index] for of_runs in values.values()]) for index, run in enumerate(runs)
    ]
    return Section(key, title, [PrintedColumn("name", list(values)), *columns])


def _same(answer: Answer) -> Section:
    return Section("same", "The same", (), notes=[say_what_is_the_same(answer)])


def say_what_is_the_same(answer: Answer) -> str:
    """What all have in common, counted."""
    counts = {name: len(values) for name, values in answer["same"].items() if values}
    text = ", ".join(f"{count} {_SAME[name][count != 1]}" for name, count in counts.items())
    return text or "Nothing."
