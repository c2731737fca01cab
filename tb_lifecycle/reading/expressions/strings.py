"""String literals: single or double quotes, with JSON's escapes."""

from __future__ import annotations

import re

from tb_lifecycle.errors import ExpressionError

_PLAIN = re.compile(r"[^\\\"'\n]+")
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {'"': '"', "'": "'", "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read_string(text: str, start: int, *, raw: bool) -> tuple[str, int, int | None]:
    """Reads the string whose opening quote is at `start`; in a `raw` one, backslashes stand for themselves.

    A backslash before any other character stands for itself too: regular expressions can be written plainly.

    Returns:
      The string, where it ends in `text`, and where its first such backslash is (None: there is none).

    Raises:
      ExpressionError: no closing quote on the line, or a broken `\\u` escape.
    """
    quote = text[start]
    pieces: list[str] = []
    bad_escape: int | None = None
    place = start + 1
    while place < len(text) and text[place] not in (quote, "\n"):
        if text[place] != "\\":
            match = _PLAIN.match(text, place)
            piece, place = (match[0], match.end()) if match else (text[place], place + 1)
        elif raw:
            piece, place = text[place : place + 2], place + 2
        else:
            piece, after = _read_escape(text, place)
            if piece.startswith("\\") and after == place + 1 and bad_escape is None:
                bad_escape = place
            place = after
        pieces.append(piece)
    if place >= len(text) or text[place] == "\n":
        raise ExpressionError(
            "This string is never closed.", start, len(text), hint=f"Add a {quote} at its end."
        )
    return "".join(pieces), place + 1, bad_escape


def _read_escape(text: str, place: int) -> tuple[str, int]:
    """What the escape at `place` stands for, and where it ends; a lone backslash for no escape."""
    letter = text[place + 1 : place + 2]
    if letter in _ESCAPES and letter:
        return _ESCAPES[letter], place + 2
    if letter != "u":
        return "\\", place + 1
    code = _read_code_unit(text, place)
    if not 0xD800 <= code < 0xE000:
        return chr(code), place + 6
    if code < 0xDC00 and text[place + 6 : place + 8] == "\\u":
        low = _read_code_unit(text, place + 6)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), place + 12
    raise ExpressionError(
        "This escape is half a character.",
        place,
        place + 6,
        hint='A character above \\uFFFF is a pair, as in "\\uD83D\\uDE00".',
    )


def _read_code_unit(text: str, place: int) -> int:
    match = _HEX.match(text, place + 2)
    if not match:
        raise ExpressionError(
            "\\u needs four hexadecimal digits.", place, min(place + 6, len(text)), hint='As in "\\u00e9".'
        )
    return int(match[0], 16)
