"""Evaluates expressions over the runs' columns."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import columns, limits
from tb_lifecycle.reading.expressions.columns import Values
from tb_lifecycle.reading.expressions.functions import AGGREGATES, seconds, text_of
from tb_lifecycle.reading.expressions.names import find, find_metric, unknown
from tb_lifecycle.reading.expressions.parser import parse
from tb_lifecycle.reading.expressions.patterns import compile_pattern
from tb_lifecycle.reading.expressions.source import Aggregate, ColumnSource, Extreme, Reference
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
from tb_lifecycle.reading.expressions.values import negate

Figure = tuple[str, Aggregate] | tuple[str, str, Extreme]  # a metric's, or a metric at another one's extreme


def evaluate(text: str, source: ColumnSource, *, now: float | None = None, offset: int = 0) -> list[object]:
    """The value of an expression for every run.

    Args:
      text: the expression.
      source: the runs.
      now: epoch seconds from which `ago` counts; the clock's by default.
      offset: where `text` begins in what the user wrote; added to an error's position.

    Returns:
      One value a run: None (missing), bool, int, float, str or list.

    Raises:
      ExpressionError: `text` is no expression, or names what no run has.
    """
    with _expression_at(offset, text):
        node = parse(text)
        return _Evaluator(source, text, time.time() if now is None else now).column(node)


def matching(text: str, source: ColumnSource, *, now: float | None = None) -> list[int]:
    """The positions of the runs for which an expression is true, in the source's order.

    Raises:
      ExpressionError: as `evaluate`.
    """
    return [row for row, value in enumerate(evaluate(text, source, now=now)) if value]


def reference(text: str, source: ColumnSource, *, offset: int = 0) -> Reference | None:
    """The column that an expression is when it is nothing but a name; else None.

    Raises:
      ExpressionError: as `evaluate`.
    """
    with _expression_at(offset, text):
        node = parse(text)
        return _Evaluator(source, text, 0.0).reference(node) if isinstance(node, Name) else None


def figure_of(text: str, source: ColumnSource, *, offset: int = 0) -> str | None:
    """The metric of which an expression is nothing but a figure: `min(m)`, `at(m, max(k))`; else None.

    Raises:
      ExpressionError: as `evaluate`.
    """
    with _expression_at(offset, text):
        node = parse(text)
        if not isinstance(node, Call) or node.function not in (*AGGREGATES, "at"):
            return None
        ((metric, *_),) = _Evaluator(source, text, 0.0).figures(node)
        return metric or None


def exactness(text: str, source: ColumnSource, *, offset: int = 0) -> list[bool]:
    """Whether each run's value comes from every value that was logged (True) or from a sample of them.

    Raises:
      ExpressionError: as `evaluate`.
    """
    with _expression_at(offset, text):
        exact = [True] * len(source)
        for figure in sorted(_Evaluator(source, text, 0.0).figures(parse(text))):
            known = source.is_exact(*figure) if len(figure) == 2 else source.is_exact_at(*figure)
            exact = [a and b for a, b in zip(exact, known, strict=True)]
        return exact


@contextmanager
def _expression_at(offset: int, text: str) -> Iterator[None]:
    """Bounds the time of what is done within, and moves its errors' positions by `offset` characters."""
    try:
        limits.begin_expression(0, len(text))
        yield
    except ExpressionError as error:
        error.start += offset
        error.end += offset
        raise


