"""What differs, cell by cell, and why the figures do: the ranked reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.printing.cells import show_digest, show_plain
from tb_lifecycle.printing.comparison_sections import KIND_WORDS, say_what_is_the_same
from tb_lifecycle.reporting.grid import head_row, table
from tb_lifecycle.reporting.lettered_sides import LetteredSide
from tb_lifecycle.reporting.markup import Markup, element

_KINDS = {
    "flags": "flag",
    "seeds": "seed",
    "datasets": "data set",
    "code": "code",
    "environment": "package",
    "variables": "environment variable",
    "hardware": "hardware",
    "ranks": "process",
    "command": "command",
}
_LONGEST = 160


# What a reason's kind is called here.
_OF_REASONS = {
    "dataset": "data set",
    "python": "package",
    "variable": "environment variable",
    "rank": "process",
}


@dataclass(frozen=True)
class _Difference:
    """A row: `values` has one a run, as the answer has them."""

    kind: str
    name: str
    values: Sequence[object]
    reason: Mapping[str, Any] | None = None


def differences_section(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    """The section: a row for each thing that differs, the likeliest reason first, then what is the same."""
    rows = _ranked(answer)
    same = element("p", f"The same: {say_what_is_the_same(answer)}", class_="quiet")
    title = element(
        "h2",
        "What differs, and why ",
        element("small", "cells unlike A are marked; the likeliest reason first"),
    )
    if not rows:
        return element("section", title, element("p", "Nothing that was recorded differs."), same)
    told = any(_say_effect(row.reason) for row in rows)
    heads = [("Kind", "kind"), ("What", "what"), *((side.letter, "") for side in sides)]
    if told:
        heads.append(("In the logdir", "effect"))
    body = table([head_row(*heads)], [_row(row, sides, told=told) for row in rows], fixed=True)
    return element("section", title, body, *_at_once(rows, sides), same)


def _ranked(answer: Mapping[str, Any]) -> list[_Difference]:
    """What differs, in the order of the reasons, then the rest in the order of the kinds."""
    reasons: dict[tuple[str, str], Mapping[str, Any]] = {}
    for reason in answer["reasons"]:
        reasons.setdefault((_OF_REASONS.get(reason["kind"], reason["kind"]), reason["name"]), reason)
    places = {key: place for place, key in enumerate(reasons)}
    rows = []
    for kind, name, values in _differences(answer):
        key = ("code", name) if kind == "file" else (kind, name)
        rows.append((places.get(key, len(places)), _Difference(kind, name, values, reasons.get(key))))
    return [row for _, row in sorted(rows, key=lambda each: each[0])]


def _differences(answer: Mapping[str, Any]) -> Iterator[tuple[str, str, Sequence[object]]]:
    for key, kind in _KINDS.items():
        for name, values in answer[key].items():
            yield kind, name, values
    for file in answer["code_files"]:
        yield "file", file["path"], file["digests"]


def _at_once(rows: Sequence[_Difference], sides: Sequence[LetteredSide]) -> Iterator[Markup]:
    """Says of the first pair that more than one thing could have done it."""
    base, other = sides[0], sides[1]
    count = sum(
        row.reason is not None and row.kind != "seed" and row.values[other.index] != row.values[base.index]
        for row in rows
    )
    if count > 1:
        text = f" differ in {count} ways at once: these runs alone cannot say which of them did it."
        yield element("p", base.letter, " and ", other.letter, text)


def _row(row: _Difference, sides: Sequence[LetteredSide], *, told: bool) -> Markup:
    base = row.values[sides[0].index]
    cells = [
        element("td", _show(value), class_="changed" if value != base else None)
        for value in (row.values[side.index] for side in sides)
    ]
    if told:
        cells.append(element("td", _say_effect(row.reason), class_="quiet effect"))
    return element(
        "tr", element("td", row.kind, class_="quiet"), element("td", row.name, class_="strong"), *cells
    )


def _say_effect(reason: Mapping[str, Any] | None) -> str:
    """What other runs tell of it, and what differs for the same cause."""
    if reason is None:
        return ""
    beside = ", ".join(
        f"{KIND_WORDS.get(each['kind'], each['kind'])} {each['name']}" for each in reason["beside"]
    )
    parts = [(reason["effect"] or {}).get("text", ""), f"with {beside}" if beside else ""]
    return "; ".join(filter(None, parts))


def _show(value: object) -> str:
    if isinstance(value, str) and (value.startswith("sha256:") or _is_commit(value)):
        return show_digest(value)
    text = "not set" if value is None else show_plain(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _is_commit(value: str) -> bool:
    return len(value) in (40, 64) and set(value) <= set("0123456789abcdef")
