"""Names that stand apart from their values: `name: DB_PASSWORD` above `value: x`, or `data` in a manifest."""

from __future__ import annotations

import re
from typing import NamedTuple

from tb_lifecycle.recording.redaction.rules import Rules
from tb_lifecycle.recording.redaction.secret_names import Says

_MANIFEST_LINES = 100
_TWO_WORDS = ("key", "token", "id", "phrase")
_SIGNS = (":", "=", "=>")


class _Pair(NamedTuple):
    """A name whose value is to come.

    Attributes:
      name: what the value belongs to.
      left: lines to come in which it may stand.
      beside: what may stand before the value.
    """

    name: str = ""
    left: int = 0
    beside: tuple[str, ...] = ()


class NamePairs:
    """What names say of their values, also where another line has the name."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._pair = _Pair()
        self._manifest = 0  # lines of a Kubernetes secret to come

    @property
    def is_open(self) -> bool:
        """Whether the next lines may have a value whose name has come."""
        return bool(self._pair.left or self._manifest)

    def begin_pairs(self) -> None:
        """A line begins, whatever it is a part of."""
        if self._pair.left:
            self._pair = self._pair._replace(left=self._pair.left - 1)

    def begin_manifest(self, line: str) -> None:
        """A line begins that is no part of an open value."""
        if self._manifest:
            self._manifest = 0 if line.startswith("---") else self._manifest - 1

    def grade(self, line: str, start: int, name: str, between: str) -> tuple[Says, str]:
        """What the name at `start` says, also where it is two words, `API key: x`; and what it is called."""
        if self._pair.left and name.lower().strip("-") in self._pair.beside:
            return self._rules.grade(self._pair.name), self._pair.name
        if self._manifest and name in ("data", "stringData"):
            return Says.LIKELY, "data"
        says = self._rules.grade(name)
        if says < Says.LIKELY and between.strip() in _SIGNS and name.lower() in _TWO_WORDS:
            before = re.search(r"([A-Za-z]+)[ ]\Z", line[max(0, start - 30) : start])
            if before is not None:
                both = f"{before[1]}_{name}"
                of_both = self._rules.grade(both)
                return (of_both if says is Says.TOKEN else max(says, of_both)), both
        return says, name

    def remember(self, name: str, closing: str, value: str, sign: str) -> None:
        """Remembers a name that the value of another one is, or that has its value below it.

        Args:
          name: what was found.
          closing: what stands between it and the sign.
          value: the rest of the line.
          sign: what stands between both.
        """
        low = name.lower()
        if sign == ":" and low == "kind":
            self._manifest = _MANIFEST_LINES if value.strip().strip("\"'") == "Secret" else 0
        elif sign in (":", "=") and low in ("name", "key", "variable", "env"):
            named = re.match(r"[\w.-]+", value.strip().strip("\"', "))
            if named and self._rules.grade(named[0]) >= Says.TOKEN:
                self._pair = _Pair(named[0], 3, ("value",))
        elif sign == ":" and low in ("username", "user", "login") and closing:
            self._pair = _Pair("api_key", 2, ("key",))
        elif sign == "," and name and closing[:1] in ("'", '"') and self._rules.grade(low) >= Says.TOKEN:
            self._pair = _Pair(name, 4, ("default", "value"))
