"""Cuts the text of an expression into tokens, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.strings import read_string
from tb_lifecycle.reading.expressions.values import within_floats

MAX_LENGTH = 1_000_000
# Columns, or keys of an order, in one list.
MAX_PARTS = 500
# Bits of a whole number, some 4,200 digits: Python makes no text of longer ones, and an answer is text.
_MOST_BITS = 14_000

TokenKind = Literal["name", "number", "string", "operator", "end"]

_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[^\W\d]\w*")
# As much as could be meant as one number, so that `1_000_`, `0x` and `12abc` are refused whole.
_NUMBER = re.compile(r"(?:\d|\.\d)(?:[eE][+-]?(?=\d)|[\w.])*")
_PLAIN_NUMBER = re.compile(
    r"(?P<integer>0(?:_?0)*|[1-9](?:_?[0-9])*|0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)"
    r"|(?P<real>(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*(?=[eE]))"
    r"(?:[eE][+-]?[0-9](?:_?[0-9])*)?)"
)
_OPERATOR = re.compile(r"<=|>=|==|!=|<>|\*\*|//|&&|\|\||:=|[-+*/<>()\[\],.=!&|%^~@?:;{}]")
_RAW_PREFIX = re.compile(r"[rR](?=[\"'])")


@dataclass(frozen=True)
class Token:
    """A piece of the text: a `name` (or keyword), `number`, `string`, `operator`, or the `end`.

    `value` is a number's or string's value; `bad_escape` is where a string has a backslash that is no escape.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    value: object = None
    bad_escape: int | None = None

    @property
    def is_end(self) -> bool:
        """Whether the text ends here."""
        return self.kind == "end"

    def is_(self, *texts: str) -> bool:
        """Whether this is one of these operators or keywords."""
        return self.kind in ("operator", "name") and self.text in texts


def tokenize(text: str) -> tuple[Token, ...]:
    """Cuts `text` into tokens; the last is the `end`.

    Raises:
      ExpressionError: a character, number or string that the language does not have.
    """
    return tuple(_read_tokens(text))


def _read_tokens(text: str) -> Iterator[Token]:
    """The tokens one by one: who has seen enough reads no further."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"The expression has {len(text):,} characters; at most {MAX_LENGTH:,} are read.",
            MAX_LENGTH,
            len(text),
        )
    count, place = 0, _skip_space(text, 0)
    while place < len(text):
        count += 1
        if count % 256 == 0:
            limits.enter(place, len(text))
        token = _read_token(text, place)
        yield token
        place = _skip_space(text, token.end)
    yield Token("end", "", len(text), len(text))


def split_top_level(text: str) -> list[tuple[str, int]]:
    """Splits `text` at the commas outside brackets and strings.

    Returns:
      Each part without the space around it, and where it starts in `text`; nothing for a blank `text`.

    Raises:
      ExpressionError: a part is empty, or has what is no token; or there are more than MAX_PARTS.
    """
    if _skip_space(text, 0) == len(text):
        return []
    tokens: list[Token] = []
    parts: list[tuple[str, int]] = []
    first, depth = 0, 0
    for index, token in enumerate(_read_tokens(text)):
        tokens.append(token)
        if token.kind == "end" or (depth == 0 and token.is_(",")):
            if first == index:
                raise ExpressionError(
                    "An expression is missing beside this comma."
                    if token.text
                    else "An expression is missing at the end.",
                    *(
                        (token.start, token.end)
                        if token.text
                        else (tokens[index - 1].start, tokens[index - 1].end)
                    ),
                    hint="Write one, or remove the comma.",
                )
            if len(parts) == MAX_PARTS:
                raise ExpressionError(
                    f"More than {MAX_PARTS} expressions are listed.", tokens[first].start, len(text)
                )
            parts.append((text[tokens[first].start : tokens[index - 1].end], tokens[first].start))
            first = index + 1
        elif token.is_("(", "["):
            depth += 1
        elif token.is_(")", "]"):
            depth = max(0, depth - 1)
    return parts


def _skip_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _read_token(text: str, place: int) -> Token:
    character = text[place]
    if character in "\"'":
        return _string_token(text, place, place, raw=False)
    if _RAW_PREFIX.match(text, place):
        return _string_token(text, place, place + 1, raw=True)
    if match := _NUMBER.match(text, place):
        return Token("number", match[0], place, match.end(), _number(match[0], place))
    if match := _NAME.match(text, place):
        return Token("name", match[0], place, match.end())
    if match := _OPERATOR.match(text, place):
        return Token("operator", match[0], place, match.end())
    raise ExpressionError(
        f"The character {character!r} has no meaning here.",
        place,
        place + 1,
        hint='Names with such characters are written in quotes, as in flag["learning rate"].',
    )


def _string_token(text: str, start: int, quote: int, *, raw: bool) -> Token:
    value, end, bad_escape = read_string(text, quote, raw=raw)
    return Token("string", text[start:end], start, end, value, bad_escape)


def _number(text: str, place: int) -> int | float:
    """The number; an infinity where it is larger than any float."""
    match = _PLAIN_NUMBER.fullmatch(text)
    try:
        if match and match["integer"]:
            return within_floats(_integer(text))
        if match:
            return float(text)
    except ValueError:
        raise ExpressionError("This number has too many digits.", place, place + len(text)) from None
    hint = None
    if re.fullmatch(r"0[0-9]+", text):
        hint = f"Did you mean {text.lstrip('0') or '0'}?"
    raise ExpressionError(f"{text} is no number.", place, place + len(text), hint=hint)


def _integer(text: str) -> int:
    """The number; raises ValueError for one of too many digits."""
    number = int(text, 0)
    if number.bit_length() > _MOST_BITS:
        raise ValueError(text[:10])
    return number
