"""What a command prints, in the format that was asked for.

A command makes sections, each a grid of columns; JSON is what the HTTP route answers instead.
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tb_lifecycle.commands.printing import markup, text_table
from tb_lifecycle.commands.printing.cells import Show, raw, show_plain
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
        shown = map(self.show, self.values) if self.readable is None else self.readable
        return [f"≈{text}" if row in self.marks else text for row, text in enumerate(shown)]


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


def print_grid(columns: Sequence[PrintedColumn], format_name: str) -> None:
    """Prints one grid, in any format but JSON."""
    if format_name == "csv":
        _print_csv(
            [column.head for column in columns],
            zip(*(map(raw, column.values) for column in columns), strict=True),
        )
        return
    print(_GRIDS[format_name](columns, True, terminal_width()))


def print_sections(sections: Sequence[Section], format_name: str) -> None:
    """Prints sections one below the other, in any format but JSON; CSV is one table of a row a value."""
    if format_name == "csv":
        _print_csv(("section", "name", "column", "value"), _long_rows(sections))
        return
    width = terminal_width()
    width = None if width is None else width - text_table.INDENT
    parts = []
    for section in sections:
        grid = _GRIDS[format_name](section.columns, section.heads, width) if section.columns else ""
        parts.append(_TITLES[format_name](section.title, grid, section.notes))
    print("\n\n".join(parts))


def print_json(answer: object) -> None:
    """Prints an answer as the HTTP routes would, indented."""
    print(to_json_text(answer, indent=2))


def print_notices(notices: Sequence[str]) -> None:
    """Says on stderr what is not shown and why."""
    for notice in notices:
        print(notice, file=sys.stderr)


def _long_rows(sections: Sequence[Section]) -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    for section in sections:
        names, *others = section.columns or (PrintedColumn("", ()),)
        for row, name in enumerate(names.values):
            rows.extend((section.key, raw(name), column.head, raw(column.values[row])) for column in others)
    return rows


def _print_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    print(text.getvalue(), end="")


def _table(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    kept = text_table.fit([(column.head, column.texts, column.rank) for column in columns], width)
    chosen = [columns[index] for index in kept]
    return text_table.render(
        [column.head for column in chosen] if heads else None,
        [column.texts for column in chosen],
        [column.right for column in chosen],
        width,
    )


def _markdown(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    del heads, width  # a Markdown table always has headings
    return markup.markdown([(column.head, column.texts, column.right) for column in columns])


def _latex(columns: Sequence[PrintedColumn], heads: bool, width: int | None) -> str:
    del width
    return markup.latex([(column.head, column.texts, column.right) for column in columns], heads=heads)


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
