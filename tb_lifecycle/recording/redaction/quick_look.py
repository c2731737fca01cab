"""Which lines of a text are worth a close look: one pass of a linear engine over all of it.

It may point at a line that holds nothing; it never misses one that `line_cleaning.py` would change, but for
those that only an earlier line makes part of a secret.
"""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

import re
from functools import cache

from tb_lifecycle.recording.redaction.engine import Engine
from tb_lifecycle.recording.redaction.token_shapes import SHAPES

_PASSWORD = r"pass(?:words?|wd|phrase|code|wort)|psw|secrets?|mnemonic"
_OTHER = (
    r"credentials?|creds|tokens?|apikeys?|[a-z0-9]keys?|[_-]keys?|auth|authorization|pat|cookies?|session_?id|\bsid|sig"
    r"|signature|jwt|bearer|otp|xsrf|csrf|sas|webhook|pass|pwd|pw|pin|phrase|nonce|login|license|connection_?string"
    r"|conn_?str|(?:api|access|secret|license|account|private|auth)[ ](?:key|token|id|phrase)"
)
_ENDS = (
    r"(?:[_.-]?(?:\d+|prod|production|dev|staging|val|value|b64|base64|encoded|raw|plain|plaintext|live|primary"
    r"|secondary|default|base|id))*"
)
_CLOSING = r"\\?[\"'`]?[ \t]?\]?\)?[ \t]*"
_SIGN = r"(?::[ \t]*[A-Za-z][\w\[\]., |]*=|:=|=>|==?|:)[ \t]*"
_MIXED = r"[\w+/.-]*(?:\d[\w+/.-]*[A-Za-z]|[A-Za-z][\w+/.-]*\d|[a-z][A-Z])"
_CONTEXTS = (
    r"(?i:authorization\\?[\"']?\]?[ \t]*[:=,])",
    r"(?i:\b(?:bearer|basic)[ \t]+[A-Za-z0-9._~+/-]{8})",
    r"(?i:cookie\\?[\"']?\]?[ \t]*[:=,])",
    r"(?i:(?:sig|signature|token|credential)=[\w%+/-]{6})",
    r"://[^\s@\"'<>`]+@",
    r"(?i:password[ \t]+[^\s]+[ \t]*$|^[ \t]*password[ \t]|(?:login|user|machine)[ \t]+\S+[ \t]+password[ \t])",
    r"^[\w.*-]+:(?:\d{4,5}|\*):[\w*-]+:[\w*-]+:\S",
    r"\b(?:curl|wget|xh|sshpass|redis-cli|mysql\w*|mariadb[\w-]*|mongo\w*|twine|htpasswd|sqlcmd|ipmitool"
    r"|(?:un)?zip|(?:un)?rar|7z[ar]?|ldap[a-z]+|smb[a-z]+|https?|bcp)[ \t]+[\w\"'/-]",
    r"\bpass:\S",
    r"\becho[ \t]+[\"']?[\w:+/=!@#%^&*.-]+[\"']?[ \t]*\|",
    r"\b(?:login|upload)[ \t]+-",
    r"(?i:\b(?:login|auth-?token|set-token|set-key|auth)[ \t]+[\"']?[^\s\"']*\d[^\s\"']*)",
    r"(?i:(?:login|authenticate|set_(?:api_)?(?:token|key)|configure)[ \t]*\([ \t]*(?:\w+[ \t]*=[ \t]*)?[rbu]?\\?[\"'])",
    r"(?i:\bkey[ \t]*=[ \t]*[rbu]?\\?[\"'])",
    r"(?i:auth\w*[ \t]*[=(][ \t]*\(?[ \t]*\\?[\"'])",
    rf"(?i:(?:password|passphrase|passcode|token|key|secret|pin)[ \t]+(?:is|was|set to|changed to|->)[ \t]*:?[ \t]*[\"'`]?){_MIXED}",
    rf"(?i:(?:with|using|use|the|your|my|api|access)[ \t]+(?:password|passphrase|passcode|token|key|secret)[ \t]+[\"'`]?){_MIXED}",
    r"(?i:(?:password|secret|token|apikey)>)",
    r"PRIVATE KEY|Private-(?:Lines|MAC):",
    r"\bkind:[ \t]*[\"']?Secret",
    r"[\"']user(?:name)?[\"'][ \t]*:",
    r"(?:\bset[ \t]+-\w+|\bsetx|\bENV|\bARG|\bsetenv|config:set|secret set)[ \t]+[A-Za-z_]\w*[ \t]+\w",
)
_LONE = (
    r"\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.",
    r"\b[0-9a-f]{32}-[0-9a-f]|\b(?:SK|AC)[0-9a-f]{20}|\d:A[\w-]{20}|\b[12]/\d{13}",
)
_WEAK = 5  # letters of a beginning that is also an ordinary word's


