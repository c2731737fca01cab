"""Random expressions over present numbers mean what they mean in Python."""

import math
import random

import pytest

from tests.reading.expressions.runs import value_of

VALUES = {"a": 3, "b": -2.5, "c": 0, "d": True, "e": 1e300, "f": math.inf, "g": 7}
COMPARISONS = ["<", "<=", "==", "!=", ">", ">=", "in", "not in"]


class Writer:
    """Writes random expressions by the grammar's own levels, with as few brackets as Python needs."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def expression(self, depth: int) -> str:
        return self._joined(self._conjunction, ["or"], depth)

    def _conjunction(self, depth: int) -> str:
        return self._joined(self._negation, ["and"], depth)

    def _negation(self, depth: int) -> str:
        nots = "not " * self._random.choice([0, 0, 0, 1, 2])
        return nots + self._comparison(depth)

    def _comparison(self, depth: int) -> str:
        text = self._sum(depth)
        while depth > 0 and self._random.random() < 0.3:
            operator = self._random.choice(COMPARISONS)
            text += f" {operator} "
            text += self._items(depth - 1) if "in" in operator else self._sum(depth - 1)
            if "in" in operator:
                break
        return text

    def _sum(self, depth: int) -> str:
        return self._joined(self._product, ["+", "-"], depth)

    def _product(self, depth: int) -> str:
        return self._joined(self._unary, ["*"], depth)

    def _unary(self, depth: int) -> str:
        minuses = self._random.choice(["", "", "", "-", "- -"])
        return minuses + self._atom(depth)

    def _atom(self, depth: int) -> str:
        if depth > 0 and self._random.random() < 0.4:
            return f"({self.expression(depth - 1)})"
        return self._random.choice([*VALUES, "0", "1", "2.5", "1e3", "0x1F", "1_000", ".5", "True", "False"])

    def _items(self, depth: int) -> str:
        items = [self._sum(depth) for _ in range(self._random.randrange(4))]
        return (
            f"[{', '.join(items)}]"
            if self._random.random() < 0.5
            else f"({''.join(i + ', ' for i in items)})"
        )

    def _joined(self, part, operators: list[str], depth: int) -> str:  # type: ignore[no-untyped-def]
        text = part(depth)
        while depth > 0 and self._random.random() < 0.35:
            text += f" {self._random.choice(operators)} {part(depth - 1)}"
        return str(text)


def same(ours: object, pythons: object) -> bool:
    both_nan = isinstance(ours, float) and isinstance(pythons, float) and ours != ours and pythons != pythons
    return both_nan or (ours == pythons and type(ours) is type(pythons))


@pytest.mark.parametrize("seed", range(8))
def test_random_expressions(seed: int) -> None:
    for number in range(250):
        text = Writer(seed * 1000 + number).expression(4)
        # Python's `in` takes the same NaN for equal, ours never does; everything else is the same.
        pythons = eval(text, {}, {**VALUES})
        assert same(value_of(text, **VALUES), pythons), text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a < b < g",
            "a < g > c == False",
            "not a == 3",
            "not a in [3]",
            "a not in [3] == False",
            "-a * -g",
        ),
        *(
            "a - g - 1",
            "2 * a + 1 * g",
            "a / 2 / 2",
            "a / g * 2",
            "c or b",
            "c and b",
            "a and b or c",
            "a or b and c",
        ),
        *("not not a", "1 in [True]", "a == 3 == True", "a < 10", "() == ()", "[1] == [1.0]"),
        *("[1, 2] < [1, 3]", "[] < [0]", "'a' in 'cat'", "'' in ''", "'b' > 'a' > 'A'", "2"),
        *("-True", "True + True", "1e400", "1_0.0_1e1_0", "0xfF", "0b11", "0o17", "00", "1"),
    ],
)
def test_chosen_expressions(text: str) -> None:
    assert same(_listed(value_of(text, **VALUES)), _listed(eval(text, {}, {**VALUES})))


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
