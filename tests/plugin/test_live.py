"""What changes while TensorBoard runs, and logdirs out of the ordinary."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.logdirs import START, EventFile, make_record
from tests.reading.tensorboard.test_hostile import write_hostile
from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

pytestmark = pytest.mark.server

OURS = "events.out.tfevents.1700000000.host.lifecycle"
THEIRS = "events.out.tfevents.1800000000.host.later"


@pytest.fixture(scope="module", params=READERS)
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TensorBoard, Path]]:
    """A TensorBoard over a logdir that does not exist yet."""
    logdir = tmp_path_factory.mktemp("live") / "later" / "runs"
    with running_tensorboard("--logdir", str(logdir), READERS[request.param]) as tensorboard:
        yield tensorboard, logdir


def column(tensorboard: TensorBoard, expression: str) -> dict[str, object]:
    answer = tensorboard.json("runs", columns=expression)
    return dict(zip(answer["runs"], answer["columns"][0]["values"], strict=True))


def test_a_logdir_appears_and_a_run_grows_in_both_its_files(live: tuple[TensorBoard, Path]):
    tensorboard, logdir = live
    empty = tensorboard.json("runs")
    assert (empty["runs"], empty["total"], empty["all"]) == ([], 0, 0)

    # TensorBoard's Python reader leaves a file whose events are a day old.
    now = time.time()
    ours = EventFile(logdir / "a", name=OURS, start=now)
    ours.run(make_record(status=lifecycle_pb2.RUNNING, started=now, ended=0, flags={"lr": 0.5}))
    theirs = EventFile(logdir / "a", name=THEIRS, start=now).scalars("accuracy", [0.1, 0.2])
    tensorboard.wait_for_runs("a")
    tensorboard.wait(lambda: column(tensorboard, "metric.accuracy") == {"a": 0.2})
    etag = tensorboard.get("runs", columns="name,flag.lr").headers["ETag"]

    theirs.scalars("accuracy", [0.3, 0.4], first_step=2)
    tensorboard.wait(lambda: column(tensorboard, "metric.accuracy") == {"a": 0.4})
    ours.run(make_record(started=now, ended=now + 60, flags={"lr": 0.25}), wall_time=now + 60)
    tensorboard.wait(lambda: column(tensorboard, "flag.lr") == {"a": 0.25})
    assert column(tensorboard, "status") == {"a": "completed"}
    theirs.scalars("accuracy", [0.5], first_step=4)
    tensorboard.wait(lambda: column(tensorboard, "metric.accuracy") == {"a": 0.5})

    changed = tensorboard.get("runs", {"If-None-Match": etag}, columns="name,flag.lr")
    assert changed.status == 200
    EventFile(logdir / "b", start=now).scalars("loss", [1.0])
    tensorboard.wait_for_runs("a", "b")
    unchanged = tensorboard.get("run", run="a")
    assert tensorboard.get("run", {"If-None-Match": unchanged.headers["ETag"]}, run="a").status == 304


def test_more_runs_than_open_files_are_allowed_all_show(tmp_path: Path):
    names = [f"run{number:03}" for number in range(600)]
    for name in names:
        EventFile(tmp_path / name).run(make_record(flags={"lr": 0.5}))
    with running_tensorboard(
        "--logdir", str(tmp_path), READERS["data server"], open_files=256
    ) as tensorboard:
        tensorboard.wait_for_runs(*names)
        assert tensorboard.json("runs", limit=1)["notices"] == []


def test_where_runs_are_hidden_because_the_limit_may_not_rise_the_tab_says_so(tmp_path: Path):
    arguments = ["--logdir", str(tmp_path), READERS["data server"], "--lifecycle_raise_file_limit=false"]
    with running_tensorboard(*arguments, open_files=256) as tensorboard:
        # Not before: a data server that has run out of files answers nobody new, not even TensorBoard.
        write_old_runs(tmp_path, 600)
        tensorboard.wait(lambda: tensorboard.json("runs", limit=1)["notices"])
        answer = tensorboard.json("runs", limit=1)
        assert (answer["all"], 0 < answer["listed"] < 600) == (600, True)
        assert "ulimit -n" in " ".join(answer["notices"])


def write_old_runs(logdir: Path, count: int) -> None:
    for number in range(count):
        run = EventFile(logdir / f"run{number:03}").run(make_record(flags={"lr": 0.5}))
        os.utime(run.path, (START, START))


def test_a_spec_of_several_logdirs_shows_their_runs_and_says_why_files_are_not(project, tmp_path: Path):
    EventFile(tmp_path / "x").run(make_record(flags={"lr": 0.5}))
    spec = f"mnist:{project.logdir},other:{tmp_path}"
    with running_tensorboard("--logdir_spec", spec) as tensorboard:
        tensorboard.wait_for_runs("mnist/intro/a", "mnist/intro/failed", "mnist/expert/b", "other/x")
        refused = tensorboard.get("file", run="mnist/expert/b", path="lifecycle/console.log")
        assert refused.status == 404
        error = refused.json()["error"]
        assert "its place is not known here" in error["message"]
        assert error["hint"] == "Start TensorBoard with --logdir and a local directory."


def test_when_the_data_server_dies_what_was_read_stays_with_a_notice(tmp_path: Path):
    EventFile(tmp_path / "a").run(make_record(flags={"lr": 0.5}))
    with running_tensorboard("--logdir", str(tmp_path), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs("a")
        (server,) = children(tensorboard.pid)
        os.kill(server, signal.SIGKILL)
        tensorboard.wait(lambda: tensorboard.json("runs")["notices"])
        answer = tensorboard.json("runs")
        assert (answer["runs"], answer["complete"]) == (["a"], False)
        restart = "TensorBoard's data server has ended: restart TensorBoard."
        assert answer["notices"] == [f"TensorBoard's data could not be read again: {restart}"]
        refused = tensorboard.get("run", run="a")
        assert (refused.status, refused.json()["error"]["message"]) == (500, restart)
        assert "Traceback" in tensorboard.log()


def children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(number) for number in found.stdout.split()]


def test_runs_with_odd_names_can_be_asked_for(tmp_path: Path):
    names = [".", "a b", "a+b", "ünï/cödé", "50%", "q?x=1&run=y", "#1", "it's"]
    for name in names:
        EventFile(tmp_path / name).run(make_record(flags={"lr": 0.5}))
    with running_tensorboard("--logdir", str(tmp_path), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs(*names)
        for name in names:
            assert tensorboard.json("run", run=name)["run"] == name
        assert tensorboard.json("compare", run=names)["runs"] == names


@pytest.mark.parametrize("length", [2**63, 2**40])
def test_a_file_that_ends_the_data_server_is_left_out(tmp_path: Path, length: int):
    for name in ("a", "b"):
        EventFile(tmp_path / name).run(make_record(flags={"lr": 0.5})).scalars("loss", [1.0])
    arguments = ["--logdir", str(tmp_path), READERS["data server"]]
    with running_tensorboard(*arguments) as tensorboard:
        tensorboard.wait_for_runs("a", "b")
        write_hostile(tmp_path / "damaged" / "events.out.tfevents.1", length)
        tensorboard.wait(lambda: "damaged length" in " ".join(tensorboard.json("runs")["notices"]))
        EventFile(tmp_path / "a").scalars("loss", [2.0], first_step=1)
        tensorboard.wait(lambda: column(tensorboard, "metric.loss") == {"a": 2.0, "b": 1.0})
        assert tensorboard.json("run", run="a")["flags"] == {"lr": 0.5}
        assert tensorboard.json("runs")["complete"]