@cache
def _heads() -> list[str]:
    """How the shapes begin, or what is within them."""
    found: dict[str, None] = {}
    weak = []
    for line in SHAPES.strip().split("\n"):
        _, words, shape = line.split(" | ", 2)
        for word in words.split():
            if word in ("*", "-", "sk", "ac", ":a", "1/", "2/"):  # looked for by itself, above
                continue
            plain = shape.replace("\\", "").lstrip("~")
            place = plain.lower().find(word)
            written = plain[place : place + len(word)] if place >= 0 else word
            literal = re.escape(written) if place >= 0 else f"(?i:{re.escape(word)})"
            begins = place <= 0 or plain[place - 1] == "|" or "(?:" in plain[:4]
            if (len(word) < _WEAK or word in ("live_", "test_")) and begins:
                weak.append(literal)
            else:
                found[literal] = None
    every = "|".join([*weak, *found])
    return [
        *found,
        rf"(?:^|[^A-Za-z0-9]|\\[abfnrtv0]|%[0-9A-F][0-9A-F]|\\x..)(?:{'|'.join(weak)})(?:[A-Za-z0-9]{{12}}|[\w.+/-]{{0,9}}(?:\d|[a-z][A-Z])[\w.+/-]{{6}})",
        rf"[\"'](?:{every})\\?[\"'][ \t]*\+?[ \t]*[rbu]?\\?[\"']",
    ]


def _pattern(*, code: bool) -> str:
    value = (
        r"[\[({]*[ \t]*[rbufRBUF]{0,2}\\?[\"'`]|[(\[{\\][ \t]*$|" + _MIXED
        if code
        else r"[^\s\d]|\d[\d.,]*[A-Za-z_]|$"
    )
    words = rf"(?i:{_PASSWORD}|{_OTHER})(?i:{_ENDS})"
    parts = [
        rf"{words}{_CLOSING}{_SIGN}(?:{value})",
        rf"{words}\\?[\"'][ \t]*,[ \t]*(?:[rbu]?\\?[\"']|$|\w)",
        rf"(?:^|[ \t\"'`])--?[\w-]*{words}[ \t]+[^\s\"'=:-]",
        rf"\b(?i:name|key|variable|env)[\"']?[ \t]*[:=][ \t]*[\"']?[\w.-]*(?i:{_PASSWORD}|{_OTHER})",
        rf"{words}{_CLOSING}{_SIGN}[\w.]+(?:[ \t]+(?:or|\|\|)|\([ \t]*(?:\w+[ \t]*=[ \t]*)?[rb]?[\"'])",
    ]
    if not code:
        parts += [
            rf"(?i:{_PASSWORD}){_ENDS}{_CLOSING}{_SIGN}\d",
            r"(?i:password|passphrase|passcode|token|key|secret|pin)[\w@. -]*[:?>][ \t]*$",
        ]
    return "(?m:" + "|".join([*parts, *_CONTEXTS, *_heads(), *_LONE]) + ")"


@cache
def _engine(*, code: bool) -> Engine:
    return Engine(_pattern(code=code))


@cache
def _engine_of_heads() -> Engine:
    return Engine("(?m:" + "|".join([*_heads(), *_LONE]) + ")")


@cache
def _engine_of_contexts() -> Engine:
    return Engine("(?m:" + "|".join(_CONTEXTS) + ")")


def has_shape(line: str) -> bool:
    """Whether a line may hold a credential that is known by its shape."""
    return _engine_of_heads().is_in(line.encode("utf-8", "replace"))


def has_context(line: str) -> bool:
    """Whether a line may hold a credential that what stands beside it tells."""
    return _engine_of_contexts().is_in(line.encode("utf-8", "replace"))


def lines_worth_a_look(text: str, *, code: bool = False) -> list[int]:
    """The numbers of the lines that may hold a secret, ascending.

    Args:
      text: the lines.
      code: program text, in which a bare word is no value.
    """
    data = text.encode("utf-8", "replace")
    spans = _engine(code=code).spans(data)
    if not spans:
        return []
    found: dict[int, None] = {}
    line, place = 0, 0
    for start, end in spans:
        line += data.count(b"\n", place, start)
        last = line + data.count(b"\n", start, end)
        found.update(dict.fromkeys(range(line, last + 1)))
        line, place = last, end
    return list(found)
