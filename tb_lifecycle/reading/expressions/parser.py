"""Turns the text of an expression into a tree, with Python's precedence.

An operator-precedence parser: `_Parser.expression(power)` reads what binds at least as strongly as `power`.
"""

from __future__ import annotations

import keyword
from functools import lru_cache

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.functions import FUNCTIONS, check_call
from tb_lifecycle.reading.expressions.source import NAMESPACES, Kind, column_id
from tb_lifecycle.reading.expressions.suggestions import closest
from tb_lifecycle.reading.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Items,
    Logical,
    Minus,
    Name,
    Node,
    Not,
)
from tb_lifecycle.reading.expressions.tokens import Token, tokenize
from tb_lifecycle.reading.expressions.unexpected import unexpected

# Brackets and operators within one another: five calls each, and the interpreter allows 1,000.
MAX_DEPTH = 100
# Characters of an expression whose tree is kept for the next time.
_KEPT = 2_000

OR, AND, NOT, COMPARE, SUM, PRODUCT, UNARY = range(10, 80, 10)
_POWERS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("<", "<=", "==", "!=", ">=", ">", "in", "not in"), COMPARE),
    **dict.fromkeys("+-", SUM),
    **dict.fromkeys("*/", PRODUCT),
}
_CONSTANTS = {"True": True, "False": False, "None": None}


def parse(text: str) -> Node:
    """Parses an expression; names are not looked up.

    Raises:
      ExpressionError: `text` is no expression of the language; says where.
    """
    return _parse_short(text) if len(text) <= _KEPT else _Parser(text).whole()


