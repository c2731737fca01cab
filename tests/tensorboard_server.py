"""A real TensorBoard process on a free port, and what it answers."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READERS = {"data server": "--load_fast=true", "Python reader": "--load_fast=false"}

# Seconds that a TensorBoard may take for anything: far more than it needs on a busy machine.
PATIENCE = 120.0

_SERVING = re.compile(r"TensorBoard \S+ at http://[^:]+:(\d+)(/\S*)? ")


@dataclass(frozen=True)
class Response:
    """An answer, its body decompressed."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class TensorBoard:
    """A running TensorBoard."""

    def __init__(self, port: int, prefix: str, log: Path, pid: int) -> None:
        self.port = port
        self.prefix = prefix
        self.url = f"http://127.0.0.1:{port}{prefix}/"
        self.pid = pid
        self._log = log

    def log(self) -> str:
        """What it has said on its terminal."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def request(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Response:
        """Asks for a path below the prefix, exactly as given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, self.prefix + path, headers=headers or {})
            response = connection.getresponse()
            body = response.read()
        if response.headers["Content-Encoding"] == "gzip" and body:
            body = gzip.decompress(body)
        return Response(response.status, response.headers, body)

    def get(self, route: str, headers: dict[str, str] | None = None, **query: Any) -> Response:
        """Asks one of the plugin's routes; a list is given as a repeated parameter."""
        text = urllib.parse.urlencode(query, doseq=True)
        path = f"/data/plugin/lifecycle/{route}" + (f"?{text}" if text else "")
        return self.request(path, headers=headers)

    def json(self, route: str, **query: Any) -> Any:
        """What a route answers, which must be 200."""
        response = self.get(route, **query)
        assert response.status == 200, (response.status, response.body[:2000], self.log()[-4000:])
        return response.json()

    def runs(self) -> list[str]:
        """The names of the runs, sorted."""
        return sorted(self.json("runs", columns="name")["runs"])

    def wait_for_runs(self, *names: str) -> None:
        """Waits until exactly these runs are shown, completely."""
        wanted = sorted(names)

        def shown() -> bool:
            answer = self.json("runs", columns="name")
            return sorted(answer["runs"]) == wanted and bool(answer["complete"])

        self.wait(shown)

    def wait(self, condition: Any) -> None:
        """Waits until `condition()` is true."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} seconds; {self.log()[-4000:]}"
            time.sleep(0.1)


@contextlib.contextmanager
def running_tensorboard(*arguments: str, open_files: int | None = None) -> Iterator[TensorBoard]:
    """Runs TensorBoard with these arguments, `--port 0` and a reload every second.

    Args:
      open_files: the soft limit of open files under which it starts.
    """
    command = [sys.executable, "-m", "tensorboard.main", "--port", "0", "--reload_interval", "1", *arguments]
    if open_files is not None:
        command = ["bash", "-c", f"ulimit -Sn {open_files} && exec {shlex.join(command)}"]
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log")
        with log.open("wb") as sink:
            process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT)
        try:
            port, prefix = _wait_until_serving(process, log)
            yield TensorBoard(port, prefix, log, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_serving(process: subprocess.Popen[bytes], log: Path) -> tuple[int, str]:
    deadline = time.monotonic() + PATIENCE
    while True:
        text = log.read_text(encoding="utf-8", errors="replace")
        if found := _SERVING.search(text):
            return int(found[1]), (found[2] or "").rstrip("/")
        assert process.poll() is None, f"TensorBoard ended: {text}"
        assert time.monotonic() < deadline, f"TensorBoard does not serve: {text}"
        time.sleep(0.05)
