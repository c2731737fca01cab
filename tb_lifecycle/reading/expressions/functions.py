"""The functions of the language, and what their calls must look like."""

from __future__ import annotations

import re
from collections.abc import Callable

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.patterns import compile_pattern
from tb_lifecycle.reading.expressions.syntax import Call, Constant, Items, Name, Node

AGGREGATES = ("min", "max", "first", "last", "mean")
# What one front is made of at most: with more, nearly every run is on it.
MOST_AIMS = 8
# Each with an example of its use.
FUNCTIONS = {
    "min": "min(metric.loss)",
    "max": "max(metric.accuracy)",
    "first": "first(metric.loss)",
    "last": "last(metric.loss)",
    "mean": "mean(metric.loss)",
    "at": "at(metric.loss, max(metric.accuracy))",
    "pareto": "pareto(metric.accuracy, -duration)",
    "has": "has(flag.lr)",
    "matches": 'matches(name, "^cnn")',
    "ago": 'ago("6h")',
}

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_DURATION = re.compile(r"(?:\s*\d+(?:\.\d+)?\s*[smhdw])+\s*", re.ASCII)
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])", re.ASCII)


def check_call(call: Call) -> None:
    """Checks a call's arguments as far as they are seen without the runs.

    Raises:
      ExpressionError: too few, too many, or of the wrong sort; its position is that argument's.
    """
    if call.function == "pareto":
        _check_pareto(call)
        return
    expected = 2 if call.function in ("at", "matches") else 1
    if len(call.arguments) != expected:
        place = (call.start, call.end)
        if len(call.arguments) > expected:
            place = (call.arguments[expected].start, call.arguments[-1].end)
        raise _misused(call, f"{call.function}() takes {expected} argument{'s' * (expected > 1)}.", *place)
    _CHECKS[call.function](call)


def is_extreme(node: Node) -> bool:
    """Whether `node` is `min(m)` or `max(m)`."""
    return isinstance(node, Call) and node.function in ("min", "max")


def seconds(text: str) -> float | None:
    """The seconds in a duration such as "6h", "1.5d" or "1h 30m"; None if `text` is none."""
    if not _DURATION.fullmatch(text):
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in _DURATION_PART.findall(text))


def text_of(node: Node) -> str | None:
    """The string that `node` is, if it is one."""
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None


def _check_metric(call: Call) -> None:
    argument = call.arguments[0]
    if not isinstance(argument, Name) or argument.kind not in (None, "metric"):
        raise _misused(call, f"{call.function}() takes a metric.", argument.start, argument.end)


def _check_at(call: Call) -> None:
    _check_metric(call)
    key = call.arguments[1]
    if not is_extreme(key):
        raise _misused(call, "at() takes max(metric) or min(metric) second.", key.start, key.end)


def _check_matches(call: Call) -> None:
    pattern = call.arguments[1]
    text = text_of(pattern)
    if text is None:
        raise _misused(call, "matches() takes a pattern in quotes second.", pattern.start, pattern.end)
    compile_pattern(text, pattern.start, pattern.end)


def _check_ago(call: Call) -> None:
    argument = call.arguments[0]
    text = text_of(argument)
    if text is None or seconds(text) is None:
        message = "ago() takes a duration in quotes: a number and s, m, h, d or w."
        raise _misused(call, message, argument.start, argument.end)


def _check_pareto(call: Call) -> None:
    aims = call.arguments
    if not 2 <= len(aims) <= MOST_AIMS:
        place = (aims[MOST_AIMS].start, aims[-1].end) if len(aims) > MOST_AIMS else (call.start, call.end)
        raise _misused(call, f"pareto() takes 2 to {MOST_AIMS} arguments.", *place)
    for aim in aims:
        if isinstance(aim, Items):
            raise _misused(call, "pareto() takes numbers, not lists.", aim.start, aim.end)


def _check_nothing(call: Call) -> None:
    del call


def _misused(call: Call, message: str, start: int, end: int) -> ExpressionError:
    return ExpressionError(message, start, end, hint=f"As in {FUNCTIONS[call.function]}.")


_CHECKS: dict[str, Callable[[Call], None]] = {
    **dict.fromkeys(AGGREGATES, _check_metric),
    "at": _check_at,
    "has": _check_nothing,
    "matches": _check_matches,
    "ago": _check_ago,
}
