"""The rules as they are used: read from the data when they are first needed, compiled one by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from tb_lifecycle.recording.redaction.contexts import CONTEXTS
from tb_lifecycle.recording.redaction.hints import has_long_word, table
from tb_lifecycle.recording.redaction.rules import REMOVED
from tb_lifecycle.recording.redaction.secret_values import is_harmless, is_plain, looks_random

_START = r"(?:(?<![A-Za-z0-9])|(?<=\\[abfnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9a-f]{2}))"
_END = r"(?![A-Za-z0-9])"

Note = Callable[[str], None]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _shape(line: str) -> tuple[str, re.Pattern[str], bool]:
    """What a line of the rules is for, its pattern, and whether what it matches must look random."""
    why, _, shape = line.split(" | ", 2)
    sure = "|".join(part.lstrip("~") for part in re.split(r"\|(?=~)", shape))
    return why, re.compile(f"{_START}(?:{sure}){_END}"), shape.startswith("~")


def remove_shapes(text: str, lowered: str, note: Note) -> str:
    """Returns the text without the credentials that are known by themselves."""
    lines, words = table()
    found = [number for word, number in words if word in lowered]
    if has_long_word(text):
        found += [number for word, number in words if word == "*"]
    for number in sorted(set(found)):
        why, pattern, check = _shape(lines[number])
        text = pattern.sub(partial(_shaped, why=why, check=check, note=note), text)
    return text


def _shaped(match: re.Match[str], why: str, check: bool, note: Note) -> str:
    if check and not looks_random(re.split(r"[-_.]", match[0], maxsplit=1)[-1]):
        return match[0]
    note(why)
    return REMOVED


@cache
def _context_words() -> list[tuple[str, int]]:
    return [(word, number) for number, (_, words, _, _) in enumerate(CONTEXTS) for word in words]


def remove_in_context(text: str, lowered: str, note: Note) -> str:
    """Returns a line without the credentials that what stands beside them tells."""
    for number in sorted({number for word, number in _context_words() if word in lowered}):
        why, _, how, pattern = CONTEXTS[number]
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
