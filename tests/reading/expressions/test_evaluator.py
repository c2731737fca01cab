import math
import re
from typing import Any

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.evaluator import evaluate, exactness, matching, reference
from tb_lifecycle.reading.expressions.source import Reference
from tests.reading.expressions.runs import Runs, value_of

RUNS = Runs(
    ["cnn/a", "cnn/b", "mlp"],
    {
        ("flag", "lr"): [0.1, None, 0.001],
        ("flag", "model"): ["cnn", "cnn", None],
        ("flag", "optimizer.name"): ["sgd", "adam", "adam"],
        ("flag", "lambda"): [1, 2, 3],
        ("flag", "loss"): ["mse", "mse", "mae"],
        ("flag", "layers"): [[64, 64], [32], None],
        ("flag", "warm"): [True, False, None],
        ("flag", "min"): [1, 2, 3],
        ("flag", "größe"): [1, 2, 3],
        ("metric", "accuracy"): [0.9, math.nan, None],
        ("metric", "train/accuracy"): [0.95, 0.8, None],
        ("metric", "loss"): [0.3, math.inf, None],
        ("metric", "sampled"): [0.3, 0.2, None],
        ("dataset", "digits/train"): ["sha256:aa", "sha256:aa", None],
        ("export", "model"): ["sha256:bb", None, None],
        ("attribute", "tags"): [["paper"], [], ["x", "y"]],
        ("attribute", "status"): ["completed", "failed", "running"],
        ("attribute", "started"): [1000.0, 2000.0, None],
        ("code", "dirty"): [True, False, None],
        ("stage", "code"): ["recorded", "partial", "missing"],
    },
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("flag.lr", [0.1, None, 0.001]),
        ("lr", [0.1, None, 0.001]),
        ("  lr  ", [0.1, None, 0.001]),
        ('flag["lr"]', [0.1, None, 0.001]),
        ("flag['lr']", [0.1, None, 0.001]),
        ("flag.optimizer.name", ["sgd", "adam", "adam"]),
        ('flag["optimizer.name"]', ["sgd", "adam", "adam"]),
        ('flag["lambda"]', [1, 2, 3]),
        (r'flag["\u006cambda"]', [1, 2, 3]),
        (r'metric["train\/accuracy"]', [0.95, 0.8, None]),
        ('flag["größe"]', [1, 2, 3]),
        ("accuracy", [0.9, math.nan, None]),
        ("min", [1, 2, 3]),
        ('dataset["digits/train"]', ["sha256:aa", "sha256:aa", None]),
        ("export.model", ["sha256:bb", None, None]),
        ("code.dirty", [True, False, None]),
        ("code.branch", [None, None, None]),
        ("stage.code", ["recorded", "partial", "missing"]),
        ("stage.serve", [None, None, None]),
        ("name", ["cnn/a", "cnn/b", "mlp"]),
        ("user", [None, None, None]),
        ("tags", [["paper"], [], ["x", "y"]]),
        ("1", [1, 1, 1]),
        ("None", [None, None, None]),
        ("(lr, 1)", [[0.1, 1], [None, 1], [0.001, 1]]),
    ],
)
def test_names_and_literals(text: str, values: list[Any]) -> None:
    assert str(evaluate(text, RUNS)) == str(values)


@pytest.mark.parametrize("operator", ["<", "<=", "==", "!=", ">", ">=", "in", "not in"])
def test_a_comparison_with_a_missing_operand_is_false(operator: str) -> None:
    right = "[0.1, 1]" if "in" in operator else "1"
    assert value_of(f"x {operator} {right}", x=None) is False
    assert value_of(f"None {operator} {right}", x=None) is False
    assert value_of(f"1 {operator} x", x=None) is False
    assert value_of(f"x {operator} x", x=None) is False
    assert value_of(f"not (x {operator} {right})", x=None) is True


