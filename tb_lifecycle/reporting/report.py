"""A report of a comparison: gathers what belongs to it, and writes it as HTML, Markdown, LaTeX or CSV."""

from __future__ import annotations

import getpass
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import tb_lifecycle
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.printing.cells import show_digest, show_time
from tb_lifecycle.printing.comparison_sections import make_sections, named_by_label
from tb_lifecycle.printing.output import sections_text
from tb_lifecycle.reporting import documents
from tb_lifecycle.reporting.content import Chart, Content
from tb_lifecycle.reporting.lettered_sides import LETTERS, LetteredSide, find_sides
from tb_lifecycle.reporting.line_chart import Line
from tb_lifecycle.reporting.page import html_page

# Reads curves: of runs and groups by name, of some metrics.
ReadCurves = Callable[[Sequence[str], Sequence[str]], Sequence[Mapping[str, Any]]]

FORMATS = {".html": "html", ".md": "markdown", ".tex": "latex", ".csv": "csv"}


def gather(
    answer: Mapping[str, Any],
    read_curves: ReadCurves,
    format_name: str,
    *,
    logdir: str,
    maker: str | None = None,
    expressions: Sequence[str] = (),
    title: str | None = None,
) -> Content:
    """What a report says.

    Args:
      answer: of `LogdirReader.compare` or `compare_sides`.
      read_curves: as `LogdirReader.scalars`; asked where the format has charts.
      format_name: one of `FORMATS`' values.
      logdir: where the runs lie, as people know it.
      maker: who makes it, in words; by default who runs this process, and where.
      expressions: what chose and grouped the runs, each as it was typed.
      title: by default the verdict's sentence.

    Raises:
      LogdirError: there are more sides than the page has letters for.
    """
    answer = {**answer, "warnings": named_by_label(answer)["warnings"]}
    has_page = format_name == "html"
    if has_page and len(answer["runs"]) > len(LETTERS):
        raise LogdirError(
            f"A report as a page compares {len(LETTERS)} runs or groups at most, not {len(answer['runs'])}. "
            "Name fewer, or group those that differ by their seed alone."
        )
    sides = find_sides(answer)
    main = answer["main"]
    made_by = [*expressions, *([f"metric {main}"] if main else [])]
    return Content(
        title=title or _title(answer, sides),
        made=f"{show_time(time.time())} {maker or f'by {_user()} on {host()}'}",
        facts=list(_facts(answer, logdir)),
        answer=answer,
        sides=sides,
        charts=list(_charts(answer, sides, read_curves)) if has_page else [],
        expressions=made_by,
        version=tb_lifecycle.__version__,
    )


def write(content: Content, format_name: str) -> str:
    """The report's text in one of `FORMATS`."""
    if format_name == "html":
        return html_page(content)
    sections = make_sections(content.answer)
    if format_name == "csv":
        return sections_text(sections, "csv")
    return documents.wrap(content, sections_text(sections, format_name), format_name)


def _title(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> str:
    """What is compared, and by what: the verdict stands below."""
    others = [side.label for side in sides[1:]]
    named = ", ".join(others[:2]) + (f" and {len(others) - 2} more" if len(others) > 2 else "")
    return f"{named} against {sides[0].label}" + (f" by {answer['main']}" if answer["main"] else "")


def host() -> str:
    """What this machine is called."""
    return platform.node() or "an unknown host"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no login name and no entry for the user's number
        return "an unknown user"


def _facts(answer: Mapping[str, Any], logdir: str) -> Iterator[tuple[str, str]]:
    starts = [start for start in answer["started"] if start is not None]
    if starts:
        first, last = show_time(min(starts)), show_time(max(starts))
        yield "Runs of", first if first == last else f"{first} to {last}"
    yield "Logdir", logdir
    data = answer["same"]["datasets"]
    if data:
        yield "Data", ", ".join(f"{name} {show_digest(digest)}" for name, digest in data.items())
    elif answer["datasets"]:
        yield "Data", "not the same for all, see what differs"


def _charts(
    answer: Mapping[str, Any], sides: Sequence[LetteredSide], read_curves: ReadCurves
) -> Iterator[Chart]:
    """Curves of the first metrics, the main one leading."""
    wanted = answer["charts"]
    if not wanted:
        return
    curves = read_curves([side.name for side in sides], wanted)
    for metric in wanted:
        found = {curve["run"]: curve for curve in curves if curve["tag"] == metric}
        lines = [_line(side, found[side.name]) for side in sides if side.name in found]
        if any(len(line.steps) > 1 for line in lines):
            yield Chart(metric, lines)


def _line(side: LetteredSide, curve: Mapping[str, Any]) -> Line:
    band = curve["band"]
    edges = (band["low"], band["high"]) if band else ((), ())
    return Line(side.place, side.label, curve["steps"], curve["values"], *edges)
