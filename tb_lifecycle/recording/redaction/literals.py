"""Text between quotes, as programs have it: one, several that are put together, those within brackets."""

from __future__ import annotations

import re
from collections.abc import Callable

from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.rules import REMOVED
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import is_secret

TRIPLE = ('"""', "'''")

_QUOTED = re.compile(
    r"[rbuRBUfF]{0,2}(\"\"\"|'''|\\?[\"'`])(?P<body>(?:(?!\1)(?:\\[^\"'`\n]|(?<!\\)\\[\"'`](?!\1)|[^\\\n]|\\(?=\1)))*)(?P<end>\1)?"
)
_LITERAL = re.compile(r"[rbuRBU]{0,2}(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|\\\"([^\"\\\n]*)\\\")")
_JOIN = re.compile(r"[ \t]*[+.\\]?[ \t]*(?=[rbuRBU]{0,2}[\"'])")
_NEIGHBOURS = re.compile(r"[\"'][ \t]*\+?[ \t]*[rbu]?[\"']")
_ROW = re.compile(rf"{_LITERAL.pattern}(?:[ \t]*\+?[ \t]*{_LITERAL.pattern})+")
_IS_KEY = re.compile(r"\s*:(?!=)")  # what a literal before it is


def begins_at(line: str, start: int) -> bool:
    """Whether a literal begins here, perhaps one without an end."""
    if _LITERAL.match(line, start):
        return True
    return line[start : start + 1] in tuple("\"'`\\rbuRBUfF") and _QUOTED.match(line, start) is not None


def pieces_at(line: str, start: int) -> list[re.Match[str]]:
    """The literals that are put together here; each has a `body`, and an `end` unless the line ends first."""
    pieces: list[re.Match[str]] = []
    place = start
    while (piece := _QUOTED.match(line, place)) is not None:
        pieces.append(piece)
        place = piece.end()
        joint = _JOIN.match(line, place)
        if joint is None:
            break
        place = joint.end()
    return pieces


def is_key(line: str, end: int) -> bool:
    """Whether the literal that ends here is a mapping's key."""
    return _IS_KEY.match(line[end:]) is not None


def remove_literals(line: str, name: str, removal: Removal, *, sure: bool, says: Says | None = None) -> str:
    """The line without the literals that are secrets beside a name.

    Args:
      line: the line, or a part of it.
      name: what they belong to.
      removal: is told of them.
      sure: they are certainly this name's.
      says: what the name says; by default what the rules say of it.
    """
    graded = removal.rules.grade(name) if says is None else says

    def replace(match: re.Match[str]) -> str:
        body = match[match.lastindex or 1]
        if is_key(line, match.end()) or not is_secret(name, body, graded, sure=sure, quoted=True):
            return match[0]
        return match[0].replace(body, removal.named(name))

    return _LITERAL.sub(replace, line)


def remove_joined(line: str, without_shapes: Callable[[str], str]) -> str:
    """The line without the literals that make a credential only when put together."""
    if not _NEIGHBOURS.search(line):
        return line
    for row in reversed(list(_ROW.finditer(line))):
        whole = "".join(piece[piece.lastindex or 1] or "" for piece in _LITERAL.finditer(row[0]))
        if without_shapes(whole) != whole:
            made = _LITERAL.sub(lambda piece: piece[0][0] + REMOVED + piece[0][-1], row[0])
            line = line[: row.start()] + made + line[row.end() :]
    return line


def closing_of(line: str, start: int) -> int:
    """Where the bracket that opens at `start` closes on this line, or the line's end."""
    depth, place, quote = 0, start, ""
    while place < len(line):
        character = line[place]
        if quote:
            if character == "\\":
                place += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(line)
