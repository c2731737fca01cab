"""CSV, and text to paste, as a spreadsheet takes it: a text that looks like a formula is marked as a text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from tb_lifecycle.printing.cells import printable, raw

# What spreadsheets compute, after space as well; the wide forms are read as the narrow ones.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_KEPT = re.compile(r"([\n\t])")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: whole values, with control characters but line ends and tabs as escapes.

    Texts that a spreadsheet would compute (`=1+1`, `@SUM(…)`, `-2+3`) begin with an apostrophe, by which it
    knows a text. Numbers stay numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(cell, heads))
    writer.writerows(map(cell, row) for row in rows)
    return text.getvalue()


def tsv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table to paste: tabs between its cells, whose own tabs and line ends become blanks."""
    lines = ("\t".join(" ".join(cell(value).split()) for value in row) for row in (heads, *rows))
    return "\n".join(lines) + "\n"


def cell(value: object) -> str:
    """A value as a cell has it."""
    if isinstance(value, (int, float)):
        return raw(value)
    text = "".join(part if _KEPT.fullmatch(part) else printable(part) for part in _KEPT.split(raw(value)))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
