"""The figures: each metric of each side, its spread, and its difference from the baseline's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tb_lifecycle.printing.comparison_sections import show_delta, show_figure
from tb_lifecycle.reporting.grid import head_row, table
from tb_lifecycle.reporting.lettered_sides import LetteredSide
from tb_lifecycle.reporting.markup import EMPTY, Markup, element, join

_Grid = tuple[list[Markup], Iterator[Markup]]

# As many figures as stand beside each other on a page; more are a row each.
MOST_BESIDE = 4
_BETTER = {"up": "↑ up", "down": "↓ down", None: ""}


def metrics_section(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    """The section, by metric and side; of many sides a row each."""
    spread = any(side.is_group for side in sides)
    said = ["mean ± standard deviation of a group's runs"] if spread else []
    said += ["Δ against A, coloured where it is known which way is better", "≈ from a sample of the points"]
    heads, rows = (_beside if len(sides) <= MOST_BESIDE else _below)(answer, sides)
    return element(
        "section",
        element("h2", "Metrics ", element("small", "; ".join(said))),
        table(heads, list(rows)),
    )


def _beside(
    answer: Mapping[str, Any], sides: Sequence[LetteredSide]
) -> tuple[list[Markup], Iterator[Markup]]:
    heads: list[tuple[str, str]] = [("Metric", ""), ("Better", "")]
    for side in sides:
        heads.append((side.letter, "right"))
        if side.place:
            heads.append(("Δ", "right"))
    return [head_row(*heads)], (
        _metric_row(name, metric, sides) for name, metric in answer["metrics"].items()
    )


def _metric_row(name: str, metric: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    found = [
        element("td", name, class_="strong"),
        element("td", _BETTER[metric["better"]], class_="quiet better"),
    ]
    for side in sides:
        found.append(_figure(metric, side))
        if side.place:
            found.append(_delta(metric, side))
    return element("tr", *found)


def _below(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> _Grid:
    heads = head_row(("Metric", ""), ("Better", ""), ("", ""), ("Figure", "right"), ("Δ", "right"))
    rows = (
        element(
            "tr",
            element("td", name if not side.place else "", class_="strong"),
            element("td", _BETTER[metric["better"]] if not side.place else "", class_="quiet better"),
            element("td", side.letter),
            _figure(metric, side),
            _delta(metric, side) if side.place else element("td"),
        )
        for name, metric in answer["metrics"].items()
        for side in sides
    )
    return [heads], rows


def _figure(metric: Mapping[str, Any], side: LetteredSide) -> Markup:
    show = show_figure(metric, metric["values"])
    about = "≈" if metric["exact"][side.index] is False else ""
    sd = metric["sd"][side.index] if "sd" in metric else None
    spread = element("small", f" ± {show(sd)}") if sd is not None else EMPTY
    best = "right strong" if metric["best"] == side.index else "right"
    return element("td", join([about + show(metric["values"][side.index]), spread]), class_=best)


def _delta(metric: Mapping[str, Any], side: LetteredSide) -> Markup:
    good = metric["good"][side.index]
    kind = {True: "right good", False: "right bad", None: "right"}[good]
    return element("td", show_delta(metric, side.index), class_=kind)
