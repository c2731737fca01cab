"""The expression language of filters, columns and sorting: the one place that knows it.

`docs/expressions.md` describes it. `evaluate` gives an expression's value for every run of a `ColumnSource`,
`matching` the runs for which it is true, `sort_order` their order; `split_top_level` takes a list of
expressions apart.
"""

from tb_lifecycle.reading.expressions.evaluator import (
    evaluate,
    exactness,
    matching,
    positions_from,
    reference,
)
from tb_lifecycle.reading.expressions.ordering import sort_order
from tb_lifecycle.reading.expressions.parser import parse
from tb_lifecycle.reading.expressions.source import (
    ATTRIBUTES,
    FIXED,
    ColumnSource,
    Kind,
    Reference,
    column_id,
)
from tb_lifecycle.reading.expressions.tokens import split_top_level

__all__ = [
    "ATTRIBUTES",
    "FIXED",
    "ColumnSource",
    "Kind",
    "Reference",
    "column_id",
    "evaluate",
    "exactness",
    "matching",
    "parse",
    "positions_from",
    "reference",
    "sort_order",
    "split_top_level",
]
