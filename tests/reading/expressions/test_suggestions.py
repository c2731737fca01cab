import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.suggestions import LIKE, closest, likeness
from tb_lifecycle.reading.expressions.tokens import split_top_level
from tests.reading.expressions.runs import one_run


@pytest.mark.parametrize(
    ("wanted", "name", "how_alike"),
    [
        ("LR", "lr", 1.0),
        ("accuracy", "train/Accuracy", 0.9),
        ("lr", "optimizer.lr", 0.9),
        ("train", "train/accuracy", 0.8),
        ("Optimizer", "optimizer.lr", 0.8),
        ("rl", "lr", 0.95 * 3 / 4),
        ("abdc", "abcd", 0.95 * 5 / 6),
        ("learning_rat", "learning_rate", 0.95 * 24 / 25),
        ("ab", "xy", 0.0),
        ("", "/", 0.0),
        ("lr", "", 0.0),
    ],
)
def test_how_alike_two_names_are(wanted: str, name: str, how_alike: float) -> None:
    assert likeness(wanted, name) == pytest.approx(how_alike)


@pytest.mark.parametrize("name", ["badc", "cbad", "acbe", "abcde"])
def test_only_neighbours_change_places(name: str) -> None:
    assert likeness("abcd", name) != pytest.approx(0.95 * (1 - 1 / (2 + len(name))))


def test_the_most_alike_is_suggested_or_none() -> None:
    assert closest("acuracy", ["accurately", "accuracy", "loss"]) == "accuracy"
    assert closest("x", ["loss"]) is None
    assert LIKE <= likeness("acuracy", "accurately") < likeness("acuracy", "accuracy")


def test_of_the_wanted_kind_the_most_alike_is_suggested() -> None:
    runs = one_run(learning_bate=1, learning_rate=2, zlearning_rate=3)
    with pytest.raises(ExpressionError) as caught:
        evaluate("flag.learning_rat", runs)
    assert caught.value.suggestion == "flag.learning_rate"


def test_a_comma_within_brackets_separates_nothing() -> None:
    assert split_top_level("[(a, b), c], d") == [("[(a, b), c]", 0), ("d", 13)]
    assert split_top_level("a), (b, c") == [("a)", 0), ("(b, c", 4)]
