"""`tb-lifecycle serve` as a process of its own, called over HTTP, stopped by a signal."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import tb_lifecycle
from tb_lifecycle.format.event_reading import event_files
from tb_lifecycle.serving.serve_files import read_serve_record

pytestmark = pytest.mark.framework

COMMAND = [sys.executable, "-m", "tb_lifecycle.commands.main", "serve"]
TRAIN = """
import sys, tensorflow as tf, tb_lifecycle

class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x")])
    def double(self, x):
        return {"y": 2 * x}

with tb_lifecycle.start_run(sys.argv[1]):
    doubler = Doubler()
    tf.saved_model.save(doubler, sys.argv[1] + "/model/export", {"serving_default": doubler.double})
    tb_lifecycle.log_export(sys.argv[1] + "/model/export")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("runs") / "doubler"
    subprocess.run([sys.executable, "-c", TRAIN, str(directory)], check=True, capture_output=True)
    return directory


class Server:
    """A running `tb-lifecycle serve`."""

    def __init__(self, run: Path, *flags: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, str(run), "--port", "0", *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **environment},
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        found = re.search(r"at (http://127\.0\.0\.1:\d+/v1/models/doubler)$", first)
        assert found is not None, first
        self.url = found[1]

    def predict(self, x: list[float]) -> Any:
        body = json.dumps({"instances": x}).encode()
        with urllib.request.urlopen(f"{self.url}:predict", body, timeout=30) as response:
            return json.load(response)

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.process.communicate()
        return self.process.returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_records_and_stops(run: Path, number: signal.Signals) -> None:
    before = read_serve_record(run)
    server = Server(run)
    assert [server.predict([1, 2.5]) for _ in range(3)] == [{"predictions": [2.0, 5.0]}] * 3
    assert server.stop(number) == 0
    after = read_serve_record(run)
    assert after is not None
    assert after.requests - (before.requests if before else 0) == 3
    table = tb_lifecycle.load_runs(run.parent)
    assert table.column("stage.serve") == ["recorded"]
    assert table.column("status") == ["completed"]


def test_with_recording_off_nothing_is_written(run: Path) -> None:
    before = event_files(run)
    server = Server(run, TB_LIFECYCLE="off")
    assert server.predict([1]) == {"predictions": [2.0]}
    assert server.stop(signal.SIGTERM) == 0
    assert event_files(run) == before


def test_what_cannot_be_served_is_one_line_and_2(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "has no SavedModel export" in done.stderr


def test_a_changed_export_is_served_on_demand_only(run: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(run, tmp_path / "doubler")
    with (changed / "model" / "export" / "more").open("w"):
        pass
    done = subprocess.run(
        [*COMMAND, str(changed), "--port", "0"], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "is not what the run recorded" in done.stderr
    server = Server(changed, "--unverified")
    assert server.predict([1]) == {"predictions": [2.0]}
    assert server.stop(signal.SIGTERM) == 0


@pytest.mark.parametrize("size", ["0", "-1", "many", "1.5", "9999999", "１"])
def test_a_body_has_a_size(run: Path, size: str) -> None:
    done = subprocess.run(
        [*COMMAND, str(run), "--max-body", size], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "no number of megabytes" in done.stderr
