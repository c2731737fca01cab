from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from tensorboard.context import RequestContext

from tb_lifecycle.errors import LogdirError
from tb_lifecycle.reading.tensorboard.file_limit import raised_file_limit
from tb_lifecycle.reading.tensorboard.provider import check_logdir, open_provider
from tests.logdirs import EventFile, make_record

OPEN = """
import sys
from tb_lifecycle.reading.open_logdir import open_logdir
with open_logdir(sys.argv[1], fast=sys.argv[2] == "fast") as reader:
    print(len(reader.table()))
"""


def list_runs(logdir: Path, *, fast: bool = True) -> list[str]:
    with open_provider(str(logdir), fast=fast) as provider:
        return sorted(run.run_name for run in provider.list_runs(RequestContext(), experiment_id=""))


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def count_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("fast", [True, False])
def test_everything_is_there_when_it_opens(tmp_path: Path, fast: bool) -> None:
    for number in range(50):
        EventFile(tmp_path / f"r{number:02}").scalars("x", [1.0])
    EventFile(tmp_path).scalars("x", [1.0])
    assert list_runs(tmp_path, fast=fast) == [".", *(f"r{number:02}" for number in range(50))]


@pytest.mark.parametrize("url", ["gs://bucket/runs", "s3://bucket/runs", "hdfs://host/runs"])
def test_a_bucket_is_refused(url: str) -> None:
    with pytest.raises(LogdirError, match=r"not on this machine.*Mount it"), open_provider(url):
        pass


def test_a_logdir_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LogdirError, match=r"There is no directory .*/nowhere"):
        check_logdir(str(tmp_path / "nowhere"))


def test_a_file_is_no_logdir(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LogdirError, match="is a file"):
        check_logdir(str(tmp_path / "file"))


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "runs").mkdir()
    assert check_logdir("~/runs") == str(tmp_path / "runs")


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    EventFile(tmp_path / "logs" / "r").scalars("x", [1.0])
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    before, files = children(), count_files()
    for _ in range(10):
        with contextlib.suppress(KeyError), open_provider(str(tmp_path / "logs")):
            assert len(children() - before) == 1
            raise KeyError
        assert children() <= before
    # gRPC opens and closes a few for the whole process when it likes.
    assert count_files() < files + 10
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("reader", ["fast", "slow"])
def test_nothing_is_said(tmp_path: Path, reader: str) -> None:
    EventFile(tmp_path / "r").run(make_record())
    # A torn record in the middle, which both readers warn of.
    path = EventFile(tmp_path / "torn").scalars("x", [1.0, 2.0]).path
    path.write_bytes(path.read_bytes()[:-3] + b"\0" * 40)
    # Without TensorFlow, whose import alone writes to the terminal.
    script = "import sys; sys.modules['tensorflow'] = None\n" + OPEN
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(tmp_path), reader],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "RUST_LOG": "debug"},
    )
    assert (done.stdout, done.stderr) == ("2\n", "")


def test_a_server_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = tmp_path / "server"
    server.write_text("#!/bin/sh\necho no such luck >&2\nexit 8\n")
    server.chmod(0o755)
    monkeypatch.setenv("TENSORBOARD_DATA_SERVER_BINARY", str(server))
    with pytest.raises(LogdirError, match="no such luck"), open_provider(str(tmp_path)):
        pass


def test_without_a_server_tensorboards_python_reader_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENSORBOARD_DATA_SERVER_BINARY", str(tmp_path / "absent"))
    EventFile(tmp_path / "r").scalars("x", [1.0])
    with open_provider(str(tmp_path)) as provider:
        assert type(provider).__name__ == "MultiplexerDataProvider"
    assert list_runs(tmp_path) == ["r"]


def test_two_event_files_of_a_directory_are_both_read(tmp_path: Path) -> None:
    EventFile(tmp_path / "r", name="events.out.tfevents.1.a").scalars("x", [1.0])
    EventFile(tmp_path / "r", name="events.out.tfevents.2.b").scalars("y", [2.0])
    for fast in (True, False):
        with open_provider(str(tmp_path), fast=fast) as provider:
            found = provider.list_scalars(RequestContext(), experiment_id="", plugin_name="scalars")
            assert sorted(found["r"]) == ["x", "y"]


def test_as_many_files_as_the_system_permits_are_opened(tmp_path: Path) -> None:
    for number in range(80):
        EventFile(tmp_path / f"r{number}").scalars("x", [1.0])
    script = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 4096))\n" + OPEN
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), "fast"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "80\n"


def test_the_file_limit_is_as_before_afterwards() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        with raised_file_limit():
            assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(soft, 512), hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
