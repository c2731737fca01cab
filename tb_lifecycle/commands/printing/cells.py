"""How values look: short and readable for people, whole and raw for programs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeGuard

MISSING = "–"
Show = Callable[[object], str]

# What moves, colours or turns round what a terminal shows, and half characters, which none can show.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LARGEST = 10**15
_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def show_plain(value: object) -> str:
    """Any value: a number with the digits that it needs, a list with commas, a digest cut short."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return _special(value) or repr(value)
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
    """Seconds in the two units that matter."""
    if not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        return show_plain(value)
    if value < 60:
        return f"{value:.1f}s"
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}d {hours:02}h"
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m {seconds:02}s"


def show_size(value: object) -> str:
    """Bytes, in powers of a thousand."""
    if not isinstance(value, (int, float)):
        return show_plain(value)
    size, unit = float(value), 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 99.5 else f"{size:.1f} {_UNITS[unit]}"


def show_figures(values: Sequence[object], *, signed: bool = False) -> Show:
    """How a column's figures look: all with the same decimals where that shows them, else four digits."""
    numbers = [abs(value) for value in values if _is_showable(value)]
    sign = "+" if signed else ""
    whole = all(number == int(number) for number in numbers) and max(numbers, default=0) < 1e15
    fixed = all(number == 0 or 1e-3 <= number < 1e6 for number in numbers)

    def show(value: object) -> str:
        if not _is_showable(value) or isinstance(value, bool):
            return show_plain(value)
        shape = ".0f" if whole else ".4f" if fixed else ".4g"
        return format(value, sign + shape if value else shape)

    return show


def _is_showable(value: object) -> TypeGuard[int | float]:
    """Whether it is a number that decimals can show: finite, and no integer beyond what a float can hold."""
    if isinstance(value, int):
        return abs(value) < _LARGEST
    return isinstance(value, float) and math.isfinite(value)


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
