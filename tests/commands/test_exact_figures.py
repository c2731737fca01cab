import json
import shutil
from pathlib import Path

import pytest
from tensorboard.compat.proto import event_pb2

from tb_lifecycle.format.record_framing import frame
from tests.commands.program import tb_lifecycle
from tests.logdirs import EventFile

COUNT = 3000


@pytest.fixture(scope="module")
def logdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of others with a curve of which TensorBoard keeps a third."""
    logdir = tmp_path_factory.mktemp("runs")
    for name in "ab":
        EventFile(logdir / name).scalars("loss", [float(step % 97) for step in range(COUNT)])
    return logdir


@pytest.fixture(scope="module")
def large(logdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in files that are too large to be read unasked."""
    copy = tmp_path_factory.mktemp("large") / "runs"
    shutil.copytree(logdir, copy)
    for path in copy.rglob("*tfevents*"):
        with path.open("ab") as file:
            file.write(frame(event_pb2.Event(graph_def=bytes(26_000_000)).SerializeToString()))
    return copy


def test_runs(large: Path) -> None:
    logdir = large
    sampled = tb_lifecycle("runs", logdir, "--columns", "name, mean(loss), loss")
    assert all(line.count("≈") == 1 for line in sampled.lines[1:3])
    assert "--exact reads the event files" in sampled.out + sampled.err
    exact = tb_lifecycle("runs", logdir, "--columns", "name, mean(loss)", "--exact", "--format", "json")
    column = json.loads(exact.out)["columns"][1]
    assert (column["exact"], column["values"]) == (True, [sum(s % 97 for s in range(COUNT)) / COUNT] * 2)


def test_the_default_table_has_last_values_only(logdir: Path) -> None:
    ended = tb_lifecycle("runs", logdir)
    assert "≈" not in ended.out + ended.err


def test_show(large: Path) -> None:
    logdir = large
    loss = json.loads(tb_lifecycle("show", logdir / "a", "--format", "json").out)["metrics"]["loss"]
    assert (loss["exact"], loss["last_exact"]) == (False, True)
    loss = json.loads(tb_lifecycle("show", logdir / "a", "--exact", "--format", "json").out)["metrics"][
        "loss"
    ]
    assert (loss["exact"], loss["count"], loss["max"]) == (True, COUNT, 96.0)


def test_files_that_are_not_large_are_read_unasked(logdir: Path) -> None:
    table = tb_lifecycle("runs", logdir, "--columns", "name, mean(loss), loss")
    assert "≈" not in table.out + table.err
    loss = json.loads(tb_lifecycle("show", logdir / "a", "--format", "json").out)["metrics"]["loss"]
    assert (loss["exact"], loss["count"]) == (True, COUNT)


def test_compare_shows_last_values_which_are_exact(logdir: Path) -> None:
    for options in ((), ("--exact",)):
        ended = tb_lifecycle("compare", logdir / "a", logdir / "b", *options, "--format", "json")
        assert json.loads(ended.out)["metrics"]["loss"]["exact"] == [True, True]
