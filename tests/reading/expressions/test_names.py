import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.source import column_id
from tests.reading.expressions.runs import Runs

RUNS = Runs(
    ["a"],
    {
        ("flag", "batch_size"): [1],
        ("flag", "learning-rate"): [1],
        ("flag", "hidden units"): [1],
        ("flag", "lr"): [1],
        ("metric", "train/accuracy"): [1],
        ("metric", "accuracy"): [1],
        ("dataset", "digits/train"): ["x"],
        ("export", "model"): ["x"],
    },
)


@pytest.mark.parametrize(
    ("text", "wrong", "suggestion"),
    [
        ("flag.btach_size > 3", "flag.btach_size", "flag.batch_size"),
        ("1 < btach_size", "btach_size", "flag.batch_size"),
        ("flag.Batch_Size", "flag.Batch_Size", "flag.batch_size"),
        ("flag.accuracy", "flag.accuracy", "metric.accuracy"),
        ("metric.batch_size", "metric.batch_size", "flag.batch_size"),
        ("metric.acuracy", "metric.acuracy", "metric.accuracy"),
        ("metric.train/accuracy > 0.9", "metric.train/accuracy", 'metric["train/accuracy"]'),
        ("train/accuracy > 0.9", "train/accuracy", 'metric["train/accuracy"]'),
        ("flag.learning-rate < 1", "flag.learning-rate", 'flag["learning-rate"]'),
        ("learning-rate < 1", "learning-rate", 'flag["learning-rate"]'),
        ('flag["hiden units"]', 'flag["hiden units"]', 'flag["hidden units"]'),
        ("dataset.digits", "dataset.digits", 'dataset["digits/train"]'),
        ("export.modle", "export.modle", "export.model"),
        ("code.comit", "code.comit", "code.commit"),
        ("stage.training", "stage.training", "stage.train"),
        ("statsu == 1", "statsu", "status"),
        ("true", "true", "True"),
        ("null", "null", "None"),
        ("max(acuracy)", "acuracy", "metric.accuracy"),
        ("max(batch_size)", "batch_size", None),
        ("at(accuracy, max(metric.acuracy))", "metric.acuracy", "metric.accuracy"),
        ("flag.rl", "flag.rl", "flag.lr"),
        ("rl < 1", "rl", "flag.lr"),
        ("flag.zzz", "flag.zzz", None),
    ],
)
def test_unknown_names(text: str, wrong: str, suggestion: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, RUNS)
    error = caught.value
    assert text[error.start : error.end] == wrong
    assert error.suggestion == suggestion
    if suggestion:
        assert error.hint == f"Did you mean {suggestion}?"


def test_a_suggestion_is_an_expression_that_works() -> None:
    for text in ("flag.learning-rate", "metric.train/accuracy", "hidden_units", "dataset.digits"):
        with pytest.raises(ExpressionError) as caught:
            evaluate(text, RUNS)
        assert caught.value.suggestion is not None
        evaluate(caught.value.suggestion, RUNS)


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("attribute", "status", "status"),
        ("flag", "lr", "flag.lr"),
        ("flag", "optimizer.name", "flag.optimizer.name"),
        ("flag", "lambda", 'flag["lambda"]'),
        ("flag", "a.lambda", 'flag["a.lambda"]'),
        ("flag", "match", "flag.match"),
        ("flag", "None", 'flag["None"]'),
        ("flag", "a..b", 'flag["a..b"]'),
        ("flag", "", 'flag[""]'),
        ("flag", "1st", 'flag["1st"]'),
        ("flag", "a b", 'flag["a b"]'),
        ("flag", "größe", 'flag["größe"]'),
        ("metric", "train/accuracy", 'metric["train/accuracy"]'),
        ("flag", 'a"\\\n\t\x00😀', r'flag["a\"\\\n\t\u0000😀"]'),
        ("dataset", "digits/train", 'dataset["digits/train"]'),
        ("code", "commit", "code.commit"),
        ("stage", "train", "stage.train"),
    ],
)
def test_column_id(kind, name, text) -> None:  # type: ignore[no-untyped-def]
    assert column_id(kind, name) == text
    assert evaluate(text, Runs(["a"], {(kind, name): ["value"]})) == ["value"]
