from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from tb_lifecycle.errors import ExpressionError
from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.table.run_table import Column, RunTable
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

CODE = lifecycle_pb2.CodeState(commit="c7d03f1", branch="main", has_git=True, dirty=True, patch_saved=True)


@pytest.fixture
def logdir(tmp_path: Path) -> Path:
    """Three runs: two recorded ones, `a` before `b`, and `h`, an HParams session before them."""
    EventFile(tmp_path / "a", start=START + 100).scalars("acc", [0.5, 0.9, 0.8]).run(
        make_record(
            flags={"lr": 0.5, "model": "cnn", "on": True, "lambda": 1, "layers": [1, 2], "mix": 1},
            metrics={"acc": [0.5, 0.9, 0.8]},
            datasets={"digits/train": b"a" * 32},
            exports={"export": b"e" * 32},
            tags=["paper"],
            user="ana",
            host="gpu1",
            started=START + 100,
            ended=START + 130,
            code=CODE,
        ),
        START + 130,
    )
    EventFile(tmp_path / "b", start=START + 200).run(
        make_record(flags={"lr": 0.1, "mix": "auto", "none": None}, started=START + 200, ended=START + 290)
    )
    EventFile(tmp_path / "b" / "train", start=START + 200).scalars("acc", [0.1, 0.92, math.nan])
    EventFile(tmp_path / "h").session({"lr": 2})
    return tmp_path


def by_id(table: RunTable) -> dict[str, Column]:
    return {column.id: column for column in table.columns}


def test_every_column_in_order(logdir: Path, open_reader: Open) -> None:
    table = open_reader(logdir).table()
    assert len(table) == 3
    assert table.names == ["b", "a", "h"]
    assert [column.id for column in table.columns] == [
        *("name", "status", "started", "duration", "tags", "user", "host"),
        *("stage.code", "stage.prepare", "stage.train", "stage.compare", "stage.serve"),
        *("code.commit", "code.branch", "code.dirty"),
        *('flag["lambda"]', "flag.layers", "flag.lr", "flag.mix", "flag.model", "flag.none", "flag.on"),
        *("metric.acc", 'metric["train/acc"]'),
        *('dataset["digits/train"]', "export.export"),
    ]


def test_values(logdir: Path, open_reader: Open) -> None:
    columns = {name: column.values for name, column in by_id(open_reader(logdir).table()).items()}
    assert columns["name"] == ["b", "a", "h"]
    assert columns["status"] == ["completed", "completed", "unknown"]
    assert columns["started"] == [START + 200, START + 100, START]
    assert columns["duration"] == [90, 30, None]
    assert columns["tags"] == [[], ["paper"], []]
    assert columns["user"] == [None, "ana", None]
    assert columns["host"] == [None, "gpu1", None]
    assert columns["stage.code"] == ["missing", "recorded", "missing"]
    assert columns["stage.serve"] == ["missing", "partial", "missing"]
    assert columns["code.commit"] == [None, "c7d03f1", None]
    assert columns["code.branch"] == [None, "main", None]
    assert columns["code.dirty"] == [None, True, None]
    assert columns["flag.lr"] == [0.1, 0.5, 2]
    assert columns["flag.none"] == [None, None, None]
    assert columns["flag.layers"] == [None, [1, 2], None]
    assert columns["metric.acc"] == [None, 0.8, None]
    assert columns['metric["train/acc"]'][1:] == [None, None]
    assert math.isnan(columns['metric["train/acc"]'][0])  # type: ignore[arg-type]
    assert columns['dataset["digits/train"]'] == [None, "sha256:" + "61" * 32, None]
    assert columns["export.export"] == [None, "sha256:" + "65" * 32, None]


