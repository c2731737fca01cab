from __future__ import annotations

from pathlib import Path

import pytest

from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tb_lifecycle.reading.tensorboard.slashes import with_slashes
from tests.logdirs import EventFile, make_record


@pytest.mark.parametrize("fast", [True, False])
def test_names_have_slashes_whatever_the_separator(tmp_path: Path, fast: bool) -> None:
    # Here a backslash is part of a name; to TensorBoard it is one that Windows would give.
    EventFile(tmp_path / "a\\r").run(make_record(flags={"lr": 1})).scalars("x", [1.0, 3.0])
    EventFile(tmp_path / "a\\r\\train").scalars("loss", [2.0])
    EventFile(tmp_path / "a\\r\\train", name="events.out.tfevents.2").graph()
    with open_provider(str(tmp_path), fast=fast) as provider:
        reader = LogdirReader(with_slashes(provider, "\\"), None)
        reader.refresh()
        table = reader.table()
        assert table.names == ["a/r"]
        assert table.column('metric["train/loss"]') == [2.0]
        assert table.column("max(x)") == [3.0]
        described = reader.describe("a/r")
        assert described["flags"] == {"lr": 1}
        assert described["graphs"] == ["a/r/train"]
        (curve,) = reader.scalars(["a/r"], ["x"])
        assert curve["values"] == [1.0, 3.0]


def test_where_the_separator_is_a_slash_nothing_is_between(tmp_path: Path) -> None:
    with open_provider(str(tmp_path)) as provider:
        assert with_slashes(provider, "/") is provider
