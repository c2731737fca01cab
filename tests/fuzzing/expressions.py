"""Texts that are nearly expressions."""

from __future__ import annotations

from tests.fuzzing.source import Source

WORDS = (
    "flag.lr", "flag.big", "flag.text", "flag.layers", "metric.loss", 'metric["train/accuracy"]', "name",
    "tags", "lr", "loss", "nothing", "flag", "metric", "last(metric.loss)", "min(loss)", "max(",
    "mean(metric.loss)", "at(", "at(metric.loss, max(loss))", "has(lr)", "matches(text, ", "ago(", '"6h"',
    '"(a+)+$"', '"\\ud800"', '"', "'", '".{1000}"', "[", "]", "(", ")", ",", "<", "<=", "==", "!=", ">",
    ">=", "in", "not in", "not", "and", "or", "+", "-", "*", "/", "1", "0", "1e308", "1e-320", "9" * 400,
    "1e999", "0x1F", "1_000", "None", "True", "False", "nan", ".", "..", "\0", "\u202e", "ü", "lambda",
    "**", "//", "%", ";", "\n", "\\", "#", "=", "-started", "started", "`", "\ud800", "\U0001f9ea",
)  # fmt: skip
OPERANDS = (
    "lr", "flag.big", "flag.text", "flag.layers", "metric.loss", 'metric["train/accuracy"]', "name", "1",
    "-1e308", "9" * 400, "None", "True", '"a"', "[1, None]", "(1, (2,))", "min(loss)", "mean(loss)",
    "at(loss, max(loss))", "has(lr)", "has(nothing)", 'matches(text, "a+")', 'ago("6h")', "started", "tags",
    "1e999", "0",
)  # fmt: skip
OPERATORS = (
    "<",
    "<=",
    "==",
    "!=",
    ">",
    ">=",
    "in",
    "not in",
    "and",
    "or",
    "+",
    "-",
    "*",
    "/",
    "and not",
    ",",
)
REPEATS = (2, 9, 50, 300, 5_000)
DEEPEST = 5


def draw_expression(source: Source) -> str:
    """An expression that is right, or words in any order."""
    match source.number(8):
        case 0 | 1:
            return _draw_right(source, DEEPEST)
        case 2 if source.is_rare(8):
            return f"{source.choose(WORDS)} " * source.choose(REPEATS)
        case 3:
            return "".join(source.choose(WORDS) for _ in range(source.number(8)))
        case 4:
            text, at = _draw_right(source, DEEPEST), source.number(64)
            return f"{text[:at]} {source.choose(WORDS)} {text[at:]}"
        case 5:
            return "".join(chr(source.number(0x110000)) for _ in range(source.number(8)))
    return " ".join(source.choose(WORDS) for _ in range(source.number(14)))


def _draw_right(source: Source, deepest: int) -> str:
    if deepest == 0 or source.number(3) == 0:
        return source.choose(OPERANDS)
    left, right = _draw_right(source, deepest - 1), _draw_right(source, deepest - 1)
    joined = f"{left} {source.choose(OPERATORS)} {right}"
    return source.choose(("{}", "({})", "not {}", "-({})", "[{}]", "({},)")).format(joined)
