from __future__ import annotations

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard import provider
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

RUNNING = {"status": lifecycle_pb2.RUNNING, "ended": 0}


@contextmanager
def growing_provider(logdir: Path, *, fast: bool) -> Iterator[LogdirReader]:
    """A reader on a provider that goes on reading, as TensorBoard's own does."""
    if fast:
        binary = provider._find_server_binary()
        assert binary is not None
        with provider._start_server(binary, str(logdir), lambda: None, reload="1") as served:
            yield LogdirReader(served, str(logdir))
        return
    multiplexer = plugin_event_multiplexer.EventMultiplexer(event_file_active_filter=lambda _: True)

    class Reader(LogdirReader):
        def refresh(self) -> None:
            multiplexer.AddRunsFromDirectory(str(logdir))
            multiplexer.Reload()
            super().refresh()

    yield Reader(data_provider.MultiplexerDataProvider(multiplexer, str(logdir)), str(logdir))


def wait_for(reader: LogdirReader, expression: str, value: object) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        reader.refresh()
        table = reader.table()
        if table.column(f"has({expression})") == [True] and table.column(expression) == [value]:
            return
        time.sleep(0.2)
    raise AssertionError(f"{expression} did not become {value}: {reader.table().columns}")


@pytest.mark.parametrize("fast", [True, False])
def test_a_run_is_followed_while_it_writes_and_another_writer_too(tmp_path: Path, fast: bool) -> None:
    ours = EventFile(tmp_path / "r", name="events.out.tfevents.1.lifecycle")
    ours.run(make_record(flags={"lr": 1}, **RUNNING), START)
    users = EventFile(tmp_path / "r", name="events.out.tfevents.2.user").scalars("loss", [3.0])
    with growing_provider(tmp_path, fast=fast) as reader:
        wait_for(reader, "metric.loss", 3.0)
        assert reader.table().column("flag.lr") == [1]
        users.scalars("loss", [2.0], first_step=1)
        wait_for(reader, "metric.loss", 2.0)
        ours.run(make_record(flags={"lr": 2}), START + 60)
        wait_for(reader, "flag.lr", 2)
        assert reader.table().column("status") == ["completed"]
        users.scalars("loss", [1.0], first_step=2)
        wait_for(reader, "metric.loss", 1.0)


def test_runs_come_and_tables_stay(tmp_path: Path) -> None:
    EventFile(tmp_path / "a").run(make_record(flags={"x": 1}))
    with growing_provider(tmp_path, fast=False) as reader:
        assert (len(reader.table()), reader.complete, reader.read_time) == (0, False, None)
        reader.refresh()
        before = reader.table()
        EventFile(tmp_path / "b").run(make_record(flags={"y": 2}))
        reader.refresh()
        assert before.names == ["a"]
        assert sorted(reader.table().names) == ["a", "b"]
        assert reader.table().where("flag.y == 2").names == ["b"]
        assert reader.complete


def test_a_removed_run_goes(tmp_path: Path) -> None:
    EventFile(tmp_path / "a").run(make_record())
    EventFile(tmp_path / "b").run(make_record())
    with growing_provider(tmp_path, fast=True) as reader:
        deadline = time.monotonic() + 30
        while len(reader.table()) < 2 and time.monotonic() < deadline:
            reader.refresh()
        shutil.rmtree(tmp_path / "b")
        while len(reader.table()) > 1 and time.monotonic() < deadline:
            reader.refresh()
            time.sleep(0.2)
        assert reader.table().names == ["a"]


def test_a_directory_turns_into_a_run_when_its_record_appears(tmp_path: Path) -> None:
    EventFile(tmp_path / "a").scalars("loss", [1.0])
    EventFile(tmp_path / "a" / "deep").scalars("loss", [2.0])
    with growing_provider(tmp_path, fast=False) as reader:
        reader.refresh()
        assert sorted(reader.table().names) == ["a", "a/deep"]
        EventFile(tmp_path / "a", name="events.out.tfevents.2").run(make_record())
        reader.refresh()
        assert reader.table().names == ["a"]
        assert reader.table().column('metric["deep/loss"]') == [2.0]


def test_a_refresh_without_a_change_keeps_all(tmp_path: Path) -> None:
    EventFile(tmp_path / "a").run(make_record())
    with open_logdir(str(tmp_path)) as reader:
        columns, read_time = reader._columns, reader.read_time
        reader.refresh()
        assert reader._columns is columns
        assert reader.read_time is not None
        assert read_time is not None
        assert reader.read_time > read_time


