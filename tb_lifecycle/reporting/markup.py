"""HTML and SVG as text: every text that comes from a run is escaped here and nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# What XML, and so SVG in a strict reader, cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


EMPTY = Markup("")


def element(name: str, *children: str, **attributes: object) -> Markup:
    """An element; a child that is no `Markup` is escaped.

    Attributes are named as in Python, `class_`, `stroke_width`; those of None are left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str]) -> Markup:
    """Parts one after the other; those that are no `Markup` are escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def escape(text: str) -> str:
    """The text as HTML and XML hold it; what neither can hold is shown as its code."""
    return html.escape(_FORBIDDEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text))
