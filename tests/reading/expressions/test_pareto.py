from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.evaluator import evaluate
from tb_lifecycle.reading.expressions.pareto import on_front
from tests.reading.expressions.runs import Runs
from tests.reading.groups.tables import state, table_of

FIGURES = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from([math.nan, math.inf, -math.inf]))


def is_known(row: tuple[object, ...]) -> bool:
    return not any(value is None or value != value for value in row)


def is_beaten(row: tuple[object, ...], rows: list[tuple[object, ...]]) -> bool:
    return any(
        all(a >= b for a, b in zip(other, row, strict=True)) and other != row  # type: ignore[operator]
        for other in rows
    )


@given(st.integers(2, 4).flatmap(lambda wide: st.lists(st.tuples(*[FIGURES] * wide), min_size=1)))
def test_the_front_is_what_nothing_beats(rows: list[tuple[object, ...]]) -> None:
    known = [row for row in rows if is_known(row)]
    expected = [is_known(row) and not is_beaten(row, known) for row in rows]
    assert on_front(list(zip(*rows, strict=True))) == expected


def test_an_integer_that_no_float_holds_is_an_infinity() -> None:
    assert on_front([[10**400, 1, -(10**400)], [1, 1, 2]]) == [True, False, True]


def runs() -> Runs:
    return Runs(
        ["a", "b", "c", "d"],
        {
            ("metric", "accuracy"): [0.9, 0.8, 0.7, None],
            ("metric", "loss"): [0.5, 0.2, 0.3, 0.1],
            ("flag", "layers"): [4, 2, 2, 1],
            ("flag", "model"): ["x", "y", "z", "x"],
        },
    )


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("pareto(metric.accuracy, metric.loss)", "ab"),
        ("pareto(accuracy, -loss)", "ab"),
        ("pareto(--loss, accuracy)", "a"),
        ("pareto(-accuracy, loss)", "bc"),
        ("pareto(min(loss), accuracy)", "ab"),
        ("pareto(accuracy, -layers)", "ab"),
        ("pareto(accuracy, layers)", "a"),
        ("pareto(accuracy, model)", ""),
        ("not pareto(accuracy, loss)", "cd"),
        ("pareto(accuracy * 100, -loss)", "ab"),
    ],
)
def test_a_minus_and_a_metric_say_which_way_is_better(text: str, front: str) -> None:
    source = runs()
    values = evaluate(text, source)
    assert "".join(name for name, value in zip(source.names, values, strict=True) if value) == front


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pareto(loss)", "pareto(loss)"),
        ("pareto()", "pareto()"),
        ("pareto(loss, [1])", "[1]"),
        (f"pareto({'loss, ' * 8}accuracy, layers)", "accuracy, layers"),
        ("pareto(loss, acuracy)", "acuracy"),
    ],
)
def test_a_wrong_call_is_an_error_at_its_place(text: str, place: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, runs())
    assert text[caught.value.start : caught.value.end] == place


def test_a_column_is_of_the_runs_before_a_limit() -> None:
    states = [
        state(f"r{i}", {"big": i > 4}, {"accuracy": i / 10, "loss": abs(i - 4) + 1.0}) for i in range(8)
    ]
    table = table_of(states)
    front = table.column("pareto(accuracy, loss)")
    assert front == [False] * 4 + [True] * 4
    assert table.limit(2).column("pareto(accuracy, loss)") == front[:2]
    assert table.skip(3).limit(3).column("pareto(accuracy, loss)") == front[3:6]
    assert table.sort("-accuracy").skip(6).column("pareto(accuracy, loss)") == [False, False]
    assert table.where("not flag.big").column("pareto(accuracy, loss)") == [False] * 4 + [True]
    assert table.where("not flag.big and pareto(accuracy, loss)").names == ["r4"]
    assert table.limit(3).where("flag.big or flag.big == False").column("pareto(accuracy, loss)") == [
        False,
        False,
        True,
    ]


def test_ten_thousand_runs_are_quick_and_many_aims_are_bounded() -> None:
    figures = np.random.default_rng(0).normal(size=(8, 10_000)).tolist()
    began = time.thread_time()
    on_front(figures[:2])
    on_front(figures[:3])
    assert time.thread_time() - began < 1.0
    columns = {("metric", f"m{place}"): values for place, values in enumerate(figures)}
    many = Runs([str(row) for row in range(10_000)], columns)  # type: ignore[arg-type]
    with pytest.raises(ExpressionError, match="too long"), limits.limited():
        evaluate(f"pareto({', '.join(f'm{place}' for place in range(8))})", many)
