"""Regular expressions of `matches`: compiled once, and refused where a search could take for ever.

Python's engine backtracks: `(a+)+$` takes twice as long for each further letter of a name that does not
match, and nothing can interrupt it. So a repeated group may hold neither a repetition nor alternatives that
begin alike.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

from tb_lifecycle.errors import ExpressionError

MAX_LENGTH = 1_000

_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_REPEAT = re.compile(r"[*+]|\{(?:\d{2,}|\d*,\d*)\}")
_OPTIONAL = re.compile(r"\?|\{0?,1\}")


@lru_cache(maxsize=256)
def compile_pattern(text: str, start: int, end: int) -> re.Pattern[str]:
    """Compiles the pattern that stands between `start` and `end` of an expression.

    Raises:
      ExpressionError: no regular expression, or one whose search could take for ever.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"A pattern has at most {MAX_LENGTH:,} characters.", start, end)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"This is no regular expression: {error}.", start, end) from None
    if is_explosive(text):
        raise ExpressionError(
            "This pattern could search for ever: a repeated group holds a repetition or alternatives.",
            start,
            end,
            hint="Repeat single characters or plain groups, as in a+ or (?:ab)+.",
        )
    return pattern


def is_explosive(pattern: str) -> bool:
    """Whether a repeated group of a valid pattern holds a repetition, an optional part or alike branches."""
    risky_outside: list[bool] = []
    branches_outside: list[list[str]] = []
    risky, branches = False, [""]
    items = _ITEM.findall(pattern)
    place = 0
    for index, item in enumerate(items):
        place += len(item)
        if item == "(":
            risky_outside.append(risky)
            branches_outside.append(branches)
            risky, branches = False, [""]
        elif item == ")" and risky_outside:
            inner = risky or _alike(branches)
            if inner and _REPEAT.match(pattern, place):
                return True
            risky = risky_outside.pop() or inner or bool(_REPEAT.match(pattern, place))
            branches = branches_outside.pop()
            branches[-1] += "("
        elif item == "|":
            branches.append("")
        else:
            group_mark = item == "?" and items[index - 1] == "("
            risky = risky or (
                not group_mark and bool(_REPEAT.match(item) or _OPTIONAL.match(item) or item == "{")
            )
            branches[-1] += item
    return False


def _alike(branches: list[str]) -> bool:
    """Whether two alternatives could begin with the same character, as far as their text tells."""
    if len(branches) == 1:
        return False
    first = [branch.removeprefix("?:")[:1] for branch in branches]
    plain = all(letter.isalnum() or letter in ("-", "_", "/") for letter in first)
    return not plain or len(set(first)) < len(first)
