"""Draws lines over logarithmic axes as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _GAP = 300, 220, 74, 34, 34, 26
_LABEL = 46
_COLOURS = ("#1a73e8", "#e8710a", "#188038", "#a142f4", "#d01884")
_STYLE = """
text { font: 11px Roboto, Helvetica, Arial, sans-serif; fill: #5f6368 }
.title { font-size: 12px; font-weight: 600; fill: #202124 }
.grid { stroke: #e0e0e0 } .same { stroke: #9aa0a6; stroke-dasharray: 2 4 }
path { fill: none; stroke-width: 1.8 }
@media (prefers-color-scheme: dark) {
  text { fill: #bdc1c6 } .title { fill: #e8eaed } .grid { stroke: #4a4a4a }
}
"""


@dataclass(frozen=True)
class Panel:
    """One chart: its title, and points (x, y) by the name of their line."""

    title: str
    lines: Mapping[str, Sequence[tuple[float, float]]]


def draw(panels: Sequence[Panel], unit: str) -> str:
    """Draws panels side by side, each with its own x axis, all with the same y axis, in `unit`."""
    values = [y for panel in panels for line in panel.lines.values() for _, y in line if y > 0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    columns = 3
    rows = -(-len(panels) // columns)
    names = list(dict.fromkeys(name for panel in panels for name in panel.lines))
    width = columns * (_WIDTH + _LEFT) + _GAP
    height = rows * (_HEIGHT + _TOP + _BOTTOM) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">',
        f"<style>{_STYLE}</style>",
    ]
    for index, panel in enumerate(panels):
        x = _LEFT + index % columns * (_WIDTH + _LEFT)
        y = _TOP + index // columns * (_HEIGHT + _TOP + _BOTTOM)
        parts.append(f'<g transform="translate({x} {y})">{_panel(panel, low, high, unit)}</g>')
    parts.append(_legend(names, height - 14))
    return "\n".join([*parts, "</svg>\n"])


def _panel(panel: Panel, low: int, high: int, unit: str) -> str:
    xs = [math.log10(x) for line in panel.lines.values() for x, _ in line]
    first, last = min(xs), max(xs)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - first) / ((last - first) or 1) * _WIDTH
        up = (math.log10(max(y, 10.0**low)) - low) / (high - low) * _HEIGHT
        return across, _HEIGHT - up

    parts = [f'<text class="title" x="0" y="-12">{escape(panel.title)}</text>']
    for power in range(low, high + 1):
        _, y = place(10**first, 10.0**power)
        parts.append(f'<line class="grid" x1="0" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="-6" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} {unit}</text>')
    for count in sorted({x for line in panel.lines.values() for x, _ in line}):
        x, _ = place(count, 1)
        if _WIDTH - _LABEL < x < _WIDTH:  # the last one's room
            continue
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT + 16}" text-anchor="middle">{count:,.0f}</text>')
    parts.append(_proportional(first, last, low, high))
    for colour, line in zip(_COLOURS, panel.lines.values(), strict=False):
        points = " L".join(f"{x:.1f} {y:.1f}" for x, y in (place(*point) for point in line))
        parts.append(f'<path d="M{points}" stroke="{colour}"/>')
    return "".join(parts)


def _proportional(first: float, last: float, low: int, high: int) -> str:
    """A line from the bottom left that grows as fast as x does, as far as it goes."""
    reach = min(last - first, high - low)
    x, y = reach / ((last - first) or 1) * _WIDTH, _HEIGHT - reach / (high - low) * _HEIGHT
    return f'<line class="same" x1="0" y1="{_HEIGHT}" x2="{x:.1f}" y2="{y:.1f}"/>'


def _legend(names: Sequence[str], y: float) -> str:
    parts, x = [], float(_LEFT)
    for colour, name in zip(_COLOURS, names, strict=False):
        parts.append(
            f'<path d="M{x} {y - 4} h16" stroke="{colour}"/><text x="{x + 22}" y="{y}">{escape(name)}</text>'
        )
        x += 40 + 6.2 * len(name)
    return "".join(parts)
