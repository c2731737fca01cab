"""Secrets are replaced before anything is written, and what was replaced is listed.

A secret is known by the name beside it (`--password x`, `api_key: x`, a flag called `hf_token`) or by its own
shape (a GitHub token, a JSON Web Token, a private key, the credentials in a URL). See secret_patterns.py.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording.redaction import secret_patterns
from tb_lifecycle.recording.redaction.secret_names import is_secret_name
from tb_lifecycle.recording.redaction.secret_patterns import REMOVED

_CODE = re.compile(r"(?i)\.(?:pyi?|pyx|ipynb|c|cc|cpp|cu|h|hpp|js|ts|r|jl)\Z")
"""In program code only a quoted literal can be the secret: `password=args.password` is none."""

_PRIVATE_KEY_LINES = 200
"""Lines of a stream that are removed at most after a private key's first, should its end never come."""


class Redactor:
    """Removes secrets from what one run records. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._entries: dict[tuple[str, str, str], None] = {}
        self._open_keys: dict[str, int] = {}

    @property
    def entries(self) -> list[lifecycle_pb2.Redaction]:
        """What was removed, without repetitions, in the order it was found."""
        with self._lock:
            found = list(self._entries)
        return [lifecycle_pb2.Redaction(where=where, name=name, why=why) for where, name, why in found]

    def is_secret_name(self, name: str) -> bool:
        """Whether a flag or variable of this name holds a secret."""
        return is_secret_name(name)

    def text(self, where: str, name: str, text: str) -> str:
        """Returns the text with `[removed]` in place of every secret.

        Args:
          where: what the text belongs to: environment, command, flag, patch, remote or output.
          name: of the variable, flag, file or stream. Lines of a stream (`where` is output) may be given one
          by
            one: a private key is followed from its first line to its last.
          text: one line or many.
        """
        if where == "output" and name in self._open_keys:
            return self._inside_key(name, text)
        if not secret_patterns.may_hold_secret(text):
            return text
        cleaned, reasons = secret_patterns.remove_secrets(
            text, code=where == "patch" and _CODE.search(name) is not None
        )
        for reason in reasons:
            self._note(where, name, reason)
        if (
            where == "output"
            and secret_patterns.KEY_BEGIN.search(text)
            and not secret_patterns.KEY_END.search(text)
        ):
            with self._lock:
                self._open_keys[name] = _PRIVATE_KEY_LINES
        return cleaned

    def lines(self, name: str, lines: list[str]) -> list[str]:
        """Returns lines of the stream `name` without secrets; looks at all at once where none has any."""
        if name not in self._open_keys and not secret_patterns.may_hold_secret("\n".join(lines)):
            return lines
        return [self.text("output", name, line) for line in lines]

    def value(self, where: str, name: str, value: Any) -> Any:
        """Returns a flag's or variable's value, replaced where its name says secret, cleaned where its text
        does."""
        if self.is_secret_name(name) and not _says_nothing(value):
            self._note(where, name, "name says secret")
            return REMOVED
        return self._clean(where, name, value)

    def arguments(self, argv: Sequence[str]) -> list[str]:
        """Returns a command line without its secrets: also not the `x` of `--password x`, one argument
        later."""
        cleaned: list[str] = []
        option = ""
        for argument in argv:
            if option and not argument.startswith("-"):
                cleaned.append(self.value("command", option, argument))
                option = ""
                continue
            option = argument.lstrip("-") if _is_secret_option(argument) else ""
            cleaned.append(self._argument(argument))
        return cleaned

    def _argument(self, argument: str) -> str:
        name, equals, value = argument.partition("=")
        if equals and self.is_secret_name(name.lstrip("-")):
            return f"{name}={self.value('command', name.lstrip('-'), value)}"
        return self.text("command", "argv", argument)

    def _clean(self, where: str, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(where, name, value)
        if isinstance(value, Mapping):
            return {key: self.value(where, str(key), item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._clean(where, name, item) for item in value]
        if type(value) is tuple:
            return tuple(self._clean(where, name, item) for item in value)
        return value

    def _inside_key(self, name: str, text: str) -> str:
        with self._lock:
            left = self._open_keys.get(name, 0) - 1
            if secret_patterns.KEY_END.search(text) or left <= 0:
                self._open_keys.pop(name, None)
            else:
                self._open_keys[name] = left
        return REMOVED

    def _note(self, where: str, name: str, why: str) -> None:
        if secret_patterns.may_hold_secret(name):
            name, _ = secret_patterns.remove_secrets(name)
        with self._lock:
            self._entries.setdefault((where, name, why))


def _is_secret_option(argument: str) -> bool:
    return argument.startswith("-") and "=" not in argument and is_secret_name(argument.lstrip("-"))


def _says_nothing(value: Any) -> bool:
    return value is None or isinstance(value, bool) or (isinstance(value, str) and value in ("", REMOVED))
