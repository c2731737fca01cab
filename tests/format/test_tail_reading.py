from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.format.tail_reading import read_tail
from tests.logdirs import EventFile, make_record


@pytest.mark.parametrize("notes", ["", "x" * 100, "lifecycle/run" * 30, "y" * 400_000])
def test_the_newest_record_and_what_follows(tmp_path: Path, notes: str) -> None:
    file = EventFile(tmp_path / "r").run(make_record(notes="old")).scalars("loss", [1.0] * 40)
    file.run(make_record(notes=notes)).scalars("loss", [2.0, 3.0])
    tail = read_tail(file.path)
    assert tail is not None
    assert tail.record.notes == notes
    assert list(tail.later.curves["loss"].values) == [2.0, 3.0]
    assert tail.later.whole


def test_a_tag_or_a_text_of_that_name_is_no_record(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").run(make_record(notes="real"))
    file.scalars("lifecycle/run", [1.0]).scalars("my/lifecycle/run", [1.0])
    file.record("lifecycle/details", make_record(notes="lifecycle/run"))
    tail = read_tail(file.path)
    assert tail is not None
    assert tail.record.notes == "real"
    assert "my/lifecycle/run" in tail.later.curves


def test_a_record_that_was_cut_is_passed_over(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").run(make_record(notes="whole"))
    file.run(make_record(notes="cut"))
    file.path.write_bytes(file.path.read_bytes()[:-3])
    tail = read_tail(file.path)
    assert tail is not None
    assert tail.record.notes == "whole"


def test_no_record(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0])
    assert read_tail(file.path) is None
    (tmp_path / "empty").touch()
    assert read_tail(tmp_path / "empty") is None
