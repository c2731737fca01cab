"""Regular expressions of `matches`, on RE2: a search takes as long as the text, whatever the pattern.

Python's own engine backtracks, for ever on some patterns, and lets no other thread run meanwhile. Where RE2
is not installed it is asked only what `backtracking` shows to be cheap.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.backtracking import Steps

try:
    import re2
except ImportError:
    re2 = None

# Characters of a pattern.
MAX_LENGTH = 1_000
# Bytes that RE2 may take for each pattern, of which 128 are kept; far fewer would make it slow.
_MEMORY = 512 * 1024
# Steps of Python's engine in one text: some 20 ms.
_MOST_STEPS = 2_000_000

_ELSEWHERE = re.compile(rb"\(\?(?:<?[=!]|\(|P=|>)|\\[1-9Z]|[*+?}]\+")
_HINT = "Patterns are RE2's: without look-around and references to groups; the end of the text is \\z or $."

Search = Callable[[str], bool]


@lru_cache(maxsize=64)
def compile_pattern(text: str, start: int, end: int) -> Search:
    """Makes the function that looks for a pattern, which stands between `start` and `end` of an expression.

    Returns:
      Whether the pattern is found somewhere in a text; it raises ExpressionError where that could take long.

    Raises:
      ExpressionError: no regular expression of RE2's, or too large.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"A pattern has at most {MAX_LENGTH:,} characters.", start, end)
    return _in_python(text, start, end) if re2 is None else _in_re2(text, start, end)


def _in_re2(text: str, start: int, end: int) -> Search:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MEMORY
    pattern = _encode(text)
    try:
        search = re2.compile(pattern, options).search
    except re2.error as error:
        reason = error.args[0] if error.args else b""
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        hint = _HINT if _ELSEWHERE.search(pattern) else None
        raise ExpressionError(f"This is no regular expression: {said}.", start, end, hint=hint) from None
    return lambda value: search(_encode(value)) is not None


def _in_python(text: str, start: int, end: int) -> Search:
    text = text.replace("\\z", "\\Z")  # Python's name of it
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            search = re.compile(text, re.ASCII).search
            steps = Steps(text)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise ExpressionError(f"This is no regular expression: {error}.", start, end) from None

    def found(value: str) -> bool:
        if steps.most(len(value)) > _MOST_STEPS:
            raise ExpressionError(
                "This pattern could search for ever.",
                start,
                end,
                hint="With RE2 none does: 'pip install google-re2' where TensorBoard runs.",
            )
        return search(value) is not None

    return found


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half a pair, of a file name that is no UTF-8
