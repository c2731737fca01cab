"""The end of the demo: TensorBoard on its runs."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

FIRST_PORT = 6006


def show(logdir: Path) -> int:
    """Runs TensorBoard until it is stopped, and returns its exit status; 0 after Ctrl-C."""
    port = free_port()
    print(f"\nTensorBoard opens at http://localhost:{port}/#lifecycle (Ctrl-C stops it).", flush=True)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", str(port)]
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            return 0


def free_port() -> int:
    """TensorBoard's own port or, where that is taken, the next that is free."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return 0
