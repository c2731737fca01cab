"""Which names say that what they name is a secret."""

from __future__ import annotations

import itertools
import re

_SECRET = re.compile(r"[a-z0-9]*(?:secrets?|passwords?|passwd|passphrase|credentials?|apikey)\Z")
_BEFORE_PASS = re.compile(
    r"(?:db|database|smtp|mail|mysql|postgres|pg|redis|mongo|ftp|proxy|user|login|admin|root)\Z"
)
_BEFORE_KEY = re.compile(r"(?:api|access|private|secret|auth|account|signing|encryption|ssh|license)\Z")
_NOT_ITSELF = re.compile(r"(?:file|path|dir|length|len|size|count|field|column|name|policy|env)\Z")
_BEFORE_WORD_OF_A_TEXT = re.compile(  # a `pad_token` is a word of a language model
    r"(?:pad|padding|bos|eos|sos|unk|unknown|mask|cls|class|sep|separator|special|start|begin|end|stop|first|last"
    r"|next|prev|previous|max|min|num|n|per|by|new|extra|target|source|input|output|decoder|image|audio|video"
    r"|vision)\Z"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")


def is_secret_name(name: str) -> bool:
    """Whether a value of this name is a secret: `db_password`, `HF_TOKEN`, `apiKey`; not `max_tokens`."""
    words = _WORD.findall(_CAMEL.sub("_", name).lower())
    if not words or _NOT_ITSELF.match(words[-1]):
        return False
    if any(_SECRET.match(word) for word in words):
        return True
    pairs = list(itertools.pairwise(words))
    if any(second in ("key", "keys") and _BEFORE_KEY.match(first) for first, second in pairs):
        return True
    if any(second in ("pass", "pwd") and _BEFORE_PASS.match(first) for first, second in pairs):
        return True
    return words[-1] == "token" and not (len(words) > 1 and _BEFORE_WORD_OF_A_TEXT.match(words[-2]))
