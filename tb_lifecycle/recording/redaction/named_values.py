"""Values that stand on one line with the name that says that they are secret."""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

import re
from typing import NamedTuple

from tb_lifecycle.recording.redaction import literals
from tb_lifecycle.recording.redaction.literals import remove_literals
from tb_lifecycle.recording.redaction.name_pairs import NamePairs
from tb_lifecycle.recording.redaction.open_values import OpenValues
from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import is_plain, is_secret, looks_random

_NAMED = re.compile(
    r"(?<![\w$.\-])(-{1,2})?([A-Za-z_][\w.\-]{0,120}|\d[\w-]{0,3}_[\w.\-]{1,60})"
    r"(\\?[\"'`]?[ \t]?\]?\)?)([ \t]*(?::=|=>|={1,2}|:(?!:))[ \t]*|[ \t]*,[ \t]*|(?(1)[ \t]+(?=[^\s=:])|(?!)))"
)
_ANNOTATED = re.compile(r"[A-Za-z_][\w.]*(?:\[[\w.\[\]|, ]*\])?(?:[ \t]*\|[ \t]*\w+)*[ \t]*=[ \t]*(?=[^\s=])")
_BARE = re.compile(r"[^\s,;&\"'()\[\]{}<>`]{1,4000}")
_BEFORE_COMMA = re.compile(
    r"(?i)(?:get|set|env|put|add|header|default|insert|update|config|patch|secret|login)\w*\s*\([^()]*\Z"
)
_COMMENT = re.compile(r"(?:^|\s)(?:#|//)(?!\w+=)")
_DECLARED = re.compile(
    r"(?:\bset\s+-\w+|\bsetx|^\s*(?:ENV|ARG|setenv)|\bconfig:set|\bsecret set)\s+([A-Za-z_]\w*)[ \t]+(?=\S)"
)
_INSTEAD = re.compile(r"(?:\bor\b|\belse\b|\|\||\?\?)[ \t]*(?=[rbu]?[\"'])")
_CALLED = re.compile(r"[A-Za-z_][\w.]*\s*\(")
_WRAPS = re.compile(r"(?i)secret|b64|code|str|bytes|field|default|quote|fernet")
_WORD = re.compile(r"\w")
_BLOCK_SIGNS = ("|", ">", "|-", ">-", "|+", ">+")
# Where a value ends that may have any other sign.
_STOPS = re.compile(r"[\s\"'`;&,]")
_BRACKETS = ("(", "[", "{")
_ENDS_OPEN = (*_BRACKETS, "\\")


class _Named(NamedTuple):
    """A name that says something of its value.

    Attributes:
      name: what the value belongs to.
      says: what the name says.
      start: where the value begins.
      code: in program text, where a bare word is a variable.
    """

    name: str
    says: Says
    start: int
    code: bool = False


class _Found(NamedTuple):
    """From where to where a secret stands, and what takes its place."""

    start: int
    end: int
    instead: str


