"""The error for a token that cannot stand where it does, with what to write instead where that is known."""

from __future__ import annotations

import keyword

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.tokens import Token

# What people write: (hint, what to put in its place).
_INSTEAD: dict[str, tuple[str, str | None]] = {
    "=": ("Compare with ==.", "=="),
    "<>": ("Write !=.", "!="),
    "&&": ("Write and.", "and"),
    "&": ("Write and.", "and"),
    "||": ("Write or.", "or"),
    "|": ("Write or.", "or"),
    "!": ("Write not.", "not"),
    "is": ("Compare with ==, or ask has(x) whether there is a value.", None),
    "+": ("There is no unary plus: leave it out.", None),
    "if": ("There is no if: combine conditions with and and or.", None),
    "**": ("There are + - * and / only.", None),
    "//": ("There are + - * and / only.", None),
    "%": ("There are + - * and / only.", None),
    ",": ("Lists are written in brackets.", None),
}


def unexpected(token: Token, *, after_value: bool, hint: str | None = None) -> ExpressionError:
    """The error for `token`, found after a value or where one should begin; `hint` replaces the usual one."""
    usual, suggestion = _INSTEAD.get(token.text, (None, None))
    if not after_value and token.text == "=":
        usual, suggestion = None, None
    if token.is_(")", "]") and after_value:
        message, usual = f"This {token.text} closes nothing.", "Remove it, or add its opening bracket."
    elif token.kind == "name" and keyword.iskeyword(token.text):
        message = f"The word {token.text} cannot stand here."
        usual = usual or ("Put brackets around it." if token.text == "not" else None)
    elif after_value:
        message = (
            f"An operator is missing before {token.text}." if token.kind != "operator" else _no_place(token)
        )
    else:
        message = f"A value is missing before {token.text}." if token.kind == "operator" else _no_place(token)
    return ExpressionError(message, token.start, token.end, hint=hint or usual, suggestion=suggestion)


def _no_place(token: Token) -> str:
    return f"{token.text} cannot stand here."