@pytest.mark.parametrize("text", ["x + 1", "1 - x", "x * x", "x / 2", "2 / x", "-x", "1 + 2 * x", "-(x + 1)"])
def test_arithmetic_on_missing_is_missing(text: str) -> None:
    assert value_of(text, x=None) is None


@pytest.mark.parametrize("text", ["x + 1", "1 - x", "x * 2", "x / 2", "-x", "x + x", "- -x"])
@pytest.mark.parametrize("value", ["a", [1], ""])
def test_arithmetic_on_what_is_no_number_is_missing(text: str, value: object) -> None:
    assert value_of(text, x=value) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("not x", True),
        ("x or 5", 5),
        ("x and 5", None),
        ("not (x < 1)", True),
        ("x == None", False),
        ("x != None", False),
        ("has(x)", False),
        ("x in [None]", False),
        ("2 in [None, 2]", True),
        ("2 not in [None]", True),
        ("None in [None]", False),
    ],
)
def test_missing(text: str, value: object) -> None:
    assert value_of(text, x=None) is value or value_of(text, x=None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("s == 1", False),
        ("s != 1", True),
        ("s < 1", False),
        ("s >= 1", False),
        ("1 < s", False),
        ("s == l", False),
        ("s != l", True),
        ("s < l", False),
        ("l > 3", False),
        ("s in [1, 2]", False),
        ("s not in [1, 2]", True),
        ("s in 5", False),
        ("s not in 5", True),
        ("5 in s", False),
        ("5 not in s", True),
        ("b == 1", True),
        ("b == 1.0", True),
        ("b < 2", True),
        ("b + b", 2),
        ("b in [1]", True),
        ("b == 'True'", False),
        ("l == [1, 2]", True),
        ("l == (1, 2)", True),
        ("l != [1, 2]", False),
        ("l == [1, 3]", False),
        ("l == [0, 2]", False),
        ("l == [1, 2, 3]", False),
        ("l == [1]", False),
        ("l < [1]", False),
        ("l > [1]", True),
        ("[1, 2] in [[1, 3]]", False),
        ("l < [1, 3]", True),
        ("l < [1, 2, 0]", True),
        ("l < ['a']", False),
        ("1 in l", True),
        ("l in [[1, 2]]", True),
        ("'es' in s", True),
        ("s in 'a test'", True),
        ("s in ['test', 'x']", True),
        ("s < 'tesu'", True),
    ],
)
def test_types(text: str, value: object) -> None:
    found = value_of(text, s="test", b=True, l=[1, 2])
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n == n", False),
        ("n != n", True),
        ("n < 1", False),
        ("n >= 1", False),
        ("n in [n]", False),
        ("n not in [n]", True),
        ("n in [1, 2]", False),
        ("has(n)", True),
        ("i > 1e308", True),
        ("-i < -1e308", True),
        ("i == i", True),
        ("i == 1e999", True),
        ("1 / 0", math.inf),
        ("-1 / 0", -math.inf),
        ("1 / -0.0", -math.inf),
        ("1.5 / 0.0", math.inf),
        ("-i / 0", -math.inf),
        ("h / 7 > 1e308", True),
        ("-h / 7", -math.inf),
        ("h * 1.5", math.inf),
        ("-h + 0.5", -math.inf),
        ("h + 1 > h", True),
        ("h == i", False),
        ("h < i", True),
        ("h / h", 1.0),
        ("h / 0", math.inf),
        ("-h / 0.0", -math.inf),
        ("h / -0.0", -math.inf),
        (f"{'7' * 420} / 0", math.inf),
        (f"-{'7' * 420} / 0 < 0", True),
        (f"True / {'7' * 420} < 1", True),
        (f"[{'7' * 420}] == [1 / 0]", True),
        ("g / h", math.inf),
        ("-g / h", -math.inf),
        ("g / -h", -math.inf),
        ("g / 1", math.inf),
        ("1 / g", 0.0),
        ("h - g", -math.inf),
        ("h - 0.5", math.inf),
        ("0 * -h + 1", 1),
    ],
)
def test_nan_infinities_and_huge_numbers_are_values(text: str, value: object) -> None:
    assert value_of(text, n=math.nan, i=math.inf, h=10**400, g=10**900) == value


