from tb_lifecycle.reading.table.first_columns import FirstColumns
from tb_lifecycle.reading.table.run_table import Column, RunTable
from tb_lifecycle.reading.table.runs_answer import describe_column, describe_table

EXACT = Column("metric.loss", "metric", "number", "loss", None, "down", [0.5, None])
SAMPLED = Column("min(loss)", "expression", "number", "min", "s", None, [0.25, 1.0], False, [1])


def test_a_column() -> None:
    assert describe_column(EXACT, True) == {
        "id": "metric.loss",
        "kind": "metric",
        "type": "number",
        "label": "loss",
        "unit": None,
        "better": "down",
        "default": True,
        "exact": True,
        "values": [0.5, None],
    }
    assert describe_column(SAMPLED, False) == {
        "id": "min(loss)",
        "kind": "expression",
        "type": "number",
        "label": "min",
        "unit": "s",
        "better": None,
        "default": False,
        "exact": False,
        "values": [0.25, 1.0],
        "sampled": [1],
    }


def test_a_table() -> None:
    answer = describe_table(
        RunTable.empty(),
        [EXACT, SAMPLED],
        first=FirstColumns("loss", ("name", "metric.loss")),
        total=7,
        matching=21,
        seeds=True,
        everything=9,
        listed=8,
        complete=False,
        reading=True,
        read=1000.0,
        notices=("one",),
        offset=2,
        stale=3.0,
    )
    assert answer == {
        "runs": [],
        "groups": None,
        "total": 7,
        "matching": 21,
        "all": 9,
        "listed": 8,
        "offset": 2,
        "complete": False,
        "reading": True,
        "stale": 3.0,
        "read": 1000.0,
        "main": "loss",
        "first": ["name", "metric.loss"],
        "columns": [describe_column(EXACT, True), describe_column(SAMPLED, False)],
        "unread": [],
        "seeds": True,
        "notices": ["one"],
    }


def test_a_table_is_whole_and_new_unless_said_otherwise() -> None:
    answer = describe_table(
        RunTable.empty(),
        [],
        first=FirstColumns(None, ()),
        total=0,
        matching=0,
        everything=0,
        listed=0,
        complete=True,
        reading=False,
        read=None,
        notices=(),
    )
    assert (answer["offset"], answer["stale"], answer["main"], answer["read"]) == (0, 0.0, None, None)
