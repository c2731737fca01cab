import time
from collections.abc import Callable

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions import limits
from tb_lifecycle.reading.expressions.evaluator import evaluate, exactness, reference
from tb_lifecycle.reading.expressions.ordering import sort_order
from tb_lifecycle.reading.expressions.suggestions import MAX_NAMES, MAX_PAIRS, closest, compared
from tb_lifecycle.reading.expressions.tokens import MAX_PARTS, split_top_level
from tests.reading.expressions.runs import Runs

ROWS = 10_000
MANY = Runs(
    [f"sweep/run-{row:05}" for row in range(ROWS)],
    {
        ("flag", "lr"): [0.1 / (row + 1) for row in range(ROWS)],
        ("flag", "layers"): [[row, row + 1] for row in range(ROWS)],
        ("flag", "note"): [f"{row} " * 200 for row in range(ROWS)],
        ("metric", "loss"): [0.5] * ROWS,
    },
)


def seconds_until_refused(work: Callable[[], object]) -> tuple[ExpressionError, float]:
    with limits.limited():
        began = time.thread_time()
        with pytest.raises(ExpressionError, match="takes too long") as caught:
            work()
        return caught.value, time.thread_time() - began


@pytest.mark.parametrize(
    "text",
    [
        " < ".join(["lr"] * 5_000),
        " + ".join(["lr"] * 5_000),
        " or ".join(["lr > 1"] * 5_000),
        "not has(lr) and " * 3_000 + "lr < 0",
        f"layers in [{', '.join(f'[{n}, 0]' for n in range(4_000))}]",
        f"layers == [{', '.join(['lr'] * 3_000)}]",
        " or ".join(f"matches(note, '{n}.*{n}.*x')" for n in range(200)),
        f"[{', '.join(['1'] * 300_000)}] == lr",
    ],
    ids=lambda text: text[:30],
)
def test_what_takes_too_long_is_refused_in_time_at_its_part(text: str) -> None:
    error, took = seconds_until_refused(lambda: evaluate(text, MANY))
    assert took < 1
    assert 0 <= error.start < error.end <= len(text)


def test_the_part_that_is_worked_on_is_the_position() -> None:
    slow = " + ".join(["lr"] * 5_000)
    text = f"lr < 1 and ({slow}) < 1"
    error, _ = seconds_until_refused(lambda: evaluate(text, MANY))
    assert text[error.start : error.end] == "lr"
    assert error.start > text.index("(")
    shifted, _ = seconds_until_refused(lambda: evaluate(text, MANY, offset=1_000_000))
    assert shifted.start > 1_000_000


def test_ordinary_expressions_of_many_runs_are_answered() -> None:
    with limits.limited():
        assert len(evaluate("0.001 < lr < 0.01 and matches(name, '-0+1') or not has(lr)", MANY)) == ROWS
        assert len(sort_order("-lr, name", MANY)) == ROWS


def test_the_time_of_several_expressions_adds_up() -> None:
    def work() -> None:
        for _ in range(1_000):
            evaluate("lr * lr + lr - lr", MANY)

    error, took = seconds_until_refused(work)
    assert limits.EXPRESSION_SECONDS < took < limits.REQUEST_SECONDS + 0.3
    assert error.hint


@pytest.mark.parametrize("ask", [reference, exactness])
def test_every_door_has_the_limit(ask: Callable[..., object]) -> None:
    seconds_until_refused(lambda: ask("1 < " * 200_000 + "lr", MANY))


def test_nothing_is_refused_where_nothing_is_limited() -> None:
    assert evaluate(" + ".join(["lr"] * 400), MANY)[0] == pytest.approx(40)
    with limits.limited(0.0), pytest.raises(ExpressionError):
        evaluate("lr", MANY)
    assert evaluate("lr", MANY)[0] == 0.1


def test_reading_figures_costs_no_time_of_the_expression_but_has_a_number() -> None:
    class Slow(Runs):
        def aggregate(self, name, function):  # type: ignore[no-untyped-def]
            began = time.thread_time()
            while time.thread_time() - began < 1.3 * limits.EXPRESSION_SECONDS:
                pass
            return super().aggregate(name, function)

        def at(self, metric, key, function):  # type: ignore[no-untyped-def]
            self.aggregate(metric, "min")
            return super().at(metric, key, function)

    runs = Slow(["a"], {("metric", "loss"): [1.0]})
    with limits.limited():
        assert evaluate("min(loss) + 0 == at(loss, max(loss)) or 1", runs) == [1]
        assert evaluate("mean(loss) + max(loss)", runs) == [8.0]


def test_only_so_many_figures_are_read_at_once() -> None:
    runs = Runs(["a"], {("metric", "loss"): [1.0]})
    most = " + ".join(["min(loss)"] * limits.MOST_FIGURES)
    with limits.limited():
        evaluate(most, runs)
        with pytest.raises(ExpressionError, match="Only 100 figures") as caught:
            evaluate("1 + at(loss, max(loss))", runs)
        assert (caught.value.start, caught.value.end) == (4, 23)
    evaluate(f"{most} + min(loss)", runs)


def test_a_list_has_so_many_parts() -> None:
    assert len(split_top_level(",".join(["lr"] * MAX_PARTS))) == MAX_PARTS
    text = ",".join(["lr"] * (MAX_PARTS + 1))
    with pytest.raises(ExpressionError, match="More than 500 expressions") as caught:
        split_top_level(text)
    assert (caught.value.start, caught.value.end) == (len(text) - 2, len(text))


def test_nothing_is_read_behind_the_last_that_may_be_listed() -> None:
    text = ",".join([*["lr"] * (MAX_PARTS + 1), "'no end"])
    with pytest.raises(ExpressionError, match="More than 500 expressions"):
        split_top_level(text)


def test_a_long_list_is_not_even_cut_into_pieces_where_the_time_is_up() -> None:
    with limits.limited(-1.0):
        assert len(split_top_level("a, b")) == 2
        with pytest.raises(ExpressionError, match="takes too long") as caught:
            split_top_level("a," * 400 + "a")
        assert (caught.value.start, caught.value.end) == (255, 801)


def test_an_expression_is_nested_a_hundred_deep_and_no_deeper() -> None:
    assert evaluate("(" * 99 + "lr" + ")" * 99, MANY)[0] == 0.1
    with pytest.raises(ExpressionError, match="nested more than 100 deep"):
        evaluate("(" * 100 + "lr" + ")" * 100, MANY)


def test_finding_a_suggestion_has_an_end() -> None:
    assert closest("x", []) is None
    names = [f"{number:0200}" for number in range(5_000)]
    assert len(list(compared("9" * 1_000, names))) == MAX_PAIRS // 200**2
    assert len(list(compared("a", map(str, range(9_000))))) == MAX_NAMES
