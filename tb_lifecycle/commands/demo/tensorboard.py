"""The end of the demo: TensorBoard on its runs."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

FIRST_PORT = 6006


def show(logdir: Path) -> NoReturn:
    """Becomes TensorBoard, which runs until it is stopped."""
    port = free_port()
    print(f"\nTensorBoard opens at http://localhost:{port}/#lifecycle (Ctrl-C stops it).", flush=True)
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", str(port)]
    os.execv(sys.executable, command)


def free_port() -> int:
    """TensorBoard's own port or, where that is taken, the next that is free."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return 0