@lru_cache(maxsize=256)
def _parse_short(text: str) -> Node:
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)
        self._next = 0
        self._depth = 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def whole(self) -> Node:
        if self._token.is_end:
            raise ExpressionError(
                "The expression is empty.", 0, self._token.end, hint="Write one, such as flag.lr < 0.1."
            )
        node = self._expression(OR)
        if not self._token.is_end:
            raise self._unexpected(self._token, after_value=True)
        return node

    def _expression(self, power: int) -> Node:
        self._depth += 1
        limits.enter(self._token.start, self._token.end)
        if self._depth > MAX_DEPTH:
            raise ExpressionError(
                f"The expression is nested more than {MAX_DEPTH} deep.",
                self._token.start,
                self._token.end,
                hint="Remove brackets that change nothing.",
            )
        left = self._prefix(power)
        while (operator := self._infix()) is not None and _POWERS[operator] >= power:
            left = self._chain(left, _POWERS[operator])
        self._depth -= 1
        return left

    def _infix(self) -> str | None:
        """The operator that comes next, if one does."""
        token = self._token
        if token.is_("not") and self._tokens[self._next + 1].is_("in"):
            return "not in"
        return token.text if token.kind in ("operator", "name") and token.text in _POWERS else None

    def _chain(self, first: Node, power: int) -> Node:
        """Reads every further operand of operators of one precedence."""
        rest: list[tuple[str, Node]] = []
        while (operator := self._infix()) is not None and _POWERS[operator] == power:
            self._next += 2 if operator == "not in" else 1
            rest.append((operator, self._expression(power + 1)))
        start, end = first.start, rest[-1][1].end
        if power in (OR, AND):
            return Logical(start, end, rest[0][0], (first, *(operand for _, operand in rest)))
        chain = Comparison if power == COMPARE else Arithmetic
        return chain(start, end, first, tuple(rest))

    def _prefix(self, power: int) -> Node:
        token = self._token
        if token.is_("not") and power <= NOT:
            count = self._count("not")
            operand = self._expression(COMPARE)
            return Not(token.start, operand.end, count, operand)
        if token.is_("-"):
            count = self._count("-")
            operand = self._expression(UNARY)
            return Minus(token.start, operand.end, count, operand)
        return self._value()

    def _unexpected(self, token: Token, *, after_value: bool, hint: str | None = None) -> ExpressionError:
        """The error for a token; where the text ends too soon, its place is that of what comes last."""
        if not token.is_end:
            return unexpected(token, after_value=after_value, hint=hint)
        last = self._tokens[max(0, len(self._tokens) - 2)]
        hint = hint or ("A value is missing at its end." if not after_value else None)
        return ExpressionError("The expression ends too soon.", last.start, last.end, hint=hint)

    def _count(self, operator: str) -> int:
        count = 0
        while self._token.is_(operator):
            self._next += 1
            count += 1
        return count

    def _value(self) -> Node:
        token = self._advance()
        if token.kind in ("number", "string"):
            node: Node = Constant(token.start, token.end, token.value)
        elif token.is_("(", "["):
            node = self._bracketed(token)
        elif token.kind == "name" and token.text in _CONSTANTS:
            node = Constant(token.start, token.end, _CONSTANTS[token.text])
        elif token.kind == "name" and not keyword.iskeyword(token.text):
            node = self._name_or_call(token)
        else:
            raise self._unexpected(token, after_value=False)
        if self._token.is_(".", "[", "(") or (
            self._token.kind == "number" and self._token.text.startswith(".")
        ):
            raise self._no_access(node)
        return node

    def _bracketed(self, opening: Token) -> Node:
        items, comma, end = self._items(opening)
        if opening.text == "(" and len(items) == 1 and not comma:
            return items[0]
        return Items(opening.start, end, tuple(items))

    def _items(self, opening: Token) -> tuple[list[Node], bool, int]:
        """Reads up to the closing bracket: what is within, whether a comma came last, and where it ends."""
        closing = ")" if opening.text == "(" else "]"
        items: list[Node] = []
        comma = False
        while not self._token.is_(closing):
            if items and not comma:
                raise self._unclosed(opening, closing)
            items.append(self._expression(OR))
            comma = self._token.is_(",")
            self._next += comma
        return items, comma, self._advance().end

    def _unclosed(self, opening: Token, closing: str) -> ExpressionError:
        if not self._token.is_end:
            return self._unexpected(self._token, after_value=True)
        return ExpressionError(
            f"This {opening.text} is never closed.", opening.start, opening.end, hint=f"Add a {closing}."
        )

    def _name_or_call(self, token: Token) -> Node:
        if self._token.is_("("):
            return self._call(token)
        for kind in NAMESPACES:
            if token.text == kind and self._token.is_("."):
                return self._dotted(token, kind)
            if token.text == kind and self._token.is_("["):
                return self._subscripted(token, kind)
        return Name(token.start, token.end, None, token.text, token.start)

    def _dotted(self, first: Token, kind: Kind) -> Name:
        parts: list[Token] = []
        while self._token.is_("."):
            self._advance()
            parts.append(self._advance())
            if parts[-1].kind != "name":
                raise self._unexpected(
                    parts[-1], after_value=False, hint=f'A name comes here, as in {kind}.a or {kind}["a b"].'
                )
        name = ".".join(part.text for part in parts)
        for part in parts:
            if keyword.iskeyword(part.text):
                raise ExpressionError(
                    f"{part.text} is a word of the language.",
                    first.start,
                    parts[-1].end,
                    hint=f"Write {column_id(kind, name)}.",
                    suggestion=column_id(kind, name),
                )
        return Name(first.start, parts[-1].end, kind, name, parts[0].start)

    def _subscripted(self, first: Token, kind: Kind) -> Name:
        opening, token = self._advance(), self._advance()
        if token.kind != "string" or not isinstance(token.value, str):
            raise self._unexpected(
                token, after_value=False, hint=f'A name in quotes comes here, as in {kind}["a b"].'
            )
        if token.bad_escape is not None:
            raise ExpressionError(
                "This backslash begins no escape.",
                token.bad_escape,
                token.bad_escape + 2,
                hint="Write \\\\ for one backslash.",
            )
        if not self._token.is_("]"):
            raise self._unclosed(opening, "]")
        return Name(first.start, self._advance().end, kind, token.value, token.start)

    def _call(self, name: Token) -> Call:
        if name.text not in FUNCTIONS:
            near = closest(name.text, FUNCTIONS)
            raise ExpressionError(
                f"There is no function {name.text}.",
                name.start,
                name.end,
                hint=f"Did you mean {near}?" if near else f"There are {', '.join(FUNCTIONS)}.",
                suggestion=near,
            )
        arguments, _, end = self._items(self._advance())
        call = Call(name.start, end, name.text, tuple(arguments), name.end)
        check_call(call)
        return call

    def _no_access(self, node: Node) -> ExpressionError:
        token = self._token
        what = {"[": "taken apart with brackets", "(": "called"}.get(token.text, "asked for its attributes")
        return ExpressionError(
            f"A value cannot be {what}.", token.start, token.end, hint=self._access_hint(node)
        )

    def _access_hint(self, node: Node) -> str | None:
        if not isinstance(node, Name) or node.kind is not None or self._token.is_("("):
            return None
        if node.name in NAMESPACES:
            return f'Names that are no words are written in quotes, as in {node.name}["1st"].'
        if self._token.is_("."):
            return f"If it is a flag or a metric, write flag.{node.name}… or metric.{node.name}…"
        return f'Names are written as in flag.{node.name}, metric.{node.name} or metric["train/{node.name}"].'
