"""Values that stand on the lines below their name: a list, a text in three quotes, the answer to a question."""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tb_lifecycle.recording.redaction.literals import TRIPLE, remove_literals
from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import is_plain, is_secret, looks_random

_MOST_LINES = 60
"""Lines that are looked at behind a name that has its value below it."""
_ANSWER_LINES = 3
_CONTINUED_LINES = 2

_PROMPT = re.compile(
    r"(?i)\b(password|passphrase|passcode|token|api[ _-]?key|secret(?:[ _-]?key)?|access[ _-]?key|pin)\b[^:=?>]{0,60}[:?>]\s*\Z"
)
_ITEM = re.compile(r"\s*(?:-\s+)?(?:[rbu]?(\"|'))?(.*?)(?(1)\1)\s*[,)\]}]*\s*(?:#.*)?\Z")
_MAPPING = re.compile(r"(?:- )?[\w.\"'-]+:(?:\s|\Z)")
_LITERAL_BEGINS = ("'", '"', "r'", 'r"', "b'", 'b"')

Kind = Literal["block", "brackets", "quotes", "answer"]


@dataclass
class _Open:
    """A name whose value stands on lines to come.

    Attributes:
      indent: of the name's line; −1 where the lines to come need not stand deeper.
      left: lines to come.
      first: none has come yet.
    """

    name: str
    kind: Kind
    indent: int = 0
    left: int = _MOST_LINES
    first: bool = True


class OpenValues:
    """The one value that lines leave open, one after another."""

    def __init__(self, removal: Removal) -> None:
        self._removal = removal
        self._open: _Open | None = None

    @property
    def is_open(self) -> bool:
        """Whether the next line may be a part of a value."""
        return self._open is not None

    def open_block(self, name: str, line: str) -> None:
        """Below the line stands what YAML has below a name, unless something else is open."""
        self._open = self._open or _Open(name, "block", _indent(line))

    def open_brackets(self, name: str, line: str) -> None:
        """A bracket closes on a later line, unless something else is open."""
        self._open = self._open or _Open(name, "brackets", _indent(line))

    def open_quotes(self, name: str) -> None:
        """A text in three quotes ends on a later line."""
        self._open = _Open(name, "quotes")

    def open_behind(self, name: str, line: str, value: str) -> None:
        """A value's beginning says that it goes on: three quotes, a bracket or a backslash at its end."""
        if value in TRIPLE:
            self._open = _Open(name, "quotes", _indent(line))
        elif value[-1] == "\\":
            self._open = _Open(name, "brackets", -1, _CONTINUED_LINES)
        else:
            self._open = _Open(name, "brackets", _indent(line))

    def open_answer(self, line: str) -> None:
        """The line may ask for a secret: `Password:`."""
        if self._open is None and (asked := _PROMPT.search(line)) is not None:
            self._open = _Open(asked[1].replace(" ", "_"), "answer", left=_ANSWER_LINES)

    def clean(self, line: str) -> tuple[str, bool]:
        """The line cleaned as a part of the open value; and whether nothing else is to be looked for in it."""
        opened = self._open
        if opened is None:
            return line, False
        stripped = line.strip()
        opened.left -= 1
        if opened.left <= 0:
            self._open = None
        if not stripped:
            return line, True
        first, opened.first = opened.first, False
        if opened.kind == "brackets":
            return self._in_brackets(opened, line, stripped)
        if opened.kind == "quotes":
            return self._in_quotes(opened, line, stripped), True
        is_item = stripped.startswith("- ")
        if opened.kind == "answer" or (_indent(line) <= opened.indent and not is_item):
            self._open = None
            if first and self._is_answer(opened.name, stripped):
                return line.replace(stripped, self._removal.named(opened.name)), True
            return line, False
        if _MAPPING.match(stripped):
            return self._in_mapping(opened.name, line, stripped)
        item = _ITEM.match(stripped)
        return self._removal.value(opened.name, line, item[2] if item else stripped, quoted=True), True

    def _in_brackets(self, opened: _Open, line: str, stripped: str) -> tuple[str, bool]:
        if stripped[0] in ")]}" or (opened.indent >= 0 and _indent(line) < opened.indent):
            self._open = None
            return line, False
        if stripped.startswith(_LITERAL_BEGINS):
            return remove_literals(line, opened.name, self._removal, sure=True), True
        return line, False

    def _in_quotes(self, opened: _Open, line: str, stripped: str) -> str:
        closing = next((mark for mark in TRIPLE if mark in line), "")
        self._open = None if closing else opened
        return self._removal.value(opened.name, line, stripped.removesuffix(closing).strip())

    def _in_mapping(self, name: str, line: str, stripped: str) -> tuple[str, bool]:
        """A line of a mapping, which has names of its own; all values of a Kubernetes secret's `data` are secret."""
        value = stripped.partition(":")[2].strip().strip("\"'")
        if name == "data":
            return self._removal.value("secret", line, value), True
        telling = self._removal.rules.grade(name) >= Says.TOKEN
        if telling and looks_random(value, 12) and "/" not in value:
            return self._removal.value(name, line, value, quoted=True), True
        return line, False

    def _is_answer(self, name: str, answer: str) -> bool:
        """Whether a line is what was asked for by the line before it."""
        if " " in answer or re.search(r"[:=]|\A\W*\Z", answer) or is_plain(answer):
            return False
        return is_secret(name, answer, self._removal.rules.grade(name), sure=False)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
