"""A chart of curves as SVG: lines with bands, dashes and letters that survive grey print."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tb_lifecycle.printing.cells import show_figures
from tb_lifecycle.reporting.lettered_sides import COLORS, DASHES
from tb_lifecycle.reporting.markup import Markup, element, join
from tb_lifecycle.reporting.ticks import linear_ticks, log_ticks, tick_text

WIDTH, HEIGHT = 360, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 66, 10, 30
_LABEL_HEIGHT = 15
# Of ranges that can be divided; and of numbers.
_SMALLEST, _LARGEST = sys.float_info.min, sys.float_info.max


@dataclass(frozen=True)
class Line:
    """A curve: `place` is its side's, `low` and `high` the edges of its band, None where there is none."""

    place: int
    name: str
    steps: Sequence[float]
    values: Sequence[float]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()


@dataclass(frozen=True)
class _Scale:
    """From data to points of the picture."""

    to: Callable[[float], float]
    ticks: Sequence[float]


def line_chart(title: str, lines: Sequence[Line]) -> Markup:
    """The chart of one metric; without a line that has a finite value it says so."""
    drawn = [line for line in lines if any(map(_is_finite, line.values))]
    steps = [step for line in drawn for step in line.steps if _is_finite(step)]
    if not steps:
        return element("p", f"{title}: no finite values.", class_="quiet")
    log = _is_log(drawn)
    whole = all(step == int(step) for step in steps)
    x = _scale(min(steps), max(steps), _LEFT, WIDTH - _RIGHT, whole=whole)
    edges = [value for line in drawn for value in _extent(line) if value > 0 or not log]
    y = _scale(min(edges), max(edges), HEIGHT - _BOTTOM, _TOP, log=log)
    head = f"{title}, log" if log else title
    words = "; ".join(
        f"{line.name} ends at {show_figures([_last(line)[1]])(_last(line)[1])}" for line in drawn
    )
    return element(
        "figure",
        element("figcaption", head),
        element(
            "svg",
            element("title", head),
            element("desc", words),
            _axes(x, y),
            *(_band(line, x, y, log=log) for line in drawn),
            *(_curve(line, x, y, log=log) for line in drawn),
            *_labels(drawn, y, log=log),
            viewBox=f"0 0 {WIDTH} {HEIGHT}",
            role="img",
        ),
    )


def _is_finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _extent(line: Line) -> list[float]:
    return [value for part in (line.values, line.low, line.high) for value in part if value is not None
            and math.isfinite(value)]  # fmt: skip


def _is_log(lines: Sequence[Line]) -> bool:
    """Values above zero that span more than a decade."""
    values = [value for line in lines for value in line.values if math.isfinite(value)]
    return bool(values) and min(values) > 0 and max(values) / 10 > min(values)


def _scale(
    low: float, high: float, start: float, end: float, *, log: bool = False, whole: bool = False
) -> _Scale:
    if high / 2 - low / 2 < _SMALLEST:
        room = 0.1 * abs(low) if abs(low) > _SMALLEST else 0.1
        low, high = max(low - room, -_LARGEST), min(high + room, _LARGEST)
    length = end - start
    if log:
        a, b = math.log10(low), math.log10(high)
        return _Scale(lambda value: start + (math.log10(value) - a) / (b - a) * length, log_ticks(low, high))
    # Halved, so that the range of the greatest numbers is one.
    half = high / 2 - low / 2
    return _Scale(
        lambda value: start + (value / 2 - low / 2) / half * length, linear_ticks(low, high, whole=whole)
    )


def _axes(x: _Scale, y: _Scale) -> Markup:
    bottom, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    parts = [_rule(_LEFT, bottom, right, bottom, "axis")]
    for tick in y.ticks:
        parts.append(_rule(_LEFT, y.to(tick), right, y.to(tick), "rule"))
        parts.append(_text(_LEFT - 6, y.to(tick) + 3.5, tick_text(tick), "end"))
    for tick in x.ticks:
        parts.append(_rule(x.to(tick), bottom, x.to(tick), bottom + 4, "axis"))
        parts.append(_text(x.to(tick), bottom + 16, tick_text(tick), "middle"))
    parts.append(_text(WIDTH - 2, bottom + 16, "step", "end"))
    return join(parts)


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return element("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=kind)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor)


def _points(line: Line, values: Sequence[float | None], x: _Scale, y: _Scale, *, log: bool) -> list[str]:
    """Pieces of a path; one ends where a value is none that can be drawn."""
    pieces: list[list[str]] = [[]]
    for step, value in zip(line.steps, values, strict=False):
        if value is None or not math.isfinite(value) or not math.isfinite(step) or (log and value <= 0):
            pieces.append([])
        else:
            pieces[-1].append(f"{x.to(step):.1f},{y.to(value):.1f}")
    return ["M" + "L".join(piece) for piece in pieces if piece]


def _curve(line: Line, x: _Scale, y: _Scale, *, log: bool) -> Markup:
    path = "".join(_points(line, line.values, x, y, log=log))
    return element(
        "path",
        d=path,
        fill="none",
        stroke=COLORS[line.place],
        stroke_width="1.6",
        stroke_dasharray=DASHES[line.place],
        stroke_linecap="round",
    )


def _band(line: Line, x: _Scale, y: _Scale, *, log: bool) -> Markup:
    edges = [
        (step, low, high)
        for step, low, high in zip(line.steps, line.low, line.high, strict=False)
        if low is not None and high is not None and math.isfinite(low) and math.isfinite(high)
        and (low > 0 or not log)
    ]  # fmt: skip
    if len(edges) < 2:
        return Markup("")
    there = [f"{x.to(step):.1f},{y.to(high):.1f}" for step, _, high in edges]
    back = [f"{x.to(step):.1f},{y.to(low):.1f}" for step, low, _ in reversed(edges)]
    return element("path", d="M" + "L".join(there + back) + "Z", fill=COLORS[line.place], opacity="0.16")


def _last(line: Line) -> tuple[float, float]:
    pairs = zip(reversed(line.steps), reversed(line.values), strict=False)
    return next((step, value) for step, value in pairs if math.isfinite(value))


def _labels(lines: Sequence[Line], y: _Scale, *, log: bool) -> list[Markup]:
    """Letters and last values at the right, in the order of their values, none over another."""
    ends = [(line, _last(line)[1]) for line in lines]
    show = show_figures([value for _, value in ends])
    placed = sorted((y.to(value) if value > 0 or not log else HEIGHT - _BOTTOM, line.place, value)
                    for line, value in ends)  # fmt: skip
    labels, lowest = [], float(_TOP)
    room = HEIGHT - _BOTTOM - _LABEL_HEIGHT * (len(placed) - 1)
    for index, (height, place, value) in enumerate(placed):
        lowest = max(lowest, min(height, room + _LABEL_HEIGHT * index))
        labels.append(_label(place, show(value), lowest))
        lowest += _LABEL_HEIGHT
    return labels


def _label(place: int, text: str, height: float) -> Markup:
    left = WIDTH - _RIGHT + 6
    box = element("rect", x=left, y=f"{height - 6:.1f}", width=12, height=12, rx=2, fill=COLORS[place])
    letter = element(
        "text", "ABCDEF"[place], x=left + 6, y=f"{height + 3.2:.1f}", text_anchor="middle", class_="letter"
    )
    return join([box, letter, element("text", text, x=left + 16, y=f"{height + 3.5:.1f}")])
