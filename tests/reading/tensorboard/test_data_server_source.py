from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tensorboard.data import grpc_provider

from tb_lifecycle.reading.records.parse import CURRENT_TAGS
from tb_lifecycle.reading.tensorboard import data_server_source
from tb_lifecycle.reading.tensorboard.bulk import Bulk, BulkReader
from tb_lifecycle.reading.tensorboard.data_server_source import DataServerSource, connect
from tb_lifecycle.reading.tensorboard.listing import Listing
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tb_lifecycle.reading.tensorboard.provider_source import ProviderSource
from tests.logdirs import EventFile, make_record
from tests.reading.test_reader import growing_provider


def write(logdir: Path) -> None:
    for number in range(3):
        file = EventFile(logdir / f"r{number}").run(make_record(flags={"a": number}))
        file.scalars("loss", [2.0, 0.92]).session({"a": number})
    EventFile(logdir / "r0" / "train").scalars("accuracy", [0.5], first_step=7)


def test_both_sources_say_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    with open_provider(str(tmp_path)) as provider:
        server = connect(provider, "")
        assert server is not None
        assert server.answers()
        other = ProviderSource(provider, {"ctx": None, "experiment_id": ""})
        assert server.list(Listing()) == other.list(Listing())
        runs = ["r0", "r2"]
        assert server.read_newest(runs, CURRENT_TAGS) == other.read_newest(runs, CURRENT_TAGS)
        runs = ["r0/train", "r1"]
        assert server.read_last_scalars(runs) == other.read_last_scalars(runs)
        server.close()


def test_what_has_not_changed_is_not_decoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    with open_provider(str(tmp_path)) as provider:
        reader = BulkReader(provider)
        first = reader.read(Bulk())
        for name in ("_stamp", "_content", "_decode_run"):
            monkeypatch.setattr(data_server_source, name, None)
        assert reader.read(first) is first
        reader.close()


def test_one_run_that_changes_is_all_that_is_decoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    decoded: list[str] = []
    decode = data_server_source._decode_scalars

    def counted(part: bytes) -> Any:
        run, stamps = decode(part)
        decoded.append(run)
        return run, stamps

    monkeypatch.setattr(data_server_source, "_decode_scalars", counted)
    with growing_provider(tmp_path, fast=True) as reader:
        wait_for_value(reader, "r0", 0.5)
        decoded.clear()
        EventFile(tmp_path / "r0" / "train", name="events.out.tfevents.2.later").scalars(
            "accuracy", [0.75], first_step=8
        )
        wait_for_value(reader, "r0", 0.75)
        assert set(decoded) == {"r0/train"}
        reader.close()


def wait_for_value(reader: Any, run: str, value: float) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        reader.refresh()
        table = reader.table()
        names = table.column('has(metric["train/accuracy"]) and metric["train/accuracy"] == ' + str(value))
        found = dict(zip(table.names, names, strict=True))
        if found.get(run):
            return
        time.sleep(0.2)
    raise AssertionError(found)


@pytest.mark.parametrize("address", ["localhost:1", "elsewhere.example:80", ""])
def test_where_no_server_answers_tensorboards_own_provider_is_asked(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_server_source, "_PATIENCE", 0.2)
    write(tmp_path)
    with open_provider(str(tmp_path)) as provider:
        monkeypatch.setattr(provider, "_addr", address)
        assert isinstance(provider, grpc_provider.GrpcDataProvider)
        reader = BulkReader(provider)
        found = reader.read(Bulk())
        assert isinstance(reader._source, ProviderSource)
        assert sorted(found.records) == ["r0", "r1", "r2"]
        reader.close()


def test_other_providers_have_no_server(tmp_path: Path) -> None:
    write(tmp_path)
    with open_provider(str(tmp_path), fast=False) as provider:
        assert connect(provider, "") is None
        assert not isinstance(BulkReader(provider)._source, DataServerSource)
