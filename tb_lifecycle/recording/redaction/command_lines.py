"""Command lines, where a secret may stand one argument behind its option: the `x` of `--password x`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.recording.redaction.redactor import Redactor

# Options of well-known programs that take a secret, a user with one behind a colon, and a header.
_SECRETS = ("p", "P", "pass", "pw", "a", "k", "t", "key")
_USERS = ("u", "U", "user", "proxy-user", "auth")
_HEADERS = ("H", "header", "headers")

_WHERE = "command"
_SHORTEST_HEADER = 4


def clean_arguments(redactor: Redactor, argv: Sequence[str]) -> list[str]:
    """Returns the arguments of a command without their secrets."""
    cleaned: list[str] = []
    option = ""
    for argument in argv:
        if option and _is_value(redactor, option, argument):
            cleaned.append(_of_option(redactor, option, argument))
            option = ""
            continue
        is_option = argument[:1] == "-" and argument.lstrip("-")[:1].isalpha() and "=" not in argument
        option = argument if is_option else ""
        cleaned.append(_alone(redactor, argument))
    return cleaned


def _is_value(redactor: Redactor, option: str, argument: str) -> bool:
    """Whether what follows an option is its value: also with a dash before it, if it is no option."""
    if not argument.startswith("-"):
        return True
    return redactor.is_secret_name(option.lstrip("-")) and _looks_random(argument)


def _of_option(redactor: Redactor, option: str, argument: str) -> str:
    name = option.lstrip("-")
    if name in _SECRETS:
        if _looks_random(argument) and "/" not in argument:
            return redactor.removed(_WHERE, name)
    elif name in _USERS and re.match(r"[^\s:/]+:(?!\d+\Z|/)\S+\Z", argument):
        return redactor.removed(_WHERE, name)
    elif name in _HEADERS:
        return _header(redactor, argument)
    return str(redactor.value(_WHERE, name, argument))


def _header(redactor: Redactor, argument: str) -> str:
    from tb_lifecycle.recording.redaction.secret_values import is_harmless

    name, colon, value = argument.partition(":")
    value = value.strip()
    if colon and redactor.grade(name) and len(value) >= _SHORTEST_HEADER and not is_harmless(value):
        scheme, space, rest = value.partition(" ")
        return f"{name}: {scheme + space if rest else ''}{redactor.removed(_WHERE, name)}"
    return redactor.text(_WHERE, "argv", argument)


def _alone(redactor: Redactor, argument: str) -> str:
    name, equals, value = argument.partition("=")
    bare = name.lstrip("-+~")
    if equals and redactor.is_secret(bare, value):
        return f"{name}={redactor.removed(_WHERE, bare)}"
    return redactor.text(_WHERE, "argv", argument)


def _looks_random(argument: str) -> bool:
    from tb_lifecycle.recording.redaction.secret_values import looks_random

    return looks_random(argument, 6)
