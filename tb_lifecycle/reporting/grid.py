"""Tables as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from tb_lifecycle.reporting.markup import Markup, element


def table(heads: Sequence[Markup], rows: Sequence[Markup], *, fixed: bool = False) -> Markup:
    """A table whose heads are repeated on each printed page; `fixed`: its heads say how wide columns are."""
    return element(
        "table", element("thead", *heads), element("tbody", *rows), class_="fixed" if fixed else None
    )


def head_row(*heads: tuple[str, str]) -> Markup:
    """Headings, each with its class, `right` where its numbers are aligned so."""
    return element("tr", *(element("th", text, class_=kind or None, scope="col") for text, kind in heads))
