"""Which values are secrets, by themselves or beside a name that says so."""

# ruff: noqa: E501, SIM905 - words as one text

from __future__ import annotations

import itertools
import re

from tb_lifecycle.recording.redaction.rules import REMOVED
from tb_lifecycle.recording.redaction.secret_names import Says, is_secret_name

_FOLLOWS = {
    pair[0]: frozenset(pair[2:])
    for pair in (
        "a:bcdgiklmnprstuvxy b:aeilorsuy c:acehiklorstu d:adefilorstu e:abcdefgilmnopqrstvwxy f:aefilortu g:aehilnorsu"
        " h:aeiot i:abcdefglmnoprstvxz j:aeou k:eis l:acdeilopstuy m:abeilmopsu n:acdefgiklnopstuv"
        " o:abcdfgiklmnoprstuvw p:aehiloprstuy q:u r:acdegiklmnoprstuvy s:acehiklmopstuy t:acdefhilmoprstuy"
        " u:abceilmnprst v:aei w:aeior x:ept y:pst z:e"
    ).split()
}
"""The letters that follow a letter in 92 % of the pairs within the words of program texts; of random
pairs it is 38 %."""
_MOST_LIKELY = 0.65

_HARMLESS = re.compile(
    r"(?i)(?:none|null|true|false|nil|undefined|str|int|bool|bytes|string|secretstr|optional|required|any|yes|no|on|off"
    r"|missing|invalid|incorrect|wrong|expired|unset|set|empty|hidden|changed|updated|accepted|rejected|disabled"
    r"|enabled|default|prompt|env|auto|redacted|masked|changeme|![a-z]+|your[\w-]*|x{3,}[\w-]*|<[^<>]*>"
    r"|\$(?:\{?(?-i:[A-Z_][A-Z0-9_]*)(?::?-[^}]*)?\}?)?|\$\{[^}]*\}|\$\([^)]*\)?|\{[^{}]*\}"
    r"|\{\{.*|%\(?\w+\)?s?|%\w+%|\*+|\.{3}|-+|[|>][+-]?|f\"|\[.*)\Z"
)
"""Values that only stand for a secret."""
_NUMBER = re.compile(r"[+-]?[\d_,]*\.?\d+(?:e[+-]?\d+)?\s?(?:[a-zA-Z%µ]{1,3}(?:/[a-z]{1,4})?)?\Z")
_DIGEST = re.compile(r"(?i)(?:sha-?\d+|md5|blake2[bs]|crc32c?)[:=-][0-9a-f]+\Z")
_URL = re.compile(r"[A-Za-z][\w+.-]*://\S*\Z")
_FILE = re.compile(
    r"[\w./~\\-]*\.(?:txt|json|ya?ml|toml|ini|cfg|csv|py|pem|key|crt|db|env|sh|md|log|gz|zip|pt|bin)\Z"
)
_CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z")
_NAME = re.compile(r"[A-Za-z_][\w.]*\Z")
_HEX = re.compile(r"[0-9a-f]{7,}\Z|[0-9A-F]{7,}\Z")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SPLIT = re.compile(r"[^A-Za-z0-9]+")
_PROSE = frozenset(
    "the a an to your is are for of with must be in and or not this that use used from by on as it was no".split()
)


def looks_random(text: str, shortest: int = 8) -> bool:
    """Whether letters and digits stand in no order that words, numbers, versions and paths have."""
    chunks = [chunk for chunk in _SPLIT.split(text) if chunk]
    if sum(map(len, chunks)) < shortest or " " in text.strip():
        return False
    return any(_is_random(chunk) for chunk in chunks) or _is_torn(chunks, text)


def _is_torn(chunks: list[str], text: str) -> bool:
    """Random characters among which signs stand: many short pieces, few of them words or numbers."""
    if len(chunks) < 2:
        return False
    odd = sum(1 for chunk in chunks if not chunk.isdigit() and len(_PIECES.findall(chunk)) > 1)
    return odd * 2 > len(chunks) and any(map(str.isdigit, text)) and text.lower() != text


def _is_random(chunk: str) -> bool:
    pieces = _PIECES.findall(chunk)
    if len(chunk) < 6 or chunk.isdigit():
        return len(chunk) > 24
    if len(chunk) >= 16 and _HEX.match(chunk) and not chunk.isalpha():
        return True
    letters = [piece.lower() for piece in pieces if not piece.isdigit()]
    numbers = len(pieces) - len(letters)
    if len(pieces) >= 4 and len(chunk) < (3.7 if len(pieces) >= 6 else 3 if len(chunk) > 9 else 2) * len(
        pieces
    ):
        return True
    if numbers >= 3 and len(chunk) >= 8:
        return True
    if len(chunk) < 8 and (len(pieces) == 1 or sum(map(len, letters)) < 5):
        return False
    pairs = [pair for word in letters for pair in itertools.pairwise(word)]
    likely = sum(second in _FOLLOWS[first] for first, second in pairs)
    return len(pairs) > 3 and likely < _MOST_LIKELY * len(pairs)


def is_plain(value: str) -> bool:
    """Whether a value is made of words, as a name or a sentence is."""
    chunks = [chunk for chunk in _SPLIT.split(value) if chunk]
    words = all(chunk.isalpha() or (chunk.isdigit() and number) for number, chunk in enumerate(chunks))
    return words and not looks_random(value)


def is_harmless(value: str) -> bool:
    """Whether a value is none, a kind of value, a place holder or what was put in a secret's place."""
    if value.startswith("$") and is_secret_name(value[1:]):
        return True
    return value.startswith((REMOVED, "<|", "[")) or _HARMLESS.match(value) is not None


def is_secret(
    name: str, value: str, says: Says, *, sure: bool, quoted: bool = False, code: bool = False
) -> bool:
    """Whether a value is a secret beside `name`.

    Args:
      name: what stands beside it.
      value: without its quotes.
      says: what the name says.
      sure: the value is certainly this name's, as a flag's is; in a text it may be a sentence that goes on.
      quoted: it stood between quotes.
      code: in program text, where a bare word is a variable.
    """
    if says is Says.NOTHING or not value or is_harmless(value) or _DIGEST.match(value):
        return False
    if says is Says.HINT or (code and not quoted) or (says is Says.TOKEN and not sure):
        return _is_likely(name, value)
    if not quoted and _CODE.match(value) and not looks_random(value):
        return False
    if _NAME.match(value) and is_secret_name(value) and not looks_random(value):
        return False  # `password=args.password`, `api_key_from: OPENAI_API_KEY`
    if _URL.match(value) or (_FILE.match(value) and not looks_random(value)) or _is_path(value):
        return False
    if _is_prose(value):
        return False
    if says is Says.CERTAIN:
        return not (name.lower().endswith("s") and not name.lower().endswith("pass") and value.isdigit())
    if _NUMBER.match(value):
        return value.isdigit() and len(value) >= 8
    return sure or not is_plain(value)


def _is_likely(name: str, value: str) -> bool:
    if _URL.match(value) or _FILE.match(value) or _NUMBER.match(value) or _is_path(value):
        return False
    words = name.lower()
    if words.endswith("key") and _HEX.match(value) and not name.isupper():
        return False  # a digest
    if words.endswith("dsn"):
        return False
    return looks_random(value)


def _is_path(value: str) -> bool:
    return "/" in value and (not looks_random(value) or value.startswith(("./", "~/", "../")))


def _is_prose(value: str) -> bool:
    words = value.split()
    return len(words) > 2 and any(word.lower().strip(".,:;") in _PROSE for word in words)
