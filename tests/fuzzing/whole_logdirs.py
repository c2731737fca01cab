"""Logdirs of some odd runs beside two sound ones, through a reader and every route."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from tensorboard.plugins.base_plugin import TBContext
from werkzeug.test import Client

from tb_lifecycle.format import metadata
from tb_lifecycle.format.event_reading import OWN_SUFFIX
from tb_lifecycle.plugin.plugin import ROUTES, LifecyclePlugin
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.reader import LogdirReader
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.fuzzing.event_files import draw_file
from tests.fuzzing.expressions import draw_expression
from tests.fuzzing.source import Source
from tests.fuzzing.targets import in_time, workplace
from tests.logdirs import START, EventFile, make_record

NAMES = ("a", "a/b", "ünï code", "train", "=1+1", "events", "good/c", "x" * 200, "a'\"b", "%2e")
FILES = (
    "events.out.tfevents.1700000000.host", f"events.out.tfevents.1700000001.host.1{OWN_SUFFIX}",
    "events.out.tfevents.1700000002.host.v2",
)  # fmt: skip
SOUND = ("good/a", "good/b")
MOST_ODD = 8
LAST = 0.25

# Seconds that opening a logdir may take: a data server that hangs is given three, and started again.
PATIENCE = 60.0

_numbers = itertools.count()


def logdir(source: Source) -> None:
    """What is read of the sound runs is right, and every question is answered."""
    fast, as_plugin = bool(source.number(2)), bool(source.number(2))
    text = draw_expression(source).encode("utf-8", "replace").decode()  # no address has half a character
    check_logdir(partial(_write_odd, source=source), text, fast=fast, as_plugin=as_plugin)


def check_logdir(
    write_odd: Callable[[Path], object], text: str, *, fast: bool, as_plugin: bool = True
) -> None:
    """The same of a logdir that `write_odd` makes, with an expression."""
    _warm_up()
    directory = workplace() / f"logdir-{next(_numbers)}"
    try:
        for name in SOUND:
            file = EventFile(directory / name).scalars("loss", [1.0, 0.5, LAST])
            file.run(make_record(flags={"lr": 0.5}, metrics={"loss": [1.0, 0.5, LAST]}), START + 60)
        write_odd(directory)
        with _opened(directory, fast, as_plugin) as reader:
            _ask_everything(reader, directory, text)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _write_odd(directory: Path, source: Source) -> None:
    for _ in range(1 + source.number(MOST_ODD)):
        place = directory / source.choose(NAMES)
        (place / metadata.FILES_DIRECTORY).mkdir(parents=True, exist_ok=True)
        (place / metadata.CONSOLE_PATH).write_bytes(b"1700000000.000\tout\thello\n")
        (place / source.choose(FILES)).write_bytes(draw_file(source))
        if source.is_rare(4):
            (place / metadata.CRASH_PATH).write_bytes(b"Fatal Python error: Segmentation fault\n\xff\n")


@cache
def _warm_up() -> None:
    """Imports what reading takes, once: TensorBoard's Python reader imports TensorFlow where there is one."""
    from tensorboard.backend.event_processing import data_ingester, plugin_event_multiplexer

    del data_ingester, plugin_event_multiplexer


@contextmanager
def _opened(directory: Path, fast: bool, as_plugin: bool) -> Iterator[LogdirReader]:
    if not as_plugin:
        with open_logdir(str(directory), fast=fast, patience=PATIENCE) as reader:
            yield reader
        return
    with open_provider(str(directory), fast=fast, patience=PATIENCE) as provider:
        reader = LogdirReader(provider, str(directory), behind=5.0)
        yield reader
        reader.close()


def _ask_everything(reader: LogdirReader, directory: Path, text: str) -> None:
    plugin = LifecyclePlugin(TBContext(data_provider=object(), logdir=str(directory)))
    # Read once and in this thread: the plugin's own would go on for as long as the process.
    snapshots = plugin._snapshots
    snapshots._reader = reader
    with in_time():
        snapshot = snapshots._read()
    snapshots.current = lambda: snapshot  # type: ignore[method-assign]
    apps = plugin.get_plugin_apps()
    clients = {route.name: Client(apps[f"/{route.name}"]) for route in ROUTES}
    ask = partial(_ask, clients)

    table = ask("runs")
    _check_sound(table)
    names = table["runs"]
    _check_sound(ask("runs", exact="1"))
    ask("runs", where=text, errors="inline")
    ask("runs", columns=text, sort=text)
    for name in [name for name in names if name not in SOUND][:6]:
        run = ask("run", run=name)
        ask("run", run=name, exact="1")
        ask("lineage", run=name)
        ask("scalars", run=name)
        listed = [*(run["code"] or {"files": []})["files"], *run["files"]]
        files = [file["path"] for file in listed if file.get("path")]
        for path in dict.fromkeys([metadata.CONSOLE_PATH, "train.py", "../../good/a", *files[:6]]):
            ask("file", run=name, path=path)
    if len(names) > 1:
        ask("compare", run=names[:20])
        ask("compare", run=names[:20], exact="1")
        ask("scalars", run=names[:20], tag=["loss", "vector"], points="3")


def _check_sound(table: dict[str, Any]) -> None:
    columns = {
        column["id"]: dict(zip(table["runs"], column["values"], strict=True)) for column in table["columns"]
    }
    for name in SOUND:
        assert name in table["runs"], (name, table["notices"])
        assert columns["metric.loss"][name] == LAST, (columns["metric.loss"], table["notices"])
        assert columns["status"][name] == "completed"
        assert columns["flag.lr"][name] == 0.5
    for notice in table["notices"]:
        assert isinstance(notice, str)


def _ask(clients: dict[str, Client], route: str, **query: Any) -> Any:
    with in_time():
        response = clients[route].get(f"/data/plugin/lifecycle/{route}", query_string=query)
    content = response.get_data()
    assert response.status_code in (200, 400, 404), (route, query, content[:2000])
    if route == "file" and response.status_code == 200:
        return content
    return json.loads(content, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
