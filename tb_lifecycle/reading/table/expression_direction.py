"""Which way the value of an expression is better, where that follows from its metrics."""

from __future__ import annotations

from collections.abc import Callable

from tb_lifecycle.reading.expressions.parser import parse
from tb_lifecycle.reading.expressions.syntax import Arithmetic, Call, Constant, Minus, Name, Node
from tb_lifecycle.reading.metrics.direction import Direction, better

# The name of the metric that a name in an expression is; None where it is none.
FindMetric = Callable[[Name], str | None]

_OF_A_METRIC = frozenset({"min", "max", "first", "last", "mean", "at"})
_TURNED: dict[Direction, Direction] = {"up": "down", "down": "up"}


def find_direction(text: str, find_metric: FindMetric) -> Direction | None:
    """Which way an expression that can be evaluated is better.

    `max(acc)` and `at(acc, min(loss))` are as acc is; a sign, a sum and a constant factor are followed. None
    where its parts disagree, and of what is no figure.
    """
    return _direction(parse(text), find_metric)


def _direction(node: Node, find_metric: FindMetric) -> Direction | None:
    if isinstance(node, Name):
        metric = find_metric(node)
        return better(metric) if metric is not None else None
    if isinstance(node, Call):
        return _direction(node.arguments[0], find_metric) if node.function in _OF_A_METRIC else None
    if isinstance(node, Minus):
        return _turned(_direction(node.operand, find_metric), node.count % 2 == 1)
    if isinstance(node, Arithmetic):
        return _of_arithmetic(node, find_metric)
    return None


def _of_arithmetic(node: Arithmetic, find_metric: FindMetric) -> Direction | None:
    parts = [("+", node.first), *node.rest]
    if node.rest and node.rest[0][0] in ("+", "-"):
        directions = {
            _turned(_direction(part, find_metric), operator == "-")
            for operator, part in parts
            if _number(part) is None
        }
        return directions.pop() if len(directions) == 1 else None
    factors = [(operator, part) for operator, part in parts if _number(part) is None]
    if len(factors) != 1 or factors[0][0] == "/":
        return None
    negative = sum((_number(part) or 0) < 0 for _, part in parts)
    if any(_number(part) == 0 for _, part in parts):
        return None
    return _turned(_direction(factors[0][1], find_metric), negative % 2 == 1)


def _number(node: Node) -> float | None:
    if isinstance(node, Minus):
        value = _number(node.operand)
        return value if value is None or node.count % 2 == 0 else -value
    if not isinstance(node, Constant) or isinstance(node.value, bool):
        return None
    return node.value if isinstance(node.value, (int, float)) else None


def _turned(direction: Direction | None, turn: bool) -> Direction | None:
    return _TURNED[direction] if direction is not None and turn else direction
