"""A report as one HTML file: nothing outside it, no script, and each printed page says what made it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tb_lifecycle.printing.cells import show_time
from tb_lifecycle.reporting.content import Content
from tb_lifecycle.reporting.differences_section import differences_section
from tb_lifecycle.reporting.lettered_sides import LetteredSide
from tb_lifecycle.reporting.line_chart import line_chart
from tb_lifecycle.reporting.markup import Markup, element, escape, join
from tb_lifecycle.reporting.metrics_section import metrics_section
from tb_lifecycle.reporting.verdict_section import verdict_section

MOST_MEMBERS = 12
# What the page may load: its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(content: Content) -> str:
    """The file's text."""
    answer, sides = content.answer, content.sides
    body = join(
        [
            _header(content),
            verdict_section(answer, sides),
            metrics_section(answer, sides),
            _curves(content),
            differences_section(answer, sides),
            *([_notices(content)] if answer["notices"] else []),
        ]
    )
    # A table's foot is what browsers repeat on every printed page.
    frame = element(
        "table",
        element("tbody", element("tr", element("td", body))),
        element("tfoot", element("tr", element("td", _footer(content)))),
        class_="frame",
        role="presentation",
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="tb_lifecycle {escape(content.version)}">\n'
        f"<title>{escape(content.title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n{frame}\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return files("tb_lifecycle.reporting").joinpath("report.css").read_text(encoding="utf-8")


def _header(content: Content) -> Markup:
    facts = [_fact("Made", content.made), *(_fact(name, text) for name, text in content.facts)]
    sides = [_fact(side.letter, _say_side(side, content)) for side in content.sides]
    return element(
        "header",
        element("h1", content.title, contenteditable="true", spellcheck="false"),
        element("p", _say_what_is_compared(content), class_="subtitle"),
        element("dl", *facts, class_="facts"),
        element("dl", *sides, class_="facts"),
    )


def _fact(name: str, text: str) -> Markup:
    return element("div", element("dt", name), element("dd", text))


def _say_what_is_compared(content: Content) -> str:
    sides = content.sides
    groups = sum(side.is_group for side in sides)
    noun = "groups" if groups == len(sides) else "runs and groups" if groups else "runs"
    what = f"{len(sides)} {noun}"
    runs = f", {sum(len(side.members) or 1 for side in sides)} runs" if groups else ""
    main = content.answer["main"]
    return f"Comparison of {what}{runs}" + (f", by {main}" if main else "")


def _say_side(side: LetteredSide, content: Content) -> Markup:
    parts: list[str] = []
    if side.is_group:
        parts.append(f"n = {side.n}")
        parts += [_say_left_out(count, why) for why, count in side.left_out.items()]
        parts.append(_say_members(side))
    else:
        parts.append(str(content.answer["statuses"][side.index]))
        parts.append(f"started {show_time(content.answer['started'][side.index])}")
    if not side.place:
        parts.append("baseline")
    return join([element("b", side.label), *(f", {part}" for part in parts)])


def _say_left_out(count: int, why: str) -> str:
    return f"{count} without a figure" if why == "no figure" else f"{count} {why} not counted"


def _say_members(side: LetteredSide) -> str:
    """The members' names, without the group's where they begin with it."""
    ends = [member.removeprefix(side.label).lstrip("-_/. ,=") or member for member in side.members]
    more = f" and {len(ends) - MOST_MEMBERS} more" if len(ends) > MOST_MEMBERS else ""
    return ", ".join(ends[:MOST_MEMBERS]) + more


def _curves(content: Content) -> Markup:
    charts = [line_chart(chart.metric, chart.lines) for chart in content.charts]
    if not charts:
        return element(
            "section", element("h2", "Curves"), element("p", "No metric has a curve.", class_="quiet")
        )
    band = "mean of a group's runs with its 95 % interval; " if any(s.is_group for s in content.sides) else ""
    title = element("h2", "Curves ", element("small", f"{band}as recorded, not smoothed"))
    return element("section", title, element("div", *charts, class_="charts"), class_="whole")


def _notices(content: Content) -> Markup:
    lines = [element("p", notice) for notice in content.answer["notices"]]
    return element("section", element("h2", "Not shown"), *lines)


def _footer(content: Content) -> Markup:
    made_by = [element("code", text) for text in content.expressions]
    rule = Markup(" · ")
    parts: list[str] = [f"tb_lifecycle {content.version}"]
    for part in made_by:
        parts += [rule, part]
    return element("footer", *parts)