class _Evaluator:
    def __init__(self, source: ColumnSource, text: str, now: float) -> None:
        self._source = source
        self._text = text
        self._now = now
        self._rows = len(source)
        self._names_may_be_unknown = False

    def column(self, node: Node) -> Values:
        """The node's value in every row."""
        limits.enter(node.start, node.end)
        match node:
            case Constant():
                return [node.value] * self._rows
            case Name():
                found = self.reference(node)
                return list(self._field(found)) if found else [None] * self._rows
            case Comparison():
                return self._comparison(node)
            case Logical():
                return self._logical(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Not():
                flip = bool(node.count % 2)
                return [(not value) is flip for value in self.column(node.operand)]
            case Minus():
                return self._minus(node)
            case Call():
                return self._call(node)
            case Items():
                return self._items(node)
        raise TypeError(f"no such node: {node!r}")

    def reference(self, name: Name) -> Reference | None:
        """The column of a name; None only within `has`."""
        found = find(name, self._source)
        if found is None and not self._names_may_be_unknown:
            raise unknown(name, self._source, self._text)
        return found

    def figures(self, node: Node) -> set[Figure]:
        """The figures of metrics that a node reads."""
        match node:
            case Name():
                found = self.reference(node)
                return {(found.name, "last")} if found and found.kind == "metric" else set()
            case Comparison() | Arithmetic():
                return self.figures(node.first).union(*(self.figures(operand) for _, operand in node.rest))
            case Logical():
                return set().union(*map(self.figures, node.operands))
            case Not() | Minus():
                return self.figures(node.operand)
            case Items():
                return set().union(*map(self.figures, node.items))
            case Call(function="has"):
                return set()
            case Call() if node.function in AGGREGATES:
                return {(self._metric(node) or "", cast(Aggregate, node.function))}
            case Call(function="at"):
                extreme = cast(Call, node.arguments[1])
                key = self._metric(extreme) or ""
                return {(self._metric(node) or "", key, cast(Extreme, extreme.function))}
            case Call():
                return set().union(*map(self.figures, node.arguments))
        return set()

    def _field(self, found: Reference) -> Sequence[object]:
        values = self._source.field(found.kind, found.name)
        return [None] * self._rows if values is None else values

    def _comparison(self, node: Comparison) -> Values:
        left = self.column(node.first)
        result: Values | None = None
        for symbol, operand in node.rest:
            limits.enter(operand.start, operand.end)
            if symbol in ("in", "not in") and isinstance(operand, Items) and _is_constant(operand):
                right = self.column(operand) if len(node.rest) > 1 else []
                step = columns.member(symbol, left, _constant_items(operand))
            else:
                right = self.column(operand)
                step = columns.compare(symbol, left, right)
            result = step if result is None else columns.logical("and", result, step)
            left = right
        return cast(Values, result)

    def _logical(self, node: Logical) -> Values:
        result = self.column(node.operands[0])
        for operand in node.operands[1:]:
            result = columns.logical(node.operator, result, self.column(operand))
        return result

    def _arithmetic(self, node: Arithmetic) -> Values:
        result = self.column(node.first)
        for symbol, operand in node.rest:
            result = columns.combine(symbol, result, self.column(operand))
        return result

    def _minus(self, node: Minus) -> Values:
        values = [negate(value) for value in self.column(node.operand)]
        return list(values) if node.count % 2 else [negate(value) for value in values]

    def _items(self, node: Items) -> Values:
        if not node.items:
            return [[] for _ in range(self._rows)]
        return [list(row) for row in zip(*map(self.column, node.items), strict=True)]

    def _call(self, node: Call) -> Values:
        match node.function:
            case "has":
                return self._has(node)
            case "matches":
                return self._matches(node)
            case "ago":
                return [self._now - (seconds(text_of(node.arguments[0]) or "") or 0.0)] * self._rows
            case "at":
                return self._at(node)
        metric = self._metric(node)
        if metric is None:
            return [None] * self._rows
        with limits.reading_figures(node.start, node.end):
            return list(self._source.aggregate(metric, cast(Aggregate, node.function)))

    def _has(self, node: Call) -> Values:
        outer, self._names_may_be_unknown = self._names_may_be_unknown, True
        try:
            return [value is not None for value in self.column(node.arguments[0])]
        finally:
            self._names_may_be_unknown = outer

    def _matches(self, node: Call) -> Values:
        pattern = node.arguments[1]
        search = compile_pattern(text_of(pattern) or "", pattern.start, pattern.end)
        values = self.column(node.arguments[0])
        found: dict[str, bool] = {}
        for value in values:
            if isinstance(value, str) and value not in found:
                limits.check()
                found[value] = search(value)
        return [isinstance(value, str) and found[value] for value in values]

    def _at(self, node: Call) -> Values:
        extreme = cast(Call, node.arguments[1])
        metric, key = self._metric(node), self._metric(extreme)
        if metric is None or key is None:
            return [None] * self._rows
        with limits.reading_figures(node.start, node.end):
            return list(self._source.at(metric, key, cast(Extreme, extreme.function)))

    def _metric(self, call: Call) -> str | None:
        """The metric that is a call's first argument; None only within `has`."""
        name = cast(Name, call.arguments[0])
        found = find_metric(name, self._source)
        if found is None and not self._names_may_be_unknown:
            raise unknown(name, self._source, self._text, metric=True)
        return found.name if found else None


def _is_constant(node: Node) -> bool:
    if isinstance(node, Items):
        return all(map(_is_constant, node.items))
    return isinstance(node, Constant) or (isinstance(node, Minus) and isinstance(node.operand, Constant))


def _constant_items(node: Items) -> list[object]:
    return [_constant(item) for item in node.items]


def _constant(node: Node) -> object:
    if isinstance(node, Items):
        return _constant_items(node)
    if isinstance(node, Minus):
        value = negate(cast(Constant, node.operand).value)
        return value if node.count % 2 else negate(value)
    return cast(Constant, node).value
