"""What differs, cell by cell, and why the figures do: the ranked reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def differences_section(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    """The section: a row for each thing that differs, then what is the same."""
    heads = head_row(("Kind", ""), ("What", ""), *((side.letter, "") for side in sides))
    rows = list(_rows(answer, sides))
    same = f"The same: {say_what_is_the_same(answer)}"
    body = table([heads], rows) if rows else element("p", "Nothing that was recorded differs.")
    return element(
        "section",
        element("h2", "What differs ", element("small", "cells unlike A are marked")),
        body,
        element("p", same, class_="quiet"),
    )


def reasons_section(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    """The section: the reasons, the likeliest first."""
    letters = {side.name: side.letter for side in sides}
    if not answer["reasons"]:
        text = "Nothing that was recorded explains a difference."
        return element("section", element("h2", "Why"), element("p", text))
    heads = head_row(
        ("", "right"), ("Kind", ""), ("Name", ""), (sides[0].letter, ""), ("", ""), ("Value", "")
    )
    rows = [
        element(
            "tr",
            element("td", str(place), class_="right quiet"),
            element("td", KIND_WORDS.get(reason["kind"], reason["kind"])),
            element("td", reason["name"], class_="strong"),
            element("td", _show(reason["a"])),
            element("td", letters.get(reason["run"], "")),
            element("td", _show(reason["b"])),
        )
        for place, reason in enumerate(answer["reasons"], 1)
    ]
    title = element("h2", "Why ", element("small", "the likeliest first"))
    return element("section", title, table([heads], rows))


def _rows(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Iterator[Markup]:
    for key, kind in _KINDS.items():
        for name, values in answer[key].items():
            yield _row(kind, name, values, sides)
    for file in answer["code_files"]:
        yield _row("file", file["path"], file["digests"], sides)


def _row(kind: str, name: str, values: Sequence[object], sides: Sequence[LetteredSide]) -> Markup:
    base = values[sides[0].index]
    return element(
        "tr",
        element("td", kind, class_="quiet"),
        element("td", name, class_="strong"),
        *(
            element("td", _show(values[side.index]), class_="changed" if values[side.index] != base else None)
            for side in sides
        ),
    )


def _show(value: object) -> str:
    if isinstance(value, str) and (value.startswith("sha256:") or _is_commit(value)):
        return show_digest(value)
    text = "not set" if value is None else show_plain(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _is_commit(value: str) -> bool:
    return len(value) in (40, 64) and set(value) <= set("0123456789abcdef")