def test_a_running_run_lasts_until_it_was_read(tmp_path: Path) -> None:
    EventFile(tmp_path / "a").run(make_record(**RUNNING), START + 100)
    now = START + 110
    with open_logdir(str(tmp_path)) as opened:
        reader = LogdirReader(opened._bulk._provider, str(tmp_path), clock=lambda: now)
        reader.refresh()
        assert reader.table().column("duration") == [110]
        now = START + 120
        reader.refresh()
        assert reader.table().column("duration") == [120]
        assert reader.describe("a")["duration"] == 120
        now = START + 1000
        reader.refresh()
        assert reader.table().column("status") == ["lost"]
        assert reader.table().column("duration") == [100]


def test_figures_of_a_growing_curve_are_read_again(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "a").scalars("loss", [1.0])
    with growing_provider(tmp_path, fast=False) as reader:
        reader.refresh()
        assert reader.table().column("max(loss)") == [1.0]
        file.scalars("loss", [9.0, 2.0], first_step=1)
        reader.refresh()
        assert reader.table().column("max(loss)") == [9.0]
        assert reader.describe("a")["metrics"]["loss"]["max"] == 9.0


def test_newest_start_first(tmp_path: Path, open_reader: Open) -> None:
    for name, start in {"b": 2, "a": 3, "c": 1}.items():
        EventFile(tmp_path / name).run(make_record(started=START + start))
    assert open_reader(tmp_path).table().names == ["a", "b", "c"]


def test_compare_describes_every_run_once(tmp_path: Path, open_reader: Open) -> None:
    EventFile(tmp_path / "a").run(make_record(flags={"lr": 0.5}, metrics={"accuracy": [0.9]}), START + 9)
    EventFile(tmp_path / "b").run(make_record(flags={"lr": 0.1}, metrics={"accuracy": [0.95]}), START + 9)
    compared = open_reader(tmp_path).compare(["a", "b"], "a")
    assert (compared["runs"], compared["baseline"]) == (["a", "b"], "a")
    assert compared["flags"] == {"lr": [0.5, 0.1]}
    assert math.isclose(compared["metrics"]["accuracy"]["deltas"][1], 0.05)


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_change_in_one_run_changes_the_stages_of_another(tmp_path: Path, asked_before: bool) -> None:
    data = {"digits": b"d" * 32}
    for number in range(30):
        EventFile(tmp_path / f"other{number}").run(make_record(flags={"x": number}, metrics={"x": [1.0]}))
    EventFile(tmp_path / "a").run(make_record(datasets=data, metrics={"accuracy": [0.5]}))
    second = EventFile(tmp_path / "b").run(make_record(datasets=data, metrics={"loss": [0.5]}))
    with growing_provider(tmp_path, fast=False) as reader:
        reader.refresh()
        if asked_before:
            assert stage_of(reader, "a") == "partial"
        second.run(make_record(datasets=data, metrics={"loss": [0.5], "accuracy": [0.6]}), START + 60)
        reader.refresh()
        assert (stage_of(reader, "a"), stage_of(reader, "b")) == ("recorded", "recorded")
        second.run(make_record(metrics={"loss": [0.5], "accuracy": [0.6]}), START + 120)
        reader.refresh()
        assert (stage_of(reader, "a"), stage_of(reader, "b")) == ("partial", "missing")


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_change_in_one_of_many_runs_shows_in_its_stages_and_in_the_columns(
    tmp_path: Path, asked_before: bool
) -> None:
    for number in range(30):
        EventFile(tmp_path / f"other{number}").run(make_record(flags={"x": number}, metrics={"x": [1.0]}))
    changing = EventFile(tmp_path / "a").run(make_record(metrics={"x": [0.5]}))
    with growing_provider(tmp_path, fast=False) as reader:
        reader.refresh()
        if asked_before:
            assert stage_of(reader, "a", "train") == "partial"
            assert "flag.lr" not in {column.id for column in reader.table().columns}
        changing.run(make_record(flags={"lr": 0.5}, metrics={"x": [0.5]}), START + 60)
        reader.refresh()
        assert stage_of(reader, "a", "train") == "recorded"
        assert "flag.lr" in {column.id for column in reader.table().columns}
        assert reader.table().where("flag.lr == 0.5").names == ["a"]


def stage_of(reader: LogdirReader, name: str, stage: str = "compare") -> object:
    table = reader.table()
    return dict(zip(table.names, table.column(f"stage.{stage}"), strict=True))[name]
