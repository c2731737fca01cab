"""The examples of docs/expressions.md are true."""

import math
import re
from pathlib import Path

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.reading.expressions.evaluator import evaluate, matching
from tb_lifecycle.reading.expressions.functions import FUNCTIONS
from tb_lifecycle.reading.expressions.ordering import sort_order
from tb_lifecycle.reading.expressions.parser import parse
from tests.reading.expressions.runs import Runs

TEXT = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")


class _Documented(Runs):
    """The runs of the page; every figure of a metric is its last value."""

    FIGURES = ("last",)

    def aggregate(self, name, _function):  # type: ignore[no-untyped-def]
        return self.field("metric", name)


def _tables(*heads: str) -> list[list[str]]:
    """The rows of every table with these headings, each cell's code without its quotes."""
    head = re.escape(f"| {' | '.join(heads)} |")
    blocks = re.findall(rf"^{head}\n\|[- |]+\|\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert blocks, heads
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for block in blocks
        for line in block.splitlines()
    ]


def _codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _code(cell: str) -> str:
    return _codes(cell)[0]


def _runs() -> Runs:
    header = next(line for line in TEXT.splitlines() if line.startswith("| `name` |"))
    ids = _codes(header)
    rows = _tables(*(f"`{each}`" for each in ids))
    columns = {}
    for index, text in enumerate(ids):
        name = parse(text)
        values = [None if row[index] == "–" else eval(_code(row[index]), {"nan": math.nan}) for row in rows]
        columns[(name.kind or "attribute", name.name)] = values  # type: ignore[attr-defined]
    columns["attribute", "started"] = [0.0] * len(rows)
    return _Documented(columns.pop(("attribute", "name")), columns)


RUNS = _runs()


@pytest.mark.parametrize("row", _tables("filter", "keeps"), ids=lambda row: row[0])
def test_filters(row: list[str]) -> None:
    assert [RUNS.names[position] for position in matching(_code(row[0]), RUNS)] == _codes(row[1])


@pytest.mark.parametrize(
    "row", _tables("expression", "`cnn/a`", "`cnn/b`", "`linear`"), ids=lambda row: row[0]
)
def test_values(row: list[str]) -> None:
    expected = [eval(_code(cell), {"inf": math.inf}) for cell in row[1:]]
    assert evaluate(_code(row[0]), RUNS) == pytest.approx(expected)


@pytest.mark.parametrize("row", _tables("sort", "order"), ids=lambda row: row[0])
def test_orders(row: list[str]) -> None:
    assert [RUNS.names[position] for position in sort_order(_code(row[0]), RUNS)] == _codes(row[1])


@pytest.mark.parametrize("row", _tables("wrong", "where", "instead"), ids=lambda row: row[0])
def test_errors(row: list[str]) -> None:
    text = _code(row[0])
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, RUNS)
    assert text[caught.value.start : caught.value.end] == _code(row[1])
    assert caught.value.suggestion == (_code(row[2]) if row[2] else None)


def test_every_function_is_described() -> None:
    described = " ".join(row[0] for row in _tables("written", "is"))
    for function in FUNCTIONS:
        assert f"`{function}(" in described, function
