"""How values look: short and readable for people, whole and raw for programs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeGuard

from tb_lifecycle.reading import number_text
from tb_lifecycle.reading.number_text import MISSING

Show = Callable[[object], str]

# What moves, colours or turns round what a terminal shows, and half characters, which none can show.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def show_plain(value: object) -> str:
    """Any value: a number with the digits that it needs, a list with commas, a digest cut short."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return number_text.plain(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(show_plain, value)) or MISSING
    return show_digest(value) if _DIGEST.fullmatch(str(value)) else printable(str(value))


def show_whole(value: object) -> str:
    """A digest or commit with all of its digits."""
    return printable(str(value)) if value else MISSING


def show_or_blank(value: object) -> str:
    """The value, or nothing for an empty text."""
    return "" if value == "" else show_plain(value)


def show_digest(value: object) -> str:
    """A digest's or commit's first digits."""
    if not value:
        return MISSING
    text = str(value).removeprefix("sha256:")
    return text[:12] if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", text) else printable(str(value))


def show_time(value: object) -> str:
    """Epoch seconds as local time."""
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        return show_plain(value)
    try:
        return datetime.fromtimestamp(value).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):  # beyond the calendar
        return show_plain(value)


def show_duration(value: object) -> str:
    """Seconds in the units that matter."""
    return number_text.duration(value) if _is_number(value) else show_plain(value)


def show_size(value: object) -> str:
    """Bytes, in powers of a thousand."""
    return number_text.size(value) if _is_number(value) and math.isfinite(value) else show_plain(value)


def show_figures(values: Sequence[object], *, signed: bool = False) -> Show:
    """How a column's figures look: all with the same decimals where that shows them."""
    decimals = number_text.decimals_for(values)
    write = number_text.signed if signed else number_text.fixed
    return lambda value: write(value, decimals) if _is_number(value) else show_plain(value)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def raw(value: object) -> str:
    """The value for a program: whole digits, lists as JSON, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return _special(value) or repr(value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def printable(text: str) -> str:
    """The text on one line, with control characters as escapes, so that none reaches a terminal."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def printable_json(text: str) -> str:
    """JSON, indented or not, with control characters in its texts as JSON's escapes."""
    return _CONTROL.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def _special(value: float) -> str | None:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return None