def test_what_a_column_says_of_itself(logdir: Path, fast_reader: Open) -> None:
    columns = by_id(fast_reader(logdir).table())
    assert {name: column.type for name, column in columns.items()} == {
        **dict.fromkeys(["started", "duration", "flag.lr", 'flag["lambda"]', "metric.acc"], "number"),
        **dict.fromkeys(["name", "status", "user", "host", "code.commit", "code.branch"], "string"),
        **{f"stage.{stage}": "string" for stage in ("code", "prepare", "train", "compare", "serve")},
        **dict.fromkeys(["flag.model", "flag.none", 'dataset["digits/train"]', "export.export"], "string"),
        **dict.fromkeys(["tags", "flag.layers"], "list"),
        **dict.fromkeys(["code.dirty", "flag.on"], "boolean"),
        "flag.mix": "mixed",
        'metric["train/acc"]': "number",
    }
    assert {name: column.unit for name, column in columns.items() if column.unit} == {
        "started": "epoch s",
        "duration": "s",
    }
    assert {name for name, column in columns.items() if column.better} == {
        "metric.acc",
        'metric["train/acc"]',
    }
    assert (columns["metric.acc"].exact, columns["metric.acc"].sampled) == (True, None)
    assert columns["metric.acc"].label == "acc"
    assert columns["code.commit"].label == "code.commit"
    other = columns['metric["train/acc"]']
    assert (other.exact, other.sampled, other.kind) == (True, None, "metric")


def test_where_and_sort_and_limit_leave_the_table_as_it_was(logdir: Path, fast_reader: Open) -> None:
    table = fast_reader(logdir).table()
    assert table.where("flag.lr < 1").names == ["b", "a"]
    assert table.where("flag.lr < 1").where("metric.acc > 0").names == ["a"]
    assert table.sort("-flag.lr").names == ["h", "a", "b"]
    assert table.sort("status", "-flag.lr").names == ["a", "b", "h"]
    assert table.sort("status, -flag.lr").names == ["a", "b", "h"]
    assert table.sort("flag.lr").limit(2).names == ["b", "a"]
    assert table.sort("-metric.acc").names == ["a", "b", "h"]
    assert table.names == ["b", "a", "h"]


def test_rows_follow_into_columns(logdir: Path, fast_reader: Open) -> None:
    table = fast_reader(logdir).table().sort("flag.lr").where("flag.lr > 0.2")
    assert table.names == ["a", "h"]
    assert by_id(table)["flag.lr"].values == [0.5, 2]
    assert table.column("flag.lr * 2") == [1.0, 4]
    assert by_id(table)['metric["train/acc"]'].values == [None, None]
    assert by_id(table)['metric["train/acc"]'].exact


def test_select(logdir: Path, fast_reader: Open) -> None:
    table = fast_reader(logdir).table()
    lr, quotient, best = table.select(' flag.lr , metric.acc / 2, max(metric["train/acc"])')
    assert (lr.id, lr.kind, lr.values) == ("flag.lr", "flag", [0.1, 0.5, 2])
    assert (quotient.id, quotient.kind, quotient.values) == (
        "metric.acc / 2",
        "expression",
        [None, 0.4, None],
    )
    assert (quotient.type, quotient.exact) == ("number", True)
    assert best.values == [0.92, None, None]
    assert (best.exact, best.sampled) == (True, None)
    assert [column.id for column in table.select(["lr", "name, status"])] == ["lr", "name", "status"]
    assert table.select("lr")[0].kind == "flag"


def test_a_bad_column_says_where(logdir: Path, fast_reader: Open) -> None:
    with pytest.raises(ExpressionError) as caught:
        fast_reader(logdir).table().select("name, flag.modell")
    assert (caught.value.start, caught.value.end, caught.value.suggestion) == (6, 17, "flag.model")


def test_aggregates_of_recorded_figures_are_exact(tmp_path: Path, fast_reader: Open) -> None:
    # What TensorBoard holds is less than what the run logged.
    EventFile(tmp_path / "r").scalars("loss", [3.0, 0.5]).run(
        make_record(metrics={"loss": [3.0, 9.0, 0.125, 0.5]}), START + 60
    )
    table = fast_reader(tmp_path).table()
    assert table.column("max(loss)") == [9.0]
    assert table.column("min(loss)") == [0.125]
    assert table.column("first(loss)") == [3.0]
    assert table.column("last(loss)") == [0.5]
    assert table.column("mean(loss)") == [3.15625]
    assert table.select("max(loss)")[0].exact


