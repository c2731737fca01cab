"""The server's process: its socket, its end, and what it prints."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving.bounds import Bounds
from tb_lifecycle.serving.connections import BoundedServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LAST_PORT = 65535


@contextlib.contextmanager
def bind(host: str, port: int) -> Iterator[socket.socket]:
    """Opens the socket that the server listens on; port 0 takes any that is free.

    Raises:
      ServingError: the address cannot be listened on.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ServingError(f"There is no port {port}. Choose one up to {_LAST_PORT} with --port.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServingError(
            f"Cannot listen on {host}:{port}: {error}. Choose another port with --port."
        ) from error
    with listening:
        yield listening


def serve(application: WSGIApplication, listening: socket.socket, bounds: Bounds) -> None:
    """Answers requests, each in a thread of its own, until SIGTERM or SIGINT."""
    server = BoundedServer(application, listening, bounds)
    with _stopped_by(signal.SIGTERM), _stopped_by(signal.SIGINT):
        server.serve_forever()  # returns on KeyboardInterrupt
    print("Stopped.", file=sys.stderr)


@contextlib.contextmanager
def _stopped_by(number: signal.Signals) -> Iterator[None]:
    """Makes a signal interrupt the program as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    earlier = signal.signal(number, interrupt)
    try:
        yield
    finally:
        signal.signal(number, earlier)