@pytest.mark.parametrize("text", ["0 / 0", "n + 1", "i - i", "i * 0", "0 / n", "n / 0"])
def test_nan_results(text: str) -> None:
    assert math.isnan(value_of(text, n=math.nan, i=math.inf))


def test_figures_of_a_metric() -> None:
    for shift, function in enumerate(Runs.FIGURES):
        assert evaluate(f"{function}(metric.accuracy)", RUNS)[0] == pytest.approx(0.9 + shift)
        assert evaluate(f"{function}(accuracy)", RUNS)[0] == pytest.approx(0.9 + shift)
        assert evaluate(f'{function}(metric["train/accuracy"])', RUNS)[0] == pytest.approx(0.95 + shift)
        assert evaluate(f"{function}(accuracy)", RUNS)[2] is None


def test_at() -> None:
    assert evaluate("at(loss, max(accuracy))", RUNS)[0] == "loss at max accuracy"
    assert evaluate('at(metric.loss, min(metric["train/accuracy"]))', RUNS)[0] == "loss at min train/accuracy"


def test_a_name_that_is_both_a_flag_and_a_metric_is_ambiguous_unless_only_a_metric_fits() -> None:
    with pytest.raises(ExpressionError, match="loss is both a flag and a metric") as caught:
        evaluate("1 < loss", RUNS)
    assert (caught.value.start, caught.value.end, caught.value.suggestion) == (4, 8, "flag.loss")
    assert evaluate("last(loss)", RUNS) == [0.3, math.inf, None]
    assert evaluate("flag.loss", RUNS) == ["mse", "mse", "mae"]


def test_has() -> None:
    assert evaluate("has(lr)", RUNS) == [True, False, True]
    assert evaluate("has(metric.accuracy)", RUNS) == [True, True, False]
    for unknown in (
        "nobody",
        "flag.nobody",
        'metric["a b"]',
        "min(metric.nobody)",
        "dataset.d",
        "code.x",
        "lr + nobody",
    ):
        assert evaluate(f"has({unknown})", RUNS) == [False] * 3, unknown
    with pytest.raises(ExpressionError):
        evaluate("has(nobody) or nobody", RUNS)


def test_matches() -> None:
    assert evaluate('matches(name, "^cnn")', RUNS) == [True, True, False]
    assert evaluate('matches(name, "b$")', RUNS) == [False, True, False]
    assert evaluate(r'matches(name, "\w/\w")', RUNS) == [True, True, False]
    assert evaluate(r'matches(name, r"\bb")', RUNS) == [False, True, False]
    assert evaluate('matches(name, "")', RUNS) == [True] * 3
    assert evaluate('matches(lr, "0")', RUNS) == [False] * 3
    assert evaluate('matches(tags, "paper")', RUNS) == [False] * 3
    assert evaluate('matches(user, "")', RUNS) == [False] * 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("5m", 300),
        ("6h", 21600),
        ("2d", 172800),
        ("1w", 604800),
        ("1.5h", 5400),
        ("1h30m", 5400),
        (" 2 d ", 172800),
    ],
)
def test_ago(text: str, seconds: float) -> None:
    assert value_of(f'ago("{text}")') == 1_000_000.0 - seconds


def test_ago_counts_from_the_clock() -> None:
    assert evaluate('started > ago("1h")', RUNS) == [False] * 3


def test_chained_comparisons() -> None:
    assert evaluate("0.0001 < lr < 0.01", RUNS) == [False, False, True]
    assert evaluate("0 < lr < 1 < 2", RUNS) == [True, False, True]
    assert evaluate('"sgd" in flag.optimizer.name == "sgd"', RUNS) == [True, False, False]
    assert evaluate("1 == 1 in [1, 2] not in []", RUNS) == [True] * 3


