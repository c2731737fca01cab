from __future__ import annotations

from pathlib import Path

import pytest
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.compat.proto import summary_pb2, tensor_pb2, types_pb2

from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard import unread
from tb_lifecycle.reading.tensorboard.unread import Unread
from tests.logdirs import START, EventFile
from tests.reading.conftest import Open


def test_only_runs_with_data_are_to_come(tmp_path: Path) -> None:
    EventFile(tmp_path / "data").scalars("x", [1.0])
    EventFile(tmp_path / "header")
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "events.out.tfevents.1").write_bytes(b"garbage" * 20)
    names = ["data", "header", "garbage", "gone"]
    assert Unread(str(tmp_path)).with_data(names) == {"data"}
    assert Unread(None).with_data(names) == frozenset()


def test_what_there_is_no_time_for_counts_as_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    EventFile(tmp_path / "header")
    monkeypatch.setattr(unread, "_BUDGET", -1.0)
    assert Unread(str(tmp_path)).with_data(["header"]) == {"header"}


def test_reading_ends_when_nothing_has_come_for_long() -> None:
    now = 0.0
    looking = Unread("x", clock=lambda: now)
    listing = object()
    assert looking.is_reading(listing)
    now = unread._PATIENCE + 1
    assert not looking.is_reading(listing)
    assert looking.is_reading(object())
    assert not Unread("x", loaded=True).is_reading(listing)


def test_runs_that_are_listed_and_not_read_look_unread_and_not_empty(tmp_path: Path) -> None:
    for name in ("a", "b/train", "c"):
        EventFile(tmp_path / name).scalars("loss", [0.5])
    EventFile(tmp_path / "profile")
    multiplexer = plugin_event_multiplexer.EventMultiplexer()
    multiplexer.AddRunsFromDirectory(str(tmp_path))
    multiplexer.GetAccumulator("a").Reload()
    alive = True
    provider = data_provider.MultiplexerDataProvider(multiplexer, str(tmp_path))
    reader = LogdirReader(provider, str(tmp_path), is_alive=lambda: alive)
    reader.refresh()
    table = reader.table().sort("name")
    assert (table.names, table.column("metric.loss")) == (["a", "b", "c"], [0.5, None, None])
    assert (table.unread, reader.complete, reader.reading) == ([1, 2], False, True)
    assert table.where("name != 'a'").unread == [0, 1]
    assert "TensorBoard is still reading: 2 runs to come." in table.notices
    alive = False
    reader.refresh()
    assert (reader.complete, reader.reading) == (False, False)
    assert any("has stopped, and 2 runs will not be read" in notice for notice in reader.notices())
    multiplexer.Reload()
    reader.refresh()
    table = reader.table().sort("name")
    assert (table.names, table.unread, reader.complete) == (["a", "b", "c"], [], True)
    assert reader.notices() == []


def test_data_that_tensorboard_cannot_show_is_said(tmp_path: Path, open_reader: Open) -> None:
    # A summary without a data class is on disk, and nowhere in TensorBoard.
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[1.0])
    EventFile(tmp_path / "odd").tensor("x", tensor, summary_pb2.SummaryMetadata(), 0, START)
    EventFile(tmp_path / "a").scalars("x", [1.0])
    reader = open_reader(tmp_path)
    assert sorted(reader.table().names) == ["a", "odd"]
    assert reader.notices() == ["TensorBoard shows nothing of 1 run with data on disk: odd."]
    assert (reader.complete, reader.table().unread) == (True, [])


def test_a_run_with_nothing_but_another_plugins_data_is_a_row(tmp_path: Path, open_reader: Open) -> None:
    metadata = summary_pb2.SummaryMetadata(
        plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="greeter"),
        data_class=summary_pb2.DATA_CLASS_TENSOR,
    )
    tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"hello"])
    EventFile(tmp_path / "other").tensor("x", tensor, metadata, 0, START)
    EventFile(tmp_path / "header")
    reader = open_reader(tmp_path)
    assert (reader.table().names, reader.notices()) == (["other"], [])
