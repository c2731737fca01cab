import math
from typing import Any

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.ordering import sort_order
from tests.reading.expressions.runs import Runs


def sorted_values(key: str, values: list[Any]) -> list[Any]:
    runs = Runs([f"run-{n:02}" for n in range(len(values))], {("flag", "x"): values})
    return [values[position] for position in sort_order(key, runs)]


def test_missing_values_come_last_both_ways() -> None:
    assert sorted_values("x", [None, 2, 1, None, 3]) == [1, 2, 3, None, None]
    assert sorted_values("-x", [None, 2, 1, None, 3]) == [3, 2, 1, None, None]


def test_nan_comes_after_every_value_and_before_missing() -> None:
    for key, numbers in (("x", [-math.inf, 1, math.inf]), ("-x", [math.inf, 1, -math.inf])):
        *found, nan, missing = sorted_values(key, [None, math.nan, 1, math.inf, -math.inf])
        assert found == numbers
        assert math.isnan(nan)
        assert missing is None


def test_unlike_types_stay_together() -> None:
    values = ["b", 2, [1], True, "a", 0.5, [0, "x"], [0, 1], [0, None], []]
    assert sorted_values("x", values) == [0.5, True, 2, "a", "b", [], [0, 1], [0, "x"], [0, None], [1]]
    assert sorted_values("-x", values) == [2, True, 0.5, "b", "a", [1], [0, None], [0, "x"], [0, 1], []]


def test_ties_go_by_name_both_ways() -> None:
    runs = Runs(["c", "a", "b"], {("flag", "x"): [1, 1, 0], ("flag", "y"): [None, None, None]})
    assert sort_order("x", runs) == [2, 1, 0]
    assert sort_order("-x", runs) == [1, 0, 2]
    assert sort_order("-y", runs) == [1, 2, 0]
    assert sort_order("", runs) == [1, 2, 0]
    assert sort_order((), runs) == [1, 2, 0]


def test_several_keys() -> None:
    runs = Runs(["a", "b", "c", "d"], {("flag", "x"): [1, 2, 1, 2], ("flag", "y"): [1, 2, 3, 4]})
    for keys in ("x, -y", ["x", "-y"], ["x, -y"], " x ,- y"):
        assert sort_order(keys, runs) == [2, 0, 3, 1], keys
    assert sort_order("-x, y", runs) == [1, 3, 0, 2]


def test_a_leading_minus_means_the_whole_expression() -> None:
    runs = Runs(["a", "b"], {("flag", "x"): [1, 2], ("flag", "y"): [5, 0]})
    assert sort_order("-x + y", runs) == [0, 1]
    assert sort_order("(-x + y)", runs) == [1, 0]
    assert sort_order("--x", runs) == [0, 1]
    assert sort_order("-name", runs) == [1, 0]


def test_truth_values_sort_as_numbers() -> None:
    assert sorted_values("x", [True, False, None]) == [False, True, None]
    assert sorted_values("-(x > 1)", [1, 3, 2]) == [3, 2, 1]


@pytest.mark.parametrize(
    ("keys", "start", "end"), [("x, -nobody", 4, 10), ("-", 1, 1), ("x, - (", 5, 6), ("x,", 1, 2)]
)
def test_errors_count_from_the_beginning_of_the_text(keys: str, start: int, end: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        sort_order(keys, Runs(["a"], {("flag", "x"): [1]}))
    assert (caught.value.start, caught.value.end) == (start, end)


def test_a_key_that_is_named_again_changes_nothing_and_costs_nothing() -> None:
    class Counted(Runs):
        asked = 0

        def field(self, kind, name):  # type: ignore[no-untyped-def]
            self.asked += 1
            return super().field(kind, name)

    runs = Counted(["a", "b", "c"], {("flag", "x"): [2, 1, 2], ("flag", "y"): [1, 1, 3]})
    assert sort_order("-flag.x, flag.y, -flag.x, flag.x", runs) == [0, 2, 1]
    asked = runs.asked
    assert sort_order(["-flag.x, flag.y", *["-flag.x, flag.x"] * 50], runs) == [0, 2, 1]
    assert runs.asked == 2 * asked