class NamedValues:
    """Finds the values of names in lines that come in their order."""

    def __init__(self, removal: Removal, pairs: NamePairs, opened: OpenValues, *, code: bool) -> None:
        """Finds nothing yet.

        Args:
          removal: is told of what is found.
          pairs: says what the names say, and is told of them.
          opened: is told of the values that go on below their line.
          code: the lines are of a program.
        """
        self._removal, self._pairs, self._opened, self._code = removal, pairs, opened, code

    def remove(self, line: str) -> str:
        """The line without the values that are secrets by their names."""
        comment = _COMMENT.search(line) if self._code else None
        place, parts, done = 0, [], 0
        while (match := _NAMED.search(line, place)) is not None:
            place = match.end(2) + 1
            _, name, closing, between = match.groups()
            says, name = self._pairs.grade(line, match.start(), name, between)
            self._pairs.remember(name, closing, line[match.end() :], between.strip())
            if says is Says.NOTHING:
                continue
            code = self._code and not (comment and match.start() >= comment.start())
            found = self._find(line, match, _Named(name, says, match.end(), code))
            if found is not None:
                parts += [line[done : found.start], found.instead]
                done, place = found.end, max(place, found.end)
        if not parts and (found := self._find_declared(line)) is not None:
            parts, done = [line[: found.start], found.instead], found.end
        parts.append(line[done:])
        if not self._code:
            self._opened.open_answer(line)
        return "".join(parts)

    def _find_declared(self, line: str) -> _Found | None:
        """The value of a variable that a command or a Dockerfile sets, without a sign between."""
        declared = _DECLARED.search(line)
        if declared is None or not (says := self._removal.rules.grade(declared[1])):
            return None
        return self._find_bare(line, _Named(declared[1], says, declared.end()), sure=True)

    def _find(self, line: str, match: re.Match[str], named: _Named) -> _Found | None:
        """The value of a name; None where it may stay."""
        dashes, closing, between = match[1] or "", match[3], match[4]
        sign = between.strip()
        if sign == "":
            may_follow = len(dashes) == 2 or (dashes and named.says is Says.CERTAIN)
            return self._find_bare(line, named._replace(code=False), sure=False) if may_follow else None
        if sign == ",":
            return self._find_behind_comma(line, match.start(), named, closing) if not dashes else None
        annotated = _ANNOTATED.match(line, named.start) if sign == ":" else None
        if annotated is not None:
            named = named._replace(start=annotated.end())
        if self._goes_on(line, sign, named):
            return None
        if literals.begins_at(line, named.start):
            return self._find_quoted(line, named, sure=True)
        if line[named.start] in _BRACKETS:
            return self._find_in_brackets(line, named)
        return self._find_called_or_bare(line, named, sure=sign != ":" and between == sign)

    def _goes_on(self, line: str, sign: str, named: _Named) -> bool:
        """Tells of a value that goes on below; whether all of it is there."""
        value = line[named.start :].strip()
        if value == "" or (value in _BLOCK_SIGNS and sign in (":", "=")):
            if not named.code or value:
                self._opened.open_block(named.name, line)
            return True
        if value in literals.TRIPLE or value == "[ #" or value[-1] in _ENDS_OPEN:
            self._opened.open_behind(named.name, line, value)
        return value in _ENDS_OPEN or value in literals.TRIPLE

    def _find_behind_comma(self, line: str, start: int, named: _Named, closing: str) -> _Found | None:
        """A literal behind a literal: `os.environ.setdefault("TOKEN", "x")`."""
        if closing[-1:] not in ("'", '"'):
            return None
        if _BEFORE_COMMA.search(line[:start].rstrip("\"'\\rbu")) is None:
            return self._find_quoted(line, named._replace(says=Says.HINT), sure=False)
        return self._find_quoted(line, named, sure=True)

    def _find_in_brackets(self, line: str, named: _Named) -> _Found | None:
        start, end = named.start, literals.closing_of(line, named.start)
        segment = line[start:end]
        if len(segment) == 1 or segment[-1] not in ")]}":
            self._opened.open_brackets(named.name, line)
        cleaned = remove_literals(segment, named.name, self._removal, sure=True)
        if cleaned == segment and not named.code and segment[0] == "[":
            cleaned = self._without_items(segment, named)
        return None if cleaned == segment else _Found(start, end, cleaned)

    def _without_items(self, segment: str, named: _Named) -> str:
        """A list without quotes, as YAML has it."""

        def item(match: re.Match[str]) -> str:
            secret = is_secret(named.name, match[0], named.says, sure=True)
            return self._removal.named(named.name) if secret else match[0]

        return _BARE.sub(item, segment)

    def _find_called_or_bare(self, line: str, named: _Named, *, sure: bool) -> _Found | None:
        """A word, or the literals that a call is given: `SecretStr("x")`; else the literal that stands in for it."""
        called = _CALLED.match(line[named.start :])
        if called is not None:
            end = literals.closing_of(line, named.start + called.end() - 1)
            segment = line[named.start : end]
            says = None if _WRAPS.search(called[0]) else Says.HINT
            cleaned = remove_literals(segment, named.name, self._removal, sure=False, says=says)
            if cleaned != segment:
                return _Found(named.start, end, cleaned)
        elif (found := self._find_bare(line, named, sure=sure)) is not None:
            return found
        instead = _INSTEAD.search(line, named.start)
        return self._find_quoted(line, named._replace(start=instead.end()), sure=True) if instead else None

    def _find_bare(self, line: str, named: _Named, *, sure: bool) -> _Found | None:
        """A value without quotes."""
        name, says, start, code = named
        if line[start : start + 1] in ("'", '"'):
            return self._find_quoted(line, named, sure=sure)
        match = _BARE.match(line, start)
        if match is None:
            return None
        value = match[0].rstrip("\\")
        if not sure:
            value = value.rstrip(".:!?")
        sure = sure or (says is Says.CERTAIN and not is_plain(value))
        behind_sign = ":" in line[:start] or "=" in line[:start]
        if says is Says.CERTAIN and not sure and not behind_sign and not line[start - 1 : start].strip():
            says = Says.HINT
        if line[match.end() : match.end() + 1] in _BRACKETS and not looks_random(value):
            return None
        if not is_secret(name, value, says, sure=sure, code=code):
            return None
        end = start + len(value)
        if says is Says.CERTAIN and sure and not code:  # a password may have any sign
            end = max(end, start + len(_STOPS.split(line[start:], maxsplit=1)[0]))
        return _Found(start, end, self._removal.named(name))

    def _find_quoted(self, line: str, named: _Named, *, sure: bool) -> _Found | None:
        """A literal, or several that are put together."""
        pieces = literals.pieces_at(line, named.start)
        if not pieces:
            return None
        last = pieces[-1]
        if last["end"] is None and last[1] in literals.TRIPLE:
            self._opened.open_quotes(named.name)
        if literals.is_key(line, last.end()) and line[: named.start].rstrip().endswith(","):
            return None  # the next key
        whole = "".join(piece["body"] for piece in pieces)
        may_end = named.code or last["end"] is None or not _WORD.search(whole)
        if may_end and _ends_outer(line, named.start, pieces[0][1]):
            return None
        if not is_secret(named.name, whole, named.says, sure=sure, quoted=True):
            return None
        made, done = "", pieces[0].start()
        for piece in pieces:
            at, body = piece.start("body"), piece["body"]
            made += line[done:at] + (self._removal.named(named.name) if body else "")
            done = at + len(body)
        return _Found(pieces[0].start(), last.end(), made + line[done : last.end()])


def _ends_outer(line: str, start: int, quote: str) -> bool:
    """Whether a quote seems to end a literal that holds the name, as in `getpass("Password:")`."""
    return len(quote) == 1 and line[:start].count(quote) % 2 == 1
