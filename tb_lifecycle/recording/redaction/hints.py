"""A first look at a short text, that only searches it for words: nothing is compiled for it."""

from __future__ import annotations

from functools import cache

from tb_lifecycle.recording.redaction.contexts import QUICK
from tb_lifecycle.recording.redaction.token_shapes import SHAPES

_LONG_WORD = 30
_BESIDE = "=:,> \t\n\"'@"
"""Without one of these nothing in a text stands beside anything."""


@cache
def table() -> tuple[list[str], list[tuple[str, int]]]:
    """The rules' lines, and each of their words with its line's number."""
    lines = SHAPES.strip().split("\n")
    words = [(word, number) for number, line in enumerate(lines) for word in line.split(" | ", 2)[1].split()]
    return lines, words


@cache
def _hints() -> tuple[str, ...]:
    """In every text that holds a secret, but for a long word, is one of these, in small letters."""
    shaped = {
        word
        for word, _ in table()[1]
        if (len(word) > 2 and word not in ("pat", "cio", "oy2", "a3t"))
        or (len(word) > 1 and word[-1] in "_.-")
    }
    return (*QUICK, *sorted(word for word in shaped if not any(quick in word for quick in QUICK)))


@cache
def _shape_hints() -> tuple[str, ...]:
    return tuple(
        {
            word
            for word, _ in table()[1]
            if (len(word) > 2 and word not in ("pat", "cio", "oy2", "a3t"))
            or (len(word) > 1 and word[-1] in "_.-")
        }
    )


def has_long_word(text: str) -> bool:
    """Whether a word is as long as the credentials are that begin with nothing of their own."""
    return len(text) >= _LONG_WORD and max(map(len, text.split()), default=0) >= _LONG_WORD


def may_hold_secret(text: str) -> bool:
    """A quick look at a short text: False means that nothing would be removed."""
    if has_long_word(text):
        return True
    hints = _hints() if any(sign in text for sign in _BESIDE) else _shape_hints() if len(text) > 11 else ()
    lowered = text.lower()
    return any(hint in lowered for hint in hints)
