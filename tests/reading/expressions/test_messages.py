"""What is said of each mistake, and what to do next."""

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.tokens import split_top_level
from tests.reading.expressions.test_evaluator import RUNS

MISTAKES = [
    ("", "The expression is empty.", "Write one, such as flag.lr < 0.1."),
    ("  ", "The expression is empty.", "Write one, such as flag.lr < 0.1."),
    ("1 2", "An operator is missing before 2.", None),
    ("lr model", "An operator is missing before model.", None),
    ("1 +", "The expression ends too soon.", "A value is missing at its end."),
    ("1 + * 2", "A value is missing before *.", None),
    ("+1", "A value is missing before +.", "There is no unary plus: leave it out."),
    ("lr ** 2", "** cannot stand here.", "There are + - * and / only."),
    ("lr // 2", "// cannot stand here.", "There are + - * and / only."),
    ("lr % 2", "% cannot stand here.", "There are + - * and / only."),
    ("lr = 2", "= cannot stand here.", "Compare with ==."),
    ("= 2", "A value is missing before =.", None),
    ("lr <> 2", "<> cannot stand here.", "Write !=."),
    ("lr && 1", "&& cannot stand here.", "Write and."),
    ("lr & 1", "& cannot stand here.", "Write and."),
    ("lr || 1", "|| cannot stand here.", "Write or."),
    ("lr | 1", "| cannot stand here.", "Write or."),
    ("!lr", "A value is missing before !.", "Write not."),
    (
        "lr is None",
        "The word is cannot stand here.",
        "Compare with ==, or ask has(x) whether there is a value.",
    ),
    (
        "lr if 1 else 2",
        "The word if cannot stand here.",
        "There is no if: combine conditions with and and or.",
    ),
    ("lambda", "The word lambda cannot stand here.", None),
    ("lr == not 1", "The word not cannot stand here.", "Put brackets around it."),
    ("lr not 2", "The word not cannot stand here.", "Put brackets around it."),
    ("lr := 1", ":= cannot stand here.", None),
    ("(lr", "This ( is never closed.", "Add a )."),
    ("[1, 2", "This [ is never closed.", "Add a ]."),
    ("[1 2]", "An operator is missing before 2.", None),
    ("[, 1]", "A value is missing before ,.", "Lists are written in brackets."),
    ("1, 2", ", cannot stand here.", "Lists are written in brackets."),
    ("lr)", "This ) closes nothing.", "Remove it, or add its opening bracket."),
    ("[1)", "This ) closes nothing.", "Remove it, or add its opening bracket."),
    (
        "name.upper",
        "A value cannot be asked for its attributes.",
        "If it is a flag or a metric, write flag.name… or metric.name…",
    ),
    (
        "lr.b",
        "A value cannot be asked for its attributes.",
        "If it is a flag or a metric, write flag.lr… or metric.lr…",
    ),
    (
        "lr[0]",
        "A value cannot be taken apart with brackets.",
        'Names are written as in flag.lr, metric.lr or metric["train/lr"].',
    ),
    ("flag", "No run has the flag or metric flag.", None),
    (
        "flag(1)",
        "There is no function flag.",
        "There are min, max, first, last, mean, at, pareto, has, matches, ago.",
    ),
    ("metric[0]", "0 cannot stand here.", 'A name in quotes comes here, as in metric["a b"].'),
    ("'a'[0]", "A value cannot be taken apart with brackets.", None),
    (
        "lr(1)",
        "There is no function lr.",
        "There are min, max, first, last, mean, at, pareto, has, matches, ago.",
    ),
    ("(1)(2)", "A value cannot be called.", None),
    ("flag.", "The expression ends too soon.", 'A name comes here, as in flag.a or flag["a b"].'),
    (
        "flag.1",
        "A value cannot be asked for its attributes.",
        'Names that are no words are written in quotes, as in flag["1st"].',
    ),
    ("flag[1]", "1 cannot stand here.", 'A name in quotes comes here, as in flag["a b"].'),
    ("flag[lr]", "lr cannot stand here.", 'A name in quotes comes here, as in flag["a b"].'),
    ("flag['a'", "This [ is never closed.", "Add a ]."),
    ("flag.lambda", "lambda is a word of the language.", 'Write flag["lambda"].'),
    (
        "foo(1)",
        "There is no function foo.",
        "There are min, max, first, last, mean, at, pareto, has, matches, ago.",
    ),
    ("minn(loss)", "There is no function minn.", "Did you mean min?"),
    ("min()", "min() takes 1 argument.", "As in min(metric.loss)."),
    ("min(loss, lr)", "min() takes 1 argument.", "As in min(metric.loss)."),
    ("min(1)", "min() takes a metric.", "As in min(metric.loss)."),
    ("min(flag.lr)", "min() takes a metric.", "As in min(metric.loss)."),
    ("at(loss)", "at() takes 2 arguments.", "As in at(metric.loss, max(metric.accuracy))."),
    (
        "at(loss, lr)",
        "at() takes max(metric) or min(metric) second.",
        "As in at(metric.loss, max(metric.accuracy)).",
    ),
    ("has()", "has() takes 1 argument.", "As in has(flag.lr)."),
    ("has(1, 2)", "has() takes 1 argument.", "As in has(flag.lr)."),
    ("matches(name)", "matches() takes 2 arguments.", 'As in matches(name, "^cnn").'),
    ("matches(name, lr)", "matches() takes a pattern in quotes second.", 'As in matches(name, "^cnn").'),
    ("matches(name, '[')", "This is no regular expression: missing ]: [.", None),
    ("ago(1)", "ago() takes a duration in quotes: a number and s, m, h, d or w.", 'As in ago("6h").'),
    ("ago('6 years')", "ago() takes a duration in quotes: a number and s, m, h, d or w.", 'As in ago("6h").'),
    ("'abc", "This string is never closed.", "Add a ' at its end."),
    ('"abc', "This string is never closed.", 'Add a " at its end.'),
    ("'\\u12'", "\\u needs four hexadecimal digits.", 'As in "\\u00e9".'),
    (
        "'\\ud83d'",
        "This escape is half a character.",
        'A character above \\uFFFF is a pair, as in "\\uD83D\\uDE00".',
    ),
    (
        "'\\ud83dx'",
        "This escape is half a character.",
        'A character above \\uFFFF is a pair, as in "\\uD83D\\uDE00".',
    ),
    ("flag['a\\q']", "This backslash begins no escape.", "Write \\\\ for one backslash."),
    ("007", "007 is no number.", "Did you mean 7?"),
    ("0x", "0x is no number.", None),
    ("1_", "1_ is no number.", None),
    ("12abc", "12abc is no number.", None),
    ("9" * 5_000, "This number has too many digits.", None),
    ("lr ? 2", "? cannot stand here.", None),
    (
        "lr # 2",
        "The character '#' has no meaning here.",
        'Names with such characters are written in quotes, as in flag["learning rate"].',
    ),
    (
        "`lr`",
        "The character '`' has no meaning here.",
        'Names with such characters are written in quotes, as in flag["learning rate"].',
    ),
    ("'😀' + ?", "A value is missing before ?.", None),
    ("true", "No run has the flag or metric true.", "Did you mean True?"),
    ("null", "No run has the flag or metric null.", "Did you mean None?"),
    ("lrr", "No run has the flag or metric lrr.", "Did you mean flag.lr?"),
    ("flag.lrr", "No run has the flag lrr.", "Did you mean flag.lr?"),
    ("metric.accurcy", "No run has the metric accurcy.", "Did you mean metric.accuracy?"),
    ("metric.train/accuracy", "No run has the metric train.", 'Did you mean metric["train/accuracy"]?'),
    ("code.x", "There is no field of code x.", None),
    ("stage.x", "There is no stage x.", None),
    ("dataset.digits", "No run has the data set digits.", 'Did you mean dataset["digits/train"]?'),
    ("nobody", "No run has the flag or metric nobody.", None),
    ("loss", "loss is both a flag and a metric.", "Write flag.loss or metric.loss."),
    ("mean(lr)", "No run has the metric lr.", None),
    ("mean(acuracy)", "No run has the metric acuracy.", "Did you mean metric.accuracy?"),
    ("(" * 101 + "1", "The expression is nested more than 100 deep.", "Remove brackets that change nothing."),
]


