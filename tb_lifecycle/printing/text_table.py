"""Aligned text tables, as wide as the terminal at most where there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

INDENT = 2  # of a section below its title

_GAP = "  "
_NARROWEST = 12  # no cell is cut below this
_NARROW = "≈–±"  # before a figure or in its place, one cell wide each


def width_of(text: str) -> int:
    """The cells that a text takes on a terminal."""
    if text.lstrip(_NARROW).isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def fit(columns: Sequence[tuple[str, Sequence[str], int]], width: int | None) -> list[int]:
    """Chooses the columns that a line has room for.

    Args:
      columns: heading, texts and rank of each; those of the highest rank go first, of rank 0 none goes.
      width: of the line; None: no limit.

    Returns:
      The indices of those that stay, in order.
    """
    widths = [_column_width(head, texts) for head, texts, _ in columns]
    kept = list(range(len(columns)))
    while width is not None and _total([min(widths[index], 40) for index in kept]) > width:
        last = max(kept, key=lambda index: (columns[index][2], index))
        if columns[last][2] == 0:
            break
        kept.remove(last)
    return kept


def render(
    heads: Sequence[str] | None, columns: Sequence[Sequence[str]], right: Sequence[bool], width: int | None
) -> str:
    """Makes the table's lines; the widest columns are cut in the middle where a line has no room for them."""
    texts = [[*([] if heads is None else [heads[index]]), *column] for index, column in enumerate(columns)]
    needed = [[width_of(text) for text in column] for column in texts]
    widths = [max(column, default=0) for column in needed]
    while width is not None and _total(widths) > width and max(widths, default=0) > _NARROWEST:
        widths = _narrow(widths, _total(widths) - width)
    cells = [
        [_fill(text, own, widths[i], right[i]) for text, own in zip(column, needed[i], strict=True)]
        for i, column in enumerate(texts)
    ]
    return "\n".join(_GAP.join(row).rstrip() for row in zip(*cells, strict=True))


def titled(title: str, grid: str, notes: Sequence[str]) -> str:
    """A table below its title, with notes below that; all but the title indented."""
    lines = [*grid.splitlines(), *notes]
    return "\n".join([title, *(" " * INDENT + line if line else "" for line in lines)])


def cut(text: str, width: int) -> str:
    """The text with its middle left out where it is wider than `width`."""
    if width_of(text) <= width:
        return text
    head = width // 2
    start, end = text[:head], ""
    for char in reversed(text[head:]):
        if width_of(start) + 1 + width_of(end + char) > width:
            break
        end = char + end
    return f"{start}…{end}"


def _narrow(widths: Sequence[int], excess: int) -> list[int]:
    """Takes `excess` off the widest columns, but no more than makes others the widest."""
    widest = max(widths)
    next_widest = max((width for width in widths if width < widest), default=0)
    share = -(-excess // widths.count(widest))
    narrowed = max(next_widest, widest - share, _NARROWEST)
    return [min(width, narrowed) for width in widths]


def _column_width(head: str, texts: Sequence[str]) -> int:
    return max(map(width_of, [head, *texts]))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * max(0, len(widths) - 1)


def _fill(text: str, needed: int, width: int, right: bool) -> str:
    """The text, which needs so many cells, cut or padded to `width`."""
    if needed > width:
        text = cut(text, width)
        needed = width_of(text)
    space = " " * (width - needed)
    return space + text if right else text + space
