"""Takes secrets out of a text line by line, and knows what a line leaves open for those behind it.

The one who reads a stream and the one who reads a file go the same way: a private key, a list below
`tokens:`, a literal in brackets, the answer to `Password:` are found wherever their lines come from.
"""

from __future__ import annotations

import re

from tb_lifecycle.recording.redaction import quick_look, shapes
from tb_lifecycle.recording.redaction.cookies import remove_cookies
from tb_lifecycle.recording.redaction.literals import remove_joined
from tb_lifecycle.recording.redaction.name_pairs import NamePairs
from tb_lifecycle.recording.redaction.named_values import NamedValues
from tb_lifecycle.recording.redaction.open_values import OpenValues
from tb_lifecycle.recording.redaction.private_keys import PrivateKeys
from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.rules import Rules
from tb_lifecycle.recording.redaction.urls import remove_logins

ANSI = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")


class LineCleaner:
    """Cleans the lines of one text or one stream, in their order.

    Attributes:
      code: the text is a program's.
      quick: whether the engine of the quick look is there: it takes a while to make.
      reasons: why something was removed.
    """

    def __init__(self, rules: Rules, *, code: bool = False) -> None:
        self.code, self.quick = code, False
        self._rules = rules
        self._removal = Removal(rules)
        self.reasons = self._removal.reasons
        self._keys = PrivateKeys(self._removal)
        self._opened = OpenValues(self._removal)
        self._pairs = NamePairs(rules)
        self._named = NamedValues(self._removal, self._pairs, self._opened, code=code)

    @property
    def is_open(self) -> bool:
        """Whether the next line must be looked at whatever it holds."""
        return self._keys.is_open or self._opened.is_open or self._pairs.is_open

    def clean(self, line: str) -> str:
        """Returns the line without secrets."""
        if self._keys.is_open:
            return self._keys.inside(line)
        if "\x1b" in line:
            plain = ANSI.sub("", line)
            cleaned = self._clean(plain)
            return line if cleaned == plain else cleaned
        return self._clean(line)

    def _clean(self, line: str) -> str:
        self._pairs.begin_pairs()
        line, is_whole = self._opened.clean(line)
        if is_whole:
            return line
        lowered = line.lower()
        self._pairs.begin_manifest(line)
        for pattern in self._rules.added:
            line = pattern.sub(lambda _match: self._removal.because("a rule of this run"), line)
        if "private" in lowered or "putty" in lowered:
            line = self._keys.begin(line)
        line = self._without_shapes(line)
        line = remove_logins(line, self._removal.note) if "://" in line else line
        if "cookie" in lowered:
            line = remove_cookies(line, self._removal)
        if not self.quick or quick_look.has_context(line):
            line = shapes.remove_in_context(line, lowered, self._removal.note)
        line = self._named.remove(line)
        return remove_joined(line, self._without_shapes) if '"' in line or "'" in line else line

    def _without_shapes(self, text: str) -> str:
        if self.quick and not quick_look.has_shape(text):
            return text
        return shapes.remove_shapes(text, text.lower(), self._removal.note)
