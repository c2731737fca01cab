"""Which names say that what they name is a secret."""

from __future__ import annotations

import itertools
import re

_SECRET = re.compile(r"[a-z0-9]*(?:secrets?|passwords?|passwd|passphrase|credentials?|apikey)\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE_PASS = _words("db database smtp mail mysql postgres pg redis mongo ftp proxy user login admin root")
_BEFORE_KEY = _words("api access private secret auth account signing encryption ssh license")
_NOT_ITSELF = _words("file path dir length len size count field column name policy env")
_BEFORE_WORD_OF_A_TEXT = _words(  # a `pad_token` is a word of a language model
    "pad padding bos eos sos unk unknown mask cls class sep separator special start begin end stop first "
    "last next prev previous max min num n per by new extra target source input output decoder image audio "
    "video vision"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")


def is_secret_name(name: str) -> bool:
    """Whether a value of this name is a secret: `db_password`, `HF_TOKEN`, `apiKey`; not `max_tokens`."""
    words = _WORD.findall(_CAMEL.sub("_", name).lower())
    if not words or words[-1] in _NOT_ITSELF:
        return False
    if any(_SECRET.match(word) for word in words):
        return True
    pairs = list(itertools.pairwise(words))
    if any(second in ("key", "keys") and first in _BEFORE_KEY for first, second in pairs):
        return True
    if any(second in ("pass", "pwd") and first in _BEFORE_PASS for first, second in pairs):
        return True
    return words[-1] == "token" and not (len(words) > 1 and words[-2] in _BEFORE_WORD_OF_A_TEXT)
