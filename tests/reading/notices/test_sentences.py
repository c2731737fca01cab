from __future__ import annotations

from pathlib import Path

from tests.logdirs import EventFile, make_record
from tests.reading.conftest import Open


def test_a_logdir_in_order_has_none(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "a").run(make_record())
    EventFile(tmp_path / "b").scalars("x", [1.0])
    assert open_reader(tmp_path).notices() == []


def test_damaged_records_are_named(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "a").run(b"\xff\xff")
    reader = open_reader(tmp_path)
    assert reader.notices() == ["The record of 1 run is damaged and not shown: a."]
    assert reader.describe("a")["notices"] == ["The record lifecycle/run is damaged and not shown."]


def test_many_damaged_records_are_counted(tmp_path: Path, fast_reader: Open) -> None:
    for name in "abcde":
        EventFile(tmp_path / name).run(b"\xff\xff")
    assert fast_reader(tmp_path).notices() == [
        "The records of 5 runs are damaged and not shown: a, b, c and 2 more."
    ]


def test_a_newer_format_says_what_to_do(tmp_path: Path, fast_reader: Open) -> None:
    EventFile(tmp_path / "a").run(make_record(format_version=7))
    reader = fast_reader(tmp_path)
    (notice,) = reader.notices()
    assert "wrote a record in format 7; this one reads up to 1." in notice
    assert "pip install -U tb_lifecycle" in notice
    assert notice.endswith("It concerns a.")
    assert reader.describe("a")["notices"] == [notice.removesuffix(" It concerns a.")]
