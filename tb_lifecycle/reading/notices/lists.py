"""Names in a sentence: a few of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 3


def list_names(names: Sequence[str]) -> str:
    """Lists the first few of `names`."""
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED:,} more"
