"""The parts of a parsed expression. `start` and `end` count characters (code points) of its text.

Chains are flat (`a + b + c` is one node of three operands), so that long ones need no deep recursion.
"""

from __future__ import annotations

from dataclasses import dataclass

from tb_lifecycle.reading.expressions.source import Kind


@dataclass(frozen=True)
class Node:
    """A part of an expression and its place in the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Constant(Node):
    """A number, a string, True, False or None."""

    value: object


@dataclass(frozen=True)
class Name(Node):
    """A column; `kind` is None for a bare name, which is a flag or a metric."""

    kind: Kind | None
    name: str
    name_start: int


@dataclass(frozen=True)
class Items(Node):
    """A list or a tuple."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """`not` once or more often."""

    count: int
    operand: Node


@dataclass(frozen=True)
class Minus(Node):
    """Unary minus once or more often."""

    count: int
    operand: Node


@dataclass(frozen=True)
class Logical(Node):
    """`and` or `or` between two operands or more."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Chain(Node):
    """Comparisons (`1 < x <= y`) or arithmetic of one precedence (`a + b - c`), from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Comparison(Chain):
    """A chain of `<`, `<=`, `==`, `!=`, `>=`, `>`, `in` and `not in`."""


@dataclass(frozen=True)
class Arithmetic(Chain):
    """A chain of `+` and `-`, or of `*` and `/`."""


@dataclass(frozen=True)
class Call(Node):
    """A function with its arguments; `name_end` is where its name ends."""

    function: str
    arguments: tuple[Node, ...]
    name_end: int
