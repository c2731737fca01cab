"""`GET export`: a table or a comparison as a file to download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.plugin.responses import Answer, RequestError, bytes_answer
from tb_lifecycle.plugin.routes import compare, runs
from tb_lifecycle.plugin.routes.route import Asked, Route
from tb_lifecycle.printing import output
from tb_lifecycle.printing.comparison_sections import make_sections
from tb_lifecycle.printing.table_grid import groups_grid, runs_grid
from tb_lifecycle.reading.comparing.sides import grouping_of
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.json_values import to_json_text
from tb_lifecycle.reporting.report import gather, host, write

HINT = "export?view=runs&format=csv, or export?view=compare&format=html&run=A&run=B."

# MIME type and the end of a file's name.
TYPES = {
    "html": ("text/html; charset=utf-8", "html"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "latex": ("application/x-tex; charset=utf-8", "tex"),
    "tsv": ("text/tab-separated-values; charset=utf-8", "tsv"),
}
# A report opened in place may show its own style, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"

# Values of a table: more are asked for in parts.
MOST_VALUES = 5_000_000
# Of a curve in a report.
POINTS = 400


def answer(asked: Asked) -> Answer:
    """Answers with the file's bytes."""
    view = _one_of(asked, "view", tuple(_VIEWS))
    formats = tuple(name for name in TYPES if name != "html" or view == "compare")
    format_name = _one_of(asked, "format", formats)
    name, make = _VIEWS[view]
    text = make(asked, format_name)
    content_type, end = TYPES[format_name]
    headers = [("Content-Disposition", f'attachment; filename="{name}.{end}"')]
    if format_name == "html":
        headers.append(("Content-Security-Policy", POLICY))
    # What is no character, as of a file name that is no UTF-8, is shown as its escape.
    return bytes_answer(text.encode("utf-8", "backslashreplace"), content_type, headers=tuple(headers))


def _one_of(asked: Asked, name: str, words: tuple[str, ...]) -> str:
    given = asked.parameters.required(name, HINT)
    if given not in words:
        raise RequestError(f"{name} is {given[:40]!r}; it can be {', '.join(words)}.", parameter=name)
    return given


def _table(asked: Asked, format_name: str) -> str:
    with limits.limited():
        rows = runs.find_rows(asked)
        chosen, raw = asked.parameters.text("columns") is not None, format_name == "csv"
        first = asked.snapshot.table.first
        _check_size(rows)
        if format_name == "json":
            return to_json_text(runs.describe(asked, rows), indent=2) + "\n"
        if rows.groups is None:
            grid = runs_grid(rows.columns, first, chosen=chosen, raw=raw, labels=not raw)
        else:
            grid = groups_grid(rows.groups, rows.group_columns, first, chosen=chosen, raw=raw)
        return output.grid_text(grid, format_name)


def _check_size(rows: runs.Rows) -> None:
    shape = len(rows.groups or rows.table), len(rows.group_columns or rows.columns)
    if shape[0] * shape[1] > MOST_VALUES:
        raise RequestError(
            f"{shape[0]:,} rows of {shape[1]:,} columns are more than the {MOST_VALUES:,} values of a file.",
            hint="Ask for fewer columns, or for a part by where, limit and offset.",
            parameter="columns",
        )


def _comparison(asked: Asked, format_name: str) -> str:
    found = compare.find_comparison(asked)
    if format_name == "json":
        return to_json_text(found, indent=2) + "\n"
    if format_name in ("csv", "tsv"):
        return output.sections_text(make_sections(found), format_name)
    where = asked.parameters.text("where")

    def read_curves(names: Any, tags: Any) -> list[dict[str, Any]]:
        with limits.limited():
            return asked.reader.scalars(names, tags, POINTS, where)

    try:
        content = gather(
            found,
            read_curves,
            format_name,
            logdir=asked.reader.logdir or "not one directory",
            maker=f"in TensorBoard on {host()}",
            expressions=_made_by(asked, found),
        )
    except LogdirError as error:
        raise RequestError(str(error), parameter="run") from error
    return write(content, format_name)


def _made_by(asked: Asked, found: dict[str, Any]) -> list[str]:
    by = dict.fromkeys(filter(None, map(grouping_of, found["runs"])))
    budget = asked.parameters.text("budget")
    return [
        *filter(None, [asked.parameters.text("where")]),
        *(f"group by {each}" for each in by),
        *([f"at equal {budget}"] if budget else []),
    ]


_VIEWS: dict[str, tuple[str, Callable[[Asked, str], str]]] = {
    "runs": ("lifecycle-runs", _table),
    "compare": ("lifecycle-comparison", _comparison),
}

# A file may be large, and is asked for once.
ROUTE = Route(
    "export",
    frozenset({"view", "format"}) | (runs.ROUTE.parameters - {"errors"}) | compare.ROUTE.parameters,
    answer,
    kept=False,
)