def test_matching() -> None:
    assert matching("lr", RUNS) == [0, 2]
    assert matching('"paper" in tags or status == "running"', RUNS) == [0, 2]
    assert matching("tags", RUNS) == [0, 2]


@pytest.mark.parametrize("operator", ["<", "<=", "==", "!=", ">", ">=", "in", "not in"])
def test_a_mixed_column_is_compared_as_each_value_alone(operator: str) -> None:
    values = [None, 0, 1, 1.0, 2.5, True, False, "", "a", "ab", math.nan, math.inf, [], [1], ["a"], [1, "b"]]
    plain = [value for value in values if not isinstance(value, list)]
    for mixed in (values, plain):
        for other in mixed:
            runs = Runs(["run"] * len(mixed), {("flag", "x"): mixed, ("flag", "y"): [other] * len(mixed)})
            alone = [value_of(f"x {operator} y", x=value, y=other) for value in mixed]
            assert evaluate(f"x {operator} y", runs) == alone, other


def test_no_runs() -> None:
    empty = Runs([], {})
    assert evaluate("1 < 2 and [] or name in ['x'] + 1", empty) == []
    assert evaluate('matches(name, "a") and has(x) and () and -1', empty) == []


def test_reference() -> None:
    assert reference("lr", RUNS) == Reference("flag", "lr")
    assert reference(' metric["train/accuracy"] ', RUNS) == Reference("metric", "train/accuracy")
    assert reference("status", RUNS) == Reference("attribute", "status")
    assert reference("(lr)", RUNS) == Reference("flag", "lr")
    assert reference("lr + 1", RUNS) is None
    assert reference("max(accuracy)", RUNS) is None
    with pytest.raises(ExpressionError):
        reference("lrr", RUNS)


def test_exactness() -> None:
    for text in (
        "sampled",
        "max(sampled) < 1 and lr",
        "not -at(loss, min(sampled))",
        "(1, [sampled])",
        "has(lr) or sampled",
    ):
        assert exactness(text, RUNS) == [False, True, True], text
    for text in ("accuracy", "lr", "has(sampled)", "matches(name, 'sampled')"):
        assert exactness(text, RUNS) == [True] * 3, text


def test_results_are_the_callers_own() -> None:
    evaluate("name", RUNS).clear()
    assert evaluate("name", RUNS) == ["cnn/a", "cnn/b", "mlp"]


def test_positions_count_from_the_offset() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("lr < nobody", RUNS, offset=100)
    assert (caught.value.start, caught.value.end) == (105, 111)
    for _ in range(2):  # the kept tree and the kept error
        with pytest.raises(ExpressionError) as caught:
            evaluate("lr <", RUNS, offset=10)
        assert (caught.value.start, caught.value.end) == (13, 14)


@pytest.mark.parametrize(
    "text",
    [
        " and ".join(["lr < 1"] * 10_000),
        " or ".join(["lr > 1"] * 10_000),
        " + ".join(["1"] * 10_000),
        " < ".join(map(str, range(10_000))),
        "not " * 10_000 + "True",
        "-" * 10_000 + "1",
        f"1 in [{', '.join(map(str, range(10_000)))}]",
        f"{'(' * 90}1{')' * 90}",
    ],
)
def test_long_expressions(text: str) -> None:
    assert len(evaluate(text, RUNS)) == 3


def test_huge_products_stay_within_reason() -> None:
    assert value_of(" * ".join(["9" * 300] * 1000)) == math.inf
    assert value_of("-" + " * ".join(["9" * 300] * 1000)) == -math.inf
    assert value_of("9" * 400) == math.inf
    assert value_of("9" * 300) == int("9" * 300)
    assert value_of("9007199254740993 + 0") == 9007199254740993


def test_messages_say_what_is_meant() -> None:
    with pytest.raises(ExpressionError, match=re.escape('Did you mean metric["train/accuracy"]?')):
        evaluate("metric.train/accuracy > 0.9", RUNS)
