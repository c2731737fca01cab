from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import LogdirError
from tb_lifecycle.local_paths import explain_address, find_scheme
from tb_lifecycle.recording.data.describe_dataset import describe_dataset
from tb_lifecycle.recording.exports.describe_export import describe_export

ADDRESSES = {
    "s3://bucket/runs": "s3",
    "S3://bucket/runs": "s3",
    "az://bucket/runs": "az",
    "abfss://c@account.example/runs": "abfss",
    "dbfs:/runs": "dbfs",
    "memory://": "memory",
    "file:///tmp/runs": "file",
    "some-new+scheme.2://x": "some-new+scheme.2",
    "simplecache::s3://bucket/runs": "simplecache::s3",
    " gs://bucket": "gs",
}
PATHS = ["runs", "/runs", "./s3://x", "C:/runs", "c:\\runs", "a:b/c", "lr=1e-3:/x", "runs/s3://x", "", "~/x"]


@pytest.mark.parametrize(("text", "scheme"), ADDRESSES.items())
def test_addresses(text: str, scheme: str) -> None:
    assert find_scheme(text) == scheme
    assert find_scheme(os.fsencode(text)) == scheme
    assert text.strip() in (explain_address(text) or "")


@pytest.mark.parametrize("text", PATHS)
def test_paths(text: str) -> None:
    assert find_scheme(text) is None
    assert explain_address(text) is None


def test_a_path_object_is_an_address_too() -> None:
    assert find_scheme(Path("s3://bucket/runs")) == "s3"


def test_what_to_do_is_said() -> None:
    assert explain_address("file:///tmp/a b") == (
        "file:///tmp/a b is an address, not a path. Give the path itself: /tmp/a b"
    )
    assert "Mount it, or use a local directory" in (explain_address("az://bucket") or "")


@pytest.mark.parametrize("text", ["az://bucket/run", "file:///tmp/run", "dbfs:/run", "S3://bucket/run"])
@pytest.mark.parametrize(
    "call",
    [
        tb_lifecycle.start_run,
        lambda text: tb_lifecycle.log_flags({"rundir": text}),
        tb_lifecycle.load_runs,
        lambda text: describe_export(text, None, "."),
    ],
)
def test_nothing_is_made_at_an_address(
    text: str, call: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ValueError, FileNotFoundError), match=r"Mount it|Give the path"):
        call(text)
    assert list(tmp_path.iterdir()) == []


def test_a_logdir_error_is_what_readers_raise() -> None:
    with pytest.raises(LogdirError):
        tb_lifecycle.load_runs("memory://x")


@pytest.mark.parametrize(
    "arguments",
    [
        "runs X",
        "show X",
        "compare X X",
        "verify X",
        "reproduce X",
        "reproduce . --to X",
        "serve X",
        "demo --logdir X",
    ],
)
def test_every_command_refuses_an_address(arguments: str, tmp_path: Path) -> None:
    given = arguments.replace("X", "az://bucket/run").split()
    done = subprocess.run(
        [sys.executable, "-m", "tb_lifecycle.commands.main", *given],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "az://bucket/run is not on this machine" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("uri", ["S3://bucket/key", "dbfs:/data/x.csv", "az://bucket/key"])
def test_a_data_set_may_be_an_address(uri: str) -> None:
    described = describe_dataset("x", uri)
    assert (described.kind, described.source) == ("uri", uri)
