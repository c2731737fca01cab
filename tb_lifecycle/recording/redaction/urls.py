"""Logins within URLs."""

from __future__ import annotations

import re
from collections.abc import Callable

from tb_lifecycle.recording.redaction.rules import REMOVED
from tb_lifecycle.recording.redaction.secret_values import is_harmless

_URL = re.compile(
    r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,30}://)([^\s/@\"'<>`]{1,500}@(?:[^\s/@\"'<>`]{1,500}@)?)"
)
_WITH_SLASH = re.compile(
    r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,30}://)([^\s:/@\"'<>`]{0,100}:(?!\d{2,5}/)[^\s@\"'<>`]{1,300}@)(?=[\w.\[-]+(?:[:/?\s\"']|\Z))"
)
_OPEN = ("http", "ftp")  # where a name alone may be a token


def remove_logins(text: str, note: Callable[[str], None]) -> str:
    """Returns the text without the logins in its URLs: also those whose password holds a `/`."""

    def replace(match: re.Match[str]) -> str:
        scheme, login = match[1], match[2][:-1]
        _, colon, password = login.partition(":")
        if not colon and (
            (not scheme.lower().startswith(_OPEN) and "+http" not in scheme.lower()) or login == "git"
        ):
            return match[0]
        if is_harmless(password if colon else login) or login == REMOVED:
            return match[0]
        if not colon and re.match(r"sha\d+:", text[match.end() :]):
            return match[0]
        note("URL with credentials")
        return f"{scheme}{REMOVED}@"

    if "@" not in text:
        return text
    return _WITH_SLASH.sub(replace, _URL.sub(replace, text))