@pytest.mark.parametrize(("text", "message", "hint"), MISTAKES, ids=lambda value: repr(value)[:30])
def test_a_mistake_is_told_with_what_to_do(text: str, message: str, hint: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, RUNS)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    said = " ".join([message, *([hint] if hint else [])])
    assert str(caught.value) == f"{said} (characters {caught.value.start} to {caught.value.end})"


def test_an_expression_that_is_too_long_is_told_at_once() -> None:
    text = "x" * 1_000_001
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, RUNS)
    assert caught.value.message == "The expression has 1,000,001 characters; at most 1,000,000 are read."
    assert (caught.value.start, caught.value.end) == (1_000_000, 1_000_001)
    with pytest.raises(ExpressionError, match="No run has"):
        evaluate("x" * 1_000_000, RUNS)


@pytest.mark.parametrize(("text", "meant"), [("007", "7"), ("0900", "900"), ("00x", None), ("0_07", None)])
def test_zeros_at_the_front_are_no_octal_number(text: str, meant: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, RUNS)
    assert caught.value.hint == (f"Did you mean {meant}?" if meant else None)


def test_a_missing_part_of_a_list_is_told() -> None:
    for text, message in (
        ("a,,b", "An expression is missing beside this comma."),
        (",a", "An expression is missing beside this comma."),
        ("a,", "An expression is missing at the end."),
    ):
        with pytest.raises(ExpressionError) as caught:
            split_top_level(text)
        assert (caught.value.message, caught.value.hint) == (message, "Write one, or remove the comma.")
