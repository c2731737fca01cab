"""What a secret looks like in a text: by its own shape, or by what stands beside it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from functools import cache

from tb_lifecycle.recording.redaction.secret_names import is_secret_name

REMOVED = "[removed]"

KEY_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")
KEY_END = re.compile(r"-----END [A-Z0-9 ]*PRIVATE KEY")

_SHAPES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("AWS access key", ("akia", "asia"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "_pat_"),
        r"\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})\b",
    ),
    ("GitLab token", ("glpat-",), r"\bglpat-[\w-]{20,255}"),
    ("Hugging Face token", ("hf_",), r"\bhf_[A-Za-z0-9]{30,255}\b"),
    ("API key", ("sk-", "k_live_"), r"\bsk-[A-Za-z0-9_-]{20,255}|\b[rs]k_live_[A-Za-z0-9]{16,255}"),
    ("Slack token", ("xox", "xapp-"), r"\bxox[abeoprs]-[A-Za-z0-9-]{10,255}|\bxapp-[A-Za-z0-9-]{10,255}"),
    ("Google key", ("aiza", "ya29."), r"\bAIza[0-9A-Za-z_-]{35}|\bya29\.[0-9A-Za-z_-]{20,2000}"),
    ("JSON Web Token", ("eyj",), r"\beyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]*"),
    ("package index token", ("npm_", "pypi-"), r"\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgEI[\w-]{50,500}"),
    (
        "private key",
        ("private key",),
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|\Z)",
    ),
)
"""Why it is a secret; what is in every text that holds one, in small letters; its shape."""

_NAME_HINTS = ("pass", "pwd", "secret", "token", "credential", "api", "access", "private", "account")
_HINTS = (
    *(hint for _, hints, _ in _SHAPES for hint in hints),
    *("pass", "pwd", "secret", "token", "credential", "://", "bearer ", "basic ", "sig=", "signature"),
    *(
        f"{what}{between}key"
        for what in ("api", "access", "private", "account")
        for between in ("_", "-", "")
    ),
)
"""One of these is in every text that holds a secret, in small letters."""

_LONG = 512  # characters

_AUTHORIZATION = r"(?i)\b(bearer|basic)(\s+)([A-Za-z0-9._~+/-]{16,4000}=*)"
_URL = (
    r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,30}://)([^\s/@\"'<>`]{1,500}@(?:[^\s/@\"'<>`]{1,500}@)?)"
)
_QUERY = r"(?i)(?<=[?&])([\w-]{0,40}(?:sig|signature|security-token|credential))=([^\s&\"'<>`]+)"
_NAME = (
    r"[\w.-]{0,60}?(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:api|access|private|account)[_-]?key)"
    r"[\w.-]{0,40}"
)
_NAMED = (
    rf"(?i)(?<![\w.-])(-{{0,2}})({_NAME})(\\?[\"']?[ \t]{{0,8}}[=:][ \t]{{0,8}}|[ \t]{{1,8}}(?![=: \t]))"
    r"(\"(?:[^\"\\\n]|\\.){1,2000}\"|'(?:[^'\\\n]|\\.){1,2000}'|\\\"[^\"\\\n]{1,2000}\\\""
    r"|[^\s,;&\"'()\[\]{}<>]{1,2000})"
)
_QUOTE = re.compile(r"\\?[\"']")
_HARMLESS = (
    r"(?i)(?:none|null|true|false|nil|str|int|bool|bytes|string"
    r"|\$(?:\{?(?-i:[A-Z_][A-Z0-9_]*)\}?)?|\{[^{}]*\}|%\(?\w+\)?s?|<[^<>]*>|\*+)\Z"
)
"""Values that only stand for a secret."""


def may_hold_secret(text: str) -> bool:
    """A quick look: False means that remove_secrets would change nothing."""
    if not text:
        return False
    lowered = text.lower()
    if len(text) > _LONG and (search := _search_of_long_texts()) is not None:
        with contextlib.suppress(UnicodeEncodeError):  # a half of a character
            return search(lowered)
    return any(hint in lowered for hint in _HINTS)


def remove_secrets(text: str, *, code: bool = False) -> tuple[str, list[str]]:
    """Returns the text without its secrets, and for each kind that was found why it is one."""
    reasons: list[str] = []
    lowered = text.lower()
    for reason, hints, shape in _SHAPES:
        if any(hint in lowered for hint in hints):
            text, count = _compiled(shape).subn(REMOVED, text)
            reasons += [reason] if count else []
    text = _sub_url(text, reasons)
    if "=" in text and ("?" in text or "&" in text):
        text = _compiled(_QUERY).sub(
            lambda match: _noted(reasons, "signed URL", f"{match[1]}={REMOVED}"), text
        )
    if "bearer" in lowered or "basic" in lowered:
        text = _compiled(_AUTHORIZATION).sub(
            lambda match: _noted(reasons, "authorization header", f"{match[1]}{match[2]}{REMOVED}"), text
        )
    return _sub_named(text, reasons, code), list(dict.fromkeys(reasons))


@cache
def _search_of_long_texts() -> Callable[[str], bool] | None:
    """Looks for all hints in one go: ten times as quick as one after the other. None without the engine."""
    try:
        import re2

        pattern = re2.compile("|".join(re2.escape(hint) for hint in _HINTS))
    except Exception:  # it is not there, or not whole: the long way is as right
        return None
    return lambda text: pattern.search(text) is not None


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    """Patterns are compiled when first needed: no start of a run waits for them."""
    return re.compile(shape)


def _noted(reasons: list[str], reason: str, replacement: str) -> str:
    reasons.append(reason)
    return replacement


def _sub_url(text: str, reasons: list[str]) -> str:
    def replace(match: re.Match[str]) -> str:
        scheme, login = match[1], match[2][:-1]
        if (
            login == REMOVED
            or _compiled(_HARMLESS).match(login)
            or ("ssh" in scheme.lower() and ":" not in login)
        ):
            return match[0]
        return _noted(reasons, "URL with credentials", f"{scheme}{REMOVED}@")

    return _compiled(_URL).sub(replace, text) if "@" in text else text


def _sub_named(text: str, reasons: list[str], code: bool) -> str:
    def replace(match: re.Match[str]) -> str:
        dashes, name, between, value = match.groups()
        opening = _QUOTE.match(value)
        quote = opening[0] if opening else ""
        bare = value[len(quote) : len(value) - len(quote)]
        if not _is_secret_value(name, bare, quoted=bool(quote), code=code):
            return match[0]
        if not between.strip() and len(dashes) != 2:  # "password x" in a sentence
            return match[0]
        return _noted(reasons, f"{name} says secret", f"{dashes}{name}{between}{quote}{REMOVED}{quote}")

    lines = text.split("\n")  # the pattern stays within a line, and most lines need no look at it
    for index, lowered in enumerate(text.lower().split("\n")):
        if any(hint in lowered for hint in _NAME_HINTS):
            lines[index] = _compiled(_NAMED).sub(replace, lines[index])
    return "\n".join(lines)


def _is_secret_value(name: str, value: str, *, quoted: bool, code: bool) -> bool:
    if not is_secret_name(name) or value.startswith(REMOVED) or _compiled(_HARMLESS).match(value):
        return False
    if code and not quoted:
        return False
    certain = "token" not in name.lower()  # a token is also a word of a text
    return certain or len(value) >= 8
