"""What may be concluded: the verdict in words, and each side's difference with its interval as a bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tb_lifecycle.printing import cells
from tb_lifecycle.printing.comparison_sections import show_p, show_share
from tb_lifecycle.reporting.grid import head_row, table
from tb_lifecycle.reporting.lettered_sides import COLORS, LetteredSide
from tb_lifecycle.reporting.markup import EMPTY, Markup, element, join
from tb_lifecycle.reporting.ticks import linear_ticks, tick_text

_BAR_WIDTH, _BAR_HEIGHT = 140, 18
_Extent = tuple[float, float]
_WORDS = {"better": "good", "worse": "bad"}


def verdict_section(answer: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    """The section; without intervals it is the sentence alone, which says why."""
    verdict = answer["verdict"]
    rest = [part["text"] for part in (answer["budget"], verdict["noise"], verdict["best_of"]) if part]
    return element(
        "section",
        element("h2", "Verdict"),
        *_sentences(verdict, sides),
        *(element("p", text, class_="quiet") for text in rest),
        *(element("p", f"Note: {warning}", class_="warning") for warning in answer["warnings"]),
        _intervals(verdict, sides) if verdict["sides"] else EMPTY,
    )


_BEYOND = {"better": "better than", "worse": "worse than", "not distinguishable": "not distinguishable from"}
_METHODS = {"welch": "Welch's t", "paired": "paired by seed"}


def _sentences(verdict: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Iterator[Markup]:
    """A sentence a side; where there is no figure of sides, the verdict's own, which says why."""
    if not verdict["sides"]:
        yield element("p", verdict["text"], class_="lead")
        return
    for side in sides[1:]:
        found = verdict["sides"][side.index]
        if found is not None:
            yield _sentence(verdict, side, sides[0], found)


def _sentence(
    verdict: Mapping[str, Any], side: LetteredSide, base: LetteredSide, found: Mapping[str, Any]
) -> Markup:
    word, interval = found["word"], found["interval"]
    if interval is None or word not in _BEYOND:
        return element("p", side.letter, f" {found['text']}", class_="lead")
    show = cells.show_figures([found["delta"], *interval], signed=True)
    said = element("b", _BEYOND[word], class_=_WORDS.get(word))
    by = (
        [] if word == "not distinguishable" else [" by ", element("b", show(abs(found["delta"])).lstrip("+"))]
    )
    n = f"n = {verdict['n'][side.index]} and {verdict['n'][base.index]}"
    about = [f"95 % interval {show(interval[0])} to {show(interval[1])}"]
    if word == "not distinguishable":
        about.insert(0, show(found["delta"]))
    about += [method] if (method := _METHODS.get(found["method"], found["method"])) else []
    needed = found["runs_needed"]
    more = f"; about {needed} runs a side would tell" if needed else ""
    details = element("span", f" ({', '.join([*about, n])}){more}.", class_="details")
    return element("p", side.letter, " is ", said, " ", base.letter, *by, details, class_="lead")


def _intervals(verdict: Mapping[str, Any], sides: Sequence[LetteredSide]) -> Markup:
    told = [(side, found) for side in sides if (found := verdict["sides"][side.index]) is not None]
    low, high = _range([found for _, found in told])
    show = cells.show_figures([found["delta"] for _, found in told], signed=True)
    base = sides[0]
    heads = [
        head_row(
            ("Pair", ""),
            ("Difference", "right"),
            ("95 % interval", "right"),
            (_axis(low, high), ""),
            ("p (Holm)", "right"),
            ("New run beats it", "right"),
            ("In words", ""),
        )
    ]
    rows = [_row(side, base, found, show, (low, high)) for side, found in told]
    metric = verdict["metric"]
    note = (
        f"By {metric}: mean of the first minus that of the second; the square is that difference. "
        "Words hold after Holm's correction over all pairs."
    )
    return join([table(heads, rows), element("p", note, class_="quiet")])


def _row(
    side: LetteredSide,
    base: LetteredSide,
    found: Mapping[str, Any],
    show: cells.Show,
    extent: _Extent,
) -> Markup:
    interval = found["interval"]
    between = f"{show(interval[0])} … {show(interval[1])}" if interval else "–"
    return element(
        "tr",
        element("td", side.letter, " against ", base.letter, class_="better"),
        element("td", show(found["delta"]), class_="right strong"),
        element("td", between, class_="right"),
        element("td", _bar(side, found, extent), class_="bar"),
        element("td", show_p(found["p"]), class_="right"),
        element("td", show_share(found["probability"]), class_="right"),
        element("td", found["word"] or "no figure", class_=f"word {_WORDS.get(found['word'], '')}".strip()),
    )


def _range(found: Sequence[Mapping[str, Any]]) -> _Extent:
    """What the bars span: zero, every interval and every difference, with a little room."""
    ends = [0.0]
    for side in found:
        ends += [*(side["interval"] or ()), *([side["delta"]] if side["delta"] is not None else [])]
    low, high = min(ends), max(ends)
    room = (high * 0.08 - low * 0.08) or 1.0
    return low - room, high + room


def _place(value: float, extent: _Extent) -> float:
    low, high = extent
    # Halves: the difference of two large numbers may be none.
    return (value / 2 - low / 2) / (high / 2 - low / 2) * _BAR_WIDTH


def _axis(low: float, high: float) -> Markup:
    return _picture(
        *(
            element("text", tick_text(tick), x=f"{_place(tick, (low, high)):.1f}", y=13, text_anchor="middle")
            for tick in linear_ticks(low, high, 3)
        )
    )


def _bar(side: LetteredSide, found: Mapping[str, Any], extent: _Extent) -> Markup:
    color, middle = COLORS[side.place], _BAR_HEIGHT / 2
    zero = f"{_place(0.0, extent):.1f}"
    parts = [element("line", x1=zero, x2=zero, y1=0, y2=_BAR_HEIGHT, class_="axis")]
    if found["interval"]:
        low, high = (_place(value, extent) for value in found["interval"])
        parts.append(_line(low, middle, high, middle, color, "2"))
        parts += [_line(end, middle - 4, end, middle + 4, color, "1.5") for end in (low, high)]
    if found["delta"] is not None:
        at = _place(found["delta"], extent)
        parts.append(element("rect", x=f"{at - 3.5:.1f}", y=middle - 3.5, width=7, height=7, fill=color))
    return _picture(*parts)


def _picture(*parts: Markup) -> Markup:
    size = {"width": _BAR_WIDTH, "height": _BAR_HEIGHT}
    return element("svg", *parts, viewBox=f"0 0 {_BAR_WIDTH} {_BAR_HEIGHT}", aria_hidden="true", **size)


def _line(x1: float, y1: float, x2: float, y2: float, color: str, width: str) -> Markup:
    places = {"x1": f"{x1:.1f}", "y1": y1, "x2": f"{x2:.1f}", "y2": y2}
    return element("line", **places, stroke=color, stroke_width=width)
