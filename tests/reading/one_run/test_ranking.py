from __future__ import annotations

import math
from pathlib import Path

import pytest

from tb_lifecycle.reading.one_run.ranking import Position, find_position
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

DATA, OTHER = b"d" * 32, b"o" * 32


def positions(logdir: Path, open_reader: Open) -> dict[str, Position | None]:
    columns = open_reader(logdir)._columns
    main = columns.first.main
    return {state.name: find_position(state, columns.runs, main) for state in columns.runs}


def write(logdir: Path, name: str, data: bytes = DATA, **metrics: float) -> None:
    record = make_record(datasets={"digits": data}, metrics={key: [value] for key, value in metrics.items()})
    EventFile(logdir / name).run(record, START + 60)


@pytest.mark.parametrize(
    ("metric", "ranks"),
    [("accuracy", {"a": 3, "b": 1, "c": 1, "nan": 4}), ("loss", {"a": 1, "b": 2, "c": 2, "nan": 4})],
)
def test_runs_on_the_same_data_are_ranked(
    tmp_path: Path, fast_reader: Open, metric: str, ranks: dict[str, int]
) -> None:
    write(tmp_path, "a", **{metric: 0.1})
    write(tmp_path, "b", **{metric: 0.9})
    write(tmp_path, "c", **{metric: 0.9})
    write(tmp_path, "nan", **{metric: math.nan})
    write(tmp_path, "elsewhere", OTHER, **{metric: 1.0})
    write(tmp_path, "without", other=5.0)
    found = positions(tmp_path, fast_reader)
    assert found.pop("elsewhere") is None
    assert found.pop("without") is None
    assert found == {name: Position(4, rank, metric) for name, rank in ranks.items()}


def test_nobody_to_rank_by(tmp_path: Path, fast_reader: Open) -> None:
    write(tmp_path, "alone", accuracy=0.5)
    write(tmp_path, "no_digest", b"", accuracy=0.5)
    assert positions(tmp_path, fast_reader) == {"alone": None, "no_digest": None}