def test_aggregates_of_points(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "r").scalars("loss", [3.0, math.nan, 0.92, 1.0])
    table = open_reader(tmp_path).table()
    assert table.column("max(loss)") == [3.0]
    assert table.column("min(loss)") == [0.92]
    assert table.column("first(loss)") == [3.0]
    assert table.column("last(loss)") == [1.0]
    assert table.column("mean(loss)") == [pytest.approx(4.92 / 3)]


def test_a_metric_where_another_one_is_best(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "foreign").scalars("acc", [0.1, 0.9, 0.2]).scalars("loss", [5, 4, 3])
    file = EventFile(tmp_path / "recorded").scalars("acc", [0.1, 0.9, 0.2]).scalars("loss", [7, 6, 5])
    file.run(make_record(metrics={"acc": [0.1, 0.9, 0.2], "loss": [7, 6, 5]}), START + 60)
    EventFile(tmp_path / "without").scalars("loss", [1])
    table = open_reader(tmp_path).table().sort("name")
    assert table.column("at(loss, max(acc))") == [4, 6, None]
    assert table.column("at(loss, min(acc))") == [5, 7, None]


def test_limit_must_be_positive(logdir: Path, fast_reader: Open) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        fast_reader(logdir).table().limit(0)


def test_to_pandas(logdir: Path, fast_reader: Open) -> None:
    frame = fast_reader(logdir).table().sort("flag.lr").to_pandas()
    assert list(frame.index) == ["b", "a", "h"]
    assert frame.index.name == "name"
    assert list(frame["flag.lr"]) == [0.1, 0.5, 2]
    assert frame.loc["a", 'dataset["digits/train"]'] == "sha256:" + "61" * 32
    assert frame.loc["a", "tags"] == ["paper"]


def test_to_pandas_without_pandas_says_how_to_get_it() -> None:
    script = (
        "import sys; sys.modules['pandas'] = None\n"
        "from tb_lifecycle.reading.table.run_table import RunTable\n"
        "RunTable.empty().to_pandas()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ImportError: to_pandas() needs pandas. Install it with 'pip install pandas'." in done.stderr


def test_an_empty_logdir(tmp_path: Path, open_reader: Open) -> None:
    table = open_reader(tmp_path).table()
    assert (len(table), table.names) == (0, [])
    assert [column.values for column in table.columns] == [[]] * 15
    assert table.where("status == 'completed'").sort("-started").names == []
    assert repr(table) == "<RunTable of 0 runs>"


def test_a_table_keeps_what_it_showed(logdir: Path, fast_reader: Open) -> None:
    reader = fast_reader(logdir)
    table = reader.table()
    reader.refresh()
    assert table.names == reader.table().names
    assert table.column("flag.lr") == [0.1, 0.5, 2]


def test_a_data_set_as_a_whole_has_the_digest_of_its_splits(tmp_path: Path, fast_reader: Open) -> None:
    datasets = {
        "a": {"d/train": b"1" * 32, "d/test": b"2" * 32, "plain": b"3" * 32},
        "b": {"d/test": b"2" * 32, "d/train": b"1" * 32},
        "c": {"d/train": b"1" * 32, "d/test": b"9" * 32},
        "only_train": {"d/train": b"1" * 32},
        "torn": {"d/train": b"1" * 32, "d/test": b""},
        "without": {},
    }
    for name, digests in datasets.items():
        EventFile(tmp_path / name).run(make_record(datasets=digests))
    table = fast_reader(tmp_path).table().sort("name")
    a, b, c, only_train, torn, without = table.column("dataset.d")
    assert a == b
    assert len({a, c, only_train}) == 3
    assert only_train == "sha256:" + "31" * 32
    assert (torn, without) == (None, None)
    assert table.where("dataset.plain == dataset.plain").names == ["a"]
    assert [column.id for column in table.columns if column.kind == "dataset"] == [
        'dataset["d/test"]',
        'dataset["d/train"]',
        "dataset.plain",
    ]
