"""A TensorBoard over a logdir, and requests to it."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 120
_WITHOUT_PLUGIN = (
    "import sys\n"
    "from tensorboard import default, main as tb\n"
    "default.get_dynamic_plugins = lambda: []\n"
    "sys.argv[0] = 'tensorboard'; sys.exit(tb.run_main())\n"
)


class Server:
    """A running TensorBoard."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process = process
        self.url = url
        self.started_seconds = 0.0

    def get(self, path: str, body: bytes | None = None) -> bytes:
        """The raw (gzipped) answer's bytes."""
        request = urllib.request.Request(
            f"{self.url}/data/plugin/{path}",
            data=body,
            headers={"Accept-Encoding": "gzip", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return bytes(answer.read())

    def json(self, path: str, body: bytes | None = None) -> Any:
        """The answer, decoded."""
        data = self.get(path, body)
        return json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)

    def wait_for_runs(self, count: int) -> None:
        """Until TensorBoard and the plugin have read every run."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            answer = self.json("lifecycle/runs?limit=1&columns=name")
            if answer["complete"] and answer["all"] >= count:
                return
            time.sleep(0.5)
        raise TimeoutError(f"{self.url} has not read {count} runs in {START_SECONDS} s")

    def wait_until_listed(self, count: int) -> None:
        """Until TensorBoard lists every run; for a server without the plugin."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with urllib.request.urlopen(f"{self.url}/data/runs", timeout=120) as answer:
                data = answer.read()
            if len(json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)) >= count:
                return
            time.sleep(0.5)
        raise TimeoutError(f"{self.url} has not read {count} runs in {START_SECONDS} s")

    def memory(self) -> list[int]:
        """Resident bytes of the process and of each of its children."""
        pids = [self.process.pid]
        for pid in pids:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            pids += [int(child) for child in children.read_text().split()]
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
        return [count * os.sysconf("SC_PAGE_SIZE") for count in pages]

    def processor_seconds(self) -> float:
        """Processor time that the process itself has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def tensorboard(logdir: Path, *arguments: str, plugin: bool = True) -> Iterator[Server]:
    """Starts TensorBoard, with or without the plugin, and stops it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = ["-m", "tensorboard.main"] if plugin else ["-c", _WITHOUT_PLUGIN]
    command = [
        sys.executable,
        *start,
        "--logdir",
        str(logdir),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        *arguments,
    ]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        server = Server(process, f"http://127.0.0.1:{port}")
        try:
            _wait_until_up(server)
            server.started_seconds = time.perf_counter() - begun
            yield server
        finally:
            process.terminate()


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{server.url}/data/environment", timeout=5).read()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"TensorBoard did not start at {server.url}; exit status {server.process.poll()}")
