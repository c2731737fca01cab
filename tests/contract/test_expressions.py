"""What an expression means, case by case."""

from __future__ import annotations

import pytest

import tb_lifecycle
from tb_lifecycle.errors import ExpressionError


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("True", "a b c/deep"),
        ("False", ""),
        ("None", ""),
        ("flag.lr < 0.5", "a"),
        ("flag.lr == 1", "b"),
        ("flag.lr == 1.0", "b"),
        ("flag.lr < 0.01 or flag.lr >= 1", "b"),
        # Unlike types: == False, != True, ordering False; never an error.
        ('flag.lr == "auto"', "c/deep"),
        ('flag.lr != "auto"', "a b"),
        ("flag.lr != 1", "a c/deep"),
        ("flag.lr > 0", "a b"),
        ("flag.model > 1", ""),
        # A missing operand: every comparison False, also != and not in.
        ("flag.depth == 3", "b"),
        ("flag.depth != 3", ""),
        ("flag.depth != 4", "b"),
        ("flag.depth not in (1, 2)", "b"),
        ("flag.depth in (1, 2, 3)", "b"),
        ("not (flag.depth == 3)", "a c/deep"),
        ("not (flag.depth < 1)", "a b c/deep"),
        ("not flag.depth", "a c/deep"),
        ("flag.depth", "b"),
        ("flag.depth + 1 > 3", "b"),
        ("flag.depth == None", ""),
        ("flag.depth != None", ""),
        # A flag of None is missing.
        ("has(flag.none)", ""),
        ("has(flag.depth)", "b"),
        ("has(flag.nobody_has_it)", ""),
        ("not has(metric.nobody_has_it)", "a b c/deep"),
        # A bool is a number.
        ("flag.warm == 1", "a"),
        ("flag.warm == True", "a"),
        ("flag.warm < 1", "b"),
        ("flag.warm + 1 == 2", "a"),
        # Names.
        ('flag["lambda"] == 1', "a"),
        ('flag["lr"] == 1', "b"),
        ('flag.optimizer.name == "sgd"', "a"),
        ('flag["optimizer.name"] == "sgd"', "a"),
        (r'flag["quo\"te"] == "\ud83d\ude00"', "b"),
        ("depth == 3", "b"),
        ("accuracy > 0.85", "b"),
        ('metric["train/accuracy"] == 0.5', "c/deep"),
        ('name == "c/deep"', "c/deep"),
        ('name in ["a", "b"]', "a b"),
        ('"paper" in tags', "a"),
        ('"paper" not in tags', "b c/deep"),
        ('status == "completed"', "a b c/deep"),
        ('stage.code in ("recorded", "partial", "missing")', "a b c/deep"),
        ("started > ago('1h')", "a b c/deep"),
        ("started < ago('1h')", ""),
        ("duration >= 0", "a b c/deep"),
        # A metric is its last value; aggregates are exact.
        ("metric.accuracy == 0.8", "a"),
        ("max(metric.accuracy) == 0.9", "a"),
        ("max(accuracy) >= 0.9", "a b"),
        ("min(accuracy) == 0.1", "a"),
        ("first(loss) == 3", "a"),
        ("last(loss) == 2", "a"),
        ("mean(loss) == 2", "a b"),
        ("at(accuracy, min(loss)) > 0.85", "a"),
        ("at(metric.loss, max(metric.accuracy)) == 1", "a"),
        # NaN and infinities are values.
        ("has(metric.loss)", "a b c/deep"),
        ("loss != loss", "b"),
        ("loss > 1e300", "c/deep"),
        ("metric.loss < 1e300", "a"),
        # Python's syntax and precedence.
        ("1 < flag.depth <= 3", "b"),
        ("0 < flag.lr < 0.5", "a"),
        ("not flag.lr < 0.5 and True", "b c/deep"),
        ("flag.lr < 0.5 or flag.depth == 3 and False", "a"),
        ("-flag.depth == -3", "b"),
        ("2 + 3 * flag.depth == 11", "b"),
        ("(2 + 3) * flag.depth == 15", "b"),
        ("flag.depth / 2 == 1.5", "b"),
        ("10 - 3 - flag.depth == 4", "b"),
        ("flag.depth in (3,)", "b"),
        ("flag.depth in ()", ""),
        ("matches(flag.model, '^ex')", "b c/deep"),
        ('matches(flag.lr, "a.to")', "c/deep"),
        ("flag.depth / 0 > 1", "b"),
    ],
)
def test_filter(table: tb_lifecycle.RunTable, expression: str, expected: str) -> None:
    assert sorted(table.where(expression).names) == expected.split()


@pytest.mark.parametrize(
    ("expression", "start", "end"),
    [
        ("", 0, 0),
        ("flag.lr <", 8, 9),
        ("flag.lr ** 2", 8, 10),
        ("flag.lr < 0.1 nd flag.depth == 3", 14, 16),
        ("flag.dpeth == 3", 0, 10),
        ("flag.lr == 1 and flag.dpeth == 3", 17, 27),
        ("eval('1')", 0, 4),
        ("(flag.lr", 0, 1),
        ('name == "a', 8, 10),
        ("matches(name, '(')", 14, 17),
        ("lr = 1", 3, 4),
    ],
)
def test_bad_expression_says_where(
    table: tb_lifecycle.RunTable, expression: str, start: int, end: int
) -> None:
    with pytest.raises(ExpressionError) as caught:
        table.where(expression)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert caught.value.message


def test_an_unknown_name_is_met_with_a_suggestion(table: tb_lifecycle.RunTable) -> None:
    with pytest.raises(ExpressionError) as caught:
        table.where("flag.dpeth == 3")
    assert caught.value.suggestion == "flag.depth"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("metric.accuracy", "a b c/deep"),
        ("-metric.accuracy", "b a c/deep"),
        ("flag.depth", "b a c/deep"),
        ("-flag.depth", "b a c/deep"),
        ("flag.model, -name", "c/deep b a"),
        ("-flag.model, name", "a b c/deep"),
        ("-max(accuracy)", "b a c/deep"),
        ("name", "a b c/deep"),
    ],
)
def test_sort_puts_missing_last_and_breaks_ties_by_name(
    table: tb_lifecycle.RunTable, keys: str, expected: str
) -> None:
    assert list(table.sort(keys).names) == expected.split()


def test_the_contract_line(table: tb_lifecycle.RunTable) -> None:
    frame = table.where("flag.lr < 0.5 and metric.accuracy > 0.5").sort("-metric.accuracy").to_pandas()
    assert len(frame) == 1
    assert frame["flag.lr"].tolist() == [0.1]
