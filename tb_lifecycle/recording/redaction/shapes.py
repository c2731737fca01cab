"""The rules as they are used: read from the data when they are first needed, compiled one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial

from tb_lifecycle.recording.redaction.contexts import CONTEXTS, QUICK
from tb_lifecycle.recording.redaction.secret_values import REMOVED, is_harmless, is_plain, looks_random
from tb_lifecycle.recording.redaction.token_shapes import SHAPES

KEY_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")
KEY_END = re.compile(r"-----END [A-Z0-9 ]*PRIVATE KEY")

_START = r"(?:(?<![A-Za-z0-9])|(?<=\\[abfnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9a-f]{2}))"
_END = r"(?![A-Za-z0-9])"
_LONG_WORD = 30

Note = Callable[[str], None]


@cache
def _table() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    rows = (line.split(" | ", 2) for line in SHAPES.strip().split("\n"))
    return tuple((why, tuple(hints.split()), shape) for why, hints, shape in rows)


@cache
def hints() -> tuple[str, ...]:
    """In every text that holds a secret, but for a long word, is one of these, in small letters."""
    shaped = {hint for _, words, _ in _table() for hint in words if len(hint) > 3 or hint[-1] in "_.-"}
    return tuple(
        dict.fromkeys((*QUICK, *sorted(hint for hint in shaped if not any(word in hint for word in QUICK))))
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _shape(shape: str) -> tuple[re.Pattern[str], bool]:
    """A shape's pattern, and whether what it matches must look random."""
    sure = "|".join(part.lstrip("~") for part in _alternatives(shape))
    return re.compile(f"{_START}(?:{sure}){_END}"), shape.startswith("~")


def _alternatives(shape: str) -> list[str]:
    return re.split(r"\|(?=~)", shape)


def remove_shapes(text: str, lowered: str, note: Note) -> str:
    """Returns the text without the credentials that are known by themselves."""
    for why, words, shape in _table():
        if any(word in lowered for word in words) or (words[0] == "*" and has_long_word(text)):
            pattern, check = _shape(shape)
            text = pattern.sub(partial(_shaped, why=why, check=check, note=note), text)
    return text


def _shaped(match: re.Match[str], why: str, check: bool, note: Note) -> str:
    if check and not looks_random(re.split(r"[-_.]", match[0], maxsplit=1)[-1]):
        return match[0]
    note(why)
    return REMOVED


def has_long_word(text: str) -> bool:
    """Whether a word is as long as the credentials are that begin with nothing of their own."""
    return len(text) >= _LONG_WORD and max(map(len, text.split()), default=0) >= _LONG_WORD


def remove_in_context(text: str, lowered: str, note: Note) -> str:
    """Returns a line without the credentials that what stands beside them tells."""
    for why, words, how, pattern in CONTEXTS:
        if any(word in lowered for word in words):
            text = _compiled(pattern).sub(partial(_without_groups, why=why, how=how, note=note), text)
    return text


def _without_groups(match: re.Match[str], why: str, how: str, note: Note) -> str:
    whole, start = match[0], match.start()
    group = match.lastindex or 0
    value = match[group].strip("\"'")
    if not value or is_harmless(value) or (how == "random" and not looks_random(value)):
        return whole
    if how == "likely" and is_plain(value):
        return whole
    note(why)
    first, last = match.start(group) - start, match.end(group) - start
    return whole[:first] + REMOVED + whole[last:]


@cache
def _search_of_long_texts() -> Callable[[str], bool] | None:
    """Looks for all hints in one go: ten times as quick as one after the other. None without the engine."""
    try:
        import re2

        pattern = re2.compile("|".join([*map(re2.escape, hints()), rf"[\w.+/-]{{{_LONG_WORD}}}"]))
    except Exception:  # it is not there, or not whole: the long way is as right
        return None
    return lambda text: pattern.search(text) is not None


def may_hold_secret(text: str, lowered: str, *, long: int = 4096) -> bool:
    """A quick look: False means that nothing would be removed."""
    if len(text) > long and (search := _search_of_long_texts()) is not None:
        try:
            return search(lowered)
        except UnicodeEncodeError:  # a half of a character
            pass
    return any(hint in lowered for hint in hints()) or has_long_word(text)


def any_in(words: Iterable[str], text: str) -> bool:
    """Whether one of the words is in the text."""
    return any(word in text for word in words)
