"""Cookies, in a header or a program."""

from __future__ import annotations

import re

from tb_lifecycle.recording.redaction.removal import Removal
from tb_lifecycle.recording.redaction.secret_values import is_harmless

_COOKIE = re.compile(r"(?i)\b(?:set-)?cookie\\?[\"']?\]?\s*[:=,]\s*\\?[\"']?(?P<rest>[^\"'\n]+)")
_PAIR = re.compile(r"([^\s=;,]+)=([^;,\s]+)")
_WORDS = ("path", "domain", "expires", "max-age", "samesite", "lang", "theme", "priority", "version")
"""Names of what a cookie says and does not keep from anybody."""
_SHORTEST = 4


def remove_cookies(line: str, removal: Removal) -> str:
    """The line without the values of its cookies."""

    def pair(found: re.Match[str]) -> str:
        name, value = found.groups()
        if name.lower() in _WORDS or is_harmless(value) or len(value) < _SHORTEST or value.isdigit():
            return found[0]
        return f"{name}={removal.because('cookie')}"

    def cookie(found: re.Match[str]) -> str:
        return found[0][: found.start("rest") - found.start()] + _PAIR.sub(pair, found["rest"])

    return _COOKIE.sub(cookie, line)
