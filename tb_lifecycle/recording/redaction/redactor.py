"""Secrets are replaced before anything is written, and what was replaced is listed.

A secret is known by its own shape (token_shapes.py), by the name beside it (secret_names.py), or by what else
stands beside it (contexts.py).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.redaction.hints import may_hold_secret
from tb_lifecycle.recording.redaction.rules import REMOVED, Rules
from tb_lifecycle.recording.redaction.secret_names import Says

if TYPE_CHECKING:
    from tb_lifecycle.recording.redaction.line_cleaning import LineCleaner

# What looks closely is imported where it is needed: the start of an ordinary run needs none of it.

_CODE = (".py", ".pyi", ".pyx", ".ipynb", ".c", ".cc", ".cpp", ".cu", ".h", ".hpp", ".js", ".ts", ".r", ".jl")
"""In program code only a quoted literal can be the secret: `password=args.password` is none."""

_SHORT = 2048
"""Characters of a text that is looked at without the engine of the long ones: that takes a while to make."""


class Redactor:
    """Removes secrets from what one run records. Safe to use from several threads."""

    def __init__(self, rules: Rules | None = None) -> None:
        """With what the run adds to the rules and lets through."""
        self._rules = rules or Rules()
        self._lock = threading.RLock()
        self._entries: dict[tuple[str, str, str], None] = {}
        self._streams: dict[str, LineCleaner] = {}

    @property
    def entries(self) -> list[lifecycle_pb2.Redaction]:
        """What was removed, without repetitions, in the order it was found."""
        with self._lock:
            found = list(self._entries)
        return [lifecycle_pb2.Redaction(where=where, name=name, why=why) for where, name, why in found]

    def grade(self, name: str) -> Says:
        """What a name says of its value, by the rules of this run."""
        return self._rules.grade(name)

    def is_secret_name(self, name: str) -> bool:
        """Whether a flag or variable of this name holds a secret."""
        return self.grade(name) >= Says.TOKEN

    def text(self, where: str, name: str, text: str) -> str:
        """Returns the text with `[removed]` in place of every secret.

        Args:
          where: what the text belongs to: environment, command, flag, patch, remote or output.
          name: of the variable, flag, file or stream. Lines of a stream (`where` is output) may be given one
            by one: what one of them leaves open, such as a private key, is followed into the next.
          text: one line or many.
        """
        if where == "output":
            return self._stream_text(name, text)
        if where == "patch" and name.endswith(".ipynb") and text.lstrip().startswith("{"):
            from tb_lifecycle.recording.redaction.notebook_cells import clean_notebook

            return clean_notebook(text, lambda inner, part: self.same_lines(where, inner, part), name)
        if where != "patch" and len(text) <= _SHORT and not self._rules.added and not may_hold_secret(text):
            return text
        cleaned = self.same_lines(where, name, text)
        return cleaned if cleaned == text else re.sub(r"(?m)(?:^\[removed\]\n)+(?=\[removed\])", "", cleaned)

    def same_lines(self, where: str, name: str, text: str) -> str:
        """As `text`, and as many lines as before."""
        from tb_lifecycle.recording.redaction.line_cleaning import LineCleaner
        from tb_lifecycle.recording.redaction.quick_look import lines_worth_a_look

        cleaner = LineCleaner(self._rules, code=where == "patch" and name.lower().endswith(_CODE))
        wanted = None
        if (where == "patch" or len(text) > _SHORT) and not self._rules.added and "\x1b" not in text:
            wanted = lines_worth_a_look(text, code=cleaner.code)
            if not wanted:
                return text
        lines = text.split("\n")
        cleaned = self._cleaned(cleaner, text, lines, quick=len(text) > _SHORT, wanted=wanted)
        self._take_reasons(where, name, cleaner)
        return text if cleaned is lines else "\n".join(cleaned)

    def hunk(self, name: str, text: str) -> str:
        """A patch's hunk with as many lines: the first says where it is, each other has a sign before it."""
        head, _, body = text.partition("\n")
        signed = body.split("\n")
        cleaned = self.same_lines("patch", name, "\n".join(line[1:] for line in signed)).split("\n")
        kept = [line[:1] + rest for line, rest in zip(signed, cleaned, strict=True)]
        return "\n".join([self.same_lines("patch", name, head), *kept])

    def holds_secret(self, name: str, data: bytes) -> bool:
        """Whether a file that is no text holds a secret: plain, in 16 bits a character, or packed."""
        from tb_lifecycle.recording.redaction import binary_parts

        return any(self.same_lines("patch", name, part) != part for part in binary_parts.texts_in(data))

    def lines(self, name: str, lines: list[str], *, quick: bool = True) -> list[str]:
        """Returns lines of the stream `name` without secrets.

        Args:
          name: the stream's.
          lines: in their order.
          quick: look at all at once, with an engine that takes a while to make.
        """
        from tb_lifecycle.recording.redaction.line_cleaning import LineCleaner

        with self._lock:
            cleaner = self._streams.setdefault(name, LineCleaner(self._rules))
            cleaned = self._cleaned(cleaner, "\n".join(lines), lines, quick=quick)
            self._take_reasons("output", name, cleaner)
        return cleaned

    def _cleaned(
        self,
        cleaner: LineCleaner,
        text: str,
        lines: list[str],
        *,
        quick: bool,
        wanted: list[int] | None = None,
    ) -> list[str]:
        """The lines without secrets; the same list where there are none.

        Args:
          wanted: the numbers of the lines to look at; None where they are not known yet.
        """
        from tb_lifecycle.recording.redaction.line_cleaning import ANSI
        from tb_lifecycle.recording.redaction.quick_look import lines_worth_a_look

        cleaner.quick = quick or wanted is not None
        if self._rules.added or (wanted is None and not quick):
            wanted = list(range(len(lines)))
        elif wanted is None:
            plain = ANSI.sub("", text) if "\x1b" in text else text
            wanted = lines_worth_a_look(plain, code=cleaner.code)
        changed: dict[int, str] = {}
        number, rest = 0, iter(wanted)
        while True:
            if not cleaner.is_open or number >= len(lines):
                number = next((found for found in rest if found >= number), len(lines))
                if number >= len(lines):
                    break
            cleaned = cleaner.clean(lines[number])
            if cleaned != lines[number]:
                changed[number] = cleaned
            number += 1
        return [changed.get(number, line) for number, line in enumerate(lines)] if changed else lines

    def _stream_text(self, name: str, text: str) -> str:
        cleaner = self._streams.get(name)
        may_stay = len(text) <= _SHORT and not self._rules.added and not (cleaner and cleaner.is_open)
        if may_stay and not may_hold_secret(text):
            return text
        return "\n".join(self.lines(name, text.split("\n"), quick=len(text) > _SHORT))

    def _take_reasons(self, where: str, name: str, cleaner: LineCleaner) -> None:
        for why in cleaner.reasons:
            self._note(where, name, why)
        cleaner.reasons.clear()

    def value(self, where: str, name: str, value: Any) -> Any:
        """Returns a flag's or variable's value, replaced where its name says secret, cleaned
        where its text does."""
        return self.removed(where, name) if self.is_secret(name, value) else self._clean(where, name, value)

    def removed(self, where: str, name: str) -> str:
        """What takes the place of a value that is a secret by its name."""
        self._note(where, name, "name says secret")
        return REMOVED

    def is_secret(self, name: str, value: Any) -> bool:
        """Whether a value is a secret because its name says so."""
        says = self.grade(name)
        if says is Says.NOTHING or value is None or isinstance(value, bool):
            return False
        from tb_lifecycle.recording.redaction.secret_values import is_secret

        if isinstance(value, str):
            return value != REMOVED and is_secret(name, value, says, sure=True, quoted=True)
        if isinstance(value, (int, float)):
            return is_secret(name, str(value), says, sure=True)
        return says >= Says.TOKEN and not isinstance(value, (Mapping, list, tuple))

    def _clean(self, where: str, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(where, name, value)
        if isinstance(value, Mapping):
            return {key: self._inside(where, name, str(key), item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(where, name, item) for item in value]
        if type(value) is tuple:
            return tuple(self.value(where, name, item) for item in value)
        return value

    def _inside(self, where: str, outer: str, name: str, value: Any) -> Any:
        """A value of a mapping that is itself named: `secrets: {db: x}`."""
        named_outside = self.is_secret_name(outer) and not self.grade(name)
        return self.value(where, outer if named_outside else name, value)

    def _note(self, where: str, name: str, why: str) -> None:
        if may_hold_secret(name):
            from tb_lifecycle.recording.redaction.line_cleaning import LineCleaner

            name = LineCleaner(self._rules).clean(name.replace("\n", " "))
        with self._lock:
            self._entries.setdefault((where, name, why))
