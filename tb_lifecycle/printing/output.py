"""What a command prints, in the format that was asked for.

A command makes sections, each a grid of columns; JSON is what the HTTP route answers instead.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tb_lifecycle.printing import markup, text_table
from tb_lifecycle.printing.cells import Show, printable, printable_json, show_plain, show_time
from tb_lifecycle.printing.csv_text import csv_text, tsv_text
from tb_lifecycle.reading.json_values import to_json_text

FORMATS = ("table", "csv", "json", "markdown", "latex")


@dataclass(frozen=True)
class PrintedColumn:
    """A column of a grid.

    Attributes:
      head: its heading.
      values: raw values, one a row; None is missing.
      show: makes a value readable.
      right: aligned to the right.
      rank: 0 for a column that always stays; of the others the highest goes first where there is no room.
      marks: rows whose values are approximate.
      readable: the values made readable already, for a column whose values are of different sorts.
    """

    head: str
    values: Sequence[object]
    show: Show = show_plain
    right: bool = False
    rank: int = 0
    marks: frozenset[int] = field(default=frozenset())
    readable: Sequence[str] | None = None

    @cached_property
    def texts(self) -> list[str]:
        """The values as people read them."""
        shown = map(printable, map(self.show, self.values) if self.readable is None else self.readable)
        return [f"≈{text}" if row in self.marks else text for row, text in enumerate(shown)]

    @cached_property
    def shown_head(self) -> str:
        """The heading as people read it."""
        return printable(self.head)


@dataclass(frozen=True)
class Section:
    """A titled grid, whose first column names the rows; without `heads` the headings would say nothing.

    `key` names the section for programs.
    """

    key: str
    title: str
    columns: Sequence[PrintedColumn]
    heads: bool = True
    notes: Sequence[str] = ()


def add_format(parser: argparse.ArgumentParser) -> None:
    """Declares `--format`."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print (default: table)")


def terminal_width() -> int | None:
    """The characters of a line; None where nobody reads it on a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def grid_text(columns: Sequence[PrintedColumn], format_name: str, width: int | None = None) -> str:
    """One grid, in any format but JSON, with its last line ended."""
    if format_name == "csv":
        rows = zip(*(column.values for column in columns), strict=True)
        return csv_text([column.head for column in columns], rows)
    if format_name == "tsv":
        return _tsv(columns)
    return _GRIDS[format_name](columns, True, width) + "\n"


def sections_text(sections: Sequence[Section], format_name: str, width: int | None = None) -> str:
    """Sections one below the other, in any format but JSON; CSV is one table of a row a value."""
    if format_name == "csv":
        return csv_text(("section", "name", "column", "value"), _long_rows(sections))
    if format_name == "tsv":
        return "\n".join(map(_section_tsv, sections))
    width = None if width is None else width - text_table.INDENT
    parts = []
    for section in sections:
        grid = _GRIDS[format_name](section.columns, section.heads, width) if section.columns else ""
        notes = [printable(note) for note in section.notes]
        parts.append(_TITLES[format_name](printable(section.title), grid, notes))
    return "\n\n".join(parts) + "\n"


def print_grid(columns: Sequence[PrintedColumn], format_name: str) -> None:
    """Prints `grid_text`, no wider than the terminal."""
    print(grid_text(columns, format_name, terminal_width()), end="")


def print_sections(sections: Sequence[Section], format_name: str) -> None:
    """Prints `sections_text`, no wider than the terminal."""
    print(sections_text(sections, format_name, terminal_width()), end="")


def print_json(answer: object) -> None:
    """Prints an answer as the HTTP routes would, indented."""
    print(printable_json(to_json_text(answer, indent=2)))


def print_notices(notices: Sequence[str]) -> None:
    """Says on stderr what is not shown and why."""
    for notice in notices:
        print(printable(notice), file=sys.stderr)


def _long_rows(sections: Sequence[Section]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for section in sections:
        names, *others = section.columns or (PrintedColumn("", ()),)
        for row, name in enumerate(names.values):
            rows.extend((section.key, name, column.head, column.values[row]) for column in others)
    return rows


def _tsv(columns: Sequence[PrintedColumn]) -> str:
    """Numbers whole, as a spreadsheet goes on with them, times and texts as people read them."""
    values = [
        [
            value if _is_figure(value) and column.show is not show_time else text
            for value, text in zip(column.values, column.texts, strict=True)
        ]
        for column in columns
    ]
    return tsv_text([column.shown_head for column in columns], zip(*values, strict=True))


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _section_tsv(section: Section) -> str:
    grid = _tsv(section.columns) if section.columns else ""
    return tsv_text([section.title], []) + grid + "".join(tsv_text([note], []) for note in section.notes)


def _table(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    kept = text_table.fit([(column.shown_head, column.texts, column.rank) for column in columns], width)
    chosen = [columns[index] for index in kept]
    return text_table.render(
        [column.shown_head for column in chosen] if heads else None,
        [column.texts for column in chosen],
        [column.right for column in chosen],
        width,
    )


def _markdown(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    del heads, width  # a Markdown table always has headings
    return markup.markdown([(column.shown_head, column.texts, column.right) for column in columns])


def _latex(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    del width
    return markup.latex([(column.shown_head, column.texts, column.right) for column in columns], heads=heads)


_GRIDS: dict[str, Callable[[Sequence[PrintedColumn], bool, int | None], str]] = {
    "table": _table,
    "markdown": _markdown,
    "latex": _latex,
}
_TITLES: dict[str, Callable[[str, str, Sequence[str]], str]] = {
    "table": text_table.titled,
    "markdown": markup.markdown_titled,
    "latex": markup.latex_titled,
}
