"""Connections to the server: so many at once, none for ever, and no answer that is not JSON."""

from __future__ import annotations

import io
import json
import socket
import sys
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from tb_lifecycle.serving.bounds import MEGABYTE, Bounds

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from _typeshed.wsgi import WSGIApplication

# Seconds in which an answer must be taken.
_SENDING = 60.0


class BoundedServer(ThreadedWSGIServer):
    """Answers each connection in a thread, at most so many at once: the others wait to be taken."""

    def __init__(self, application: WSGIApplication, listening: socket.socket, bounds: Bounds) -> None:
        host, port = listening.getsockname()[:2]
        self.bounds = bounds
        self._free = threading.BoundedSemaphore(bounds.connections)
        super().__init__(host, port, application, handler=_Handler, fd=listening.fileno())

    def process_request(self, request: Any, client_address: Any) -> None:
        """Begins to answer a connection, as soon as a thread is free."""
        self._free.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers a connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


class _Handler(WSGIRequestHandler):
    """Reads a request as long as it comes fast enough, and tells what goes wrong as the routes do."""

    server: BoundedServer
    timeout = _SENDING

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Incoming(self.connection, self.server.bounds))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers what is no request of HTTP."""
        del explain
        body = json.dumps({"error": message or HTTPStatus(code).phrase}).encode()
        self.request_version = self.protocol_version  # that of what was no request is too old for headers
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Writes one plain line."""
        print(f"{self.log_date_time_string()} {self.requestline!a} {code} {size}", file=sys.stderr)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing more: what goes wrong with a request is told to its sender."""


class _Incoming(io.RawIOBase):
    """What a client sends, for as long as it sends fast enough, and no more than a request may have."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        self._connection = connection
        self._bounds = bounds
        self._began = time.monotonic()
        self._received = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Reads what has come.

        Raises:
          TimeoutError: the client is too slow.
          ConnectionAbortedError: it sends more than is ever read.
        """
        bounds = self._bounds
        if self._received > bounds.body + MEGABYTE:
            raise ConnectionAbortedError("The request is too long.")
        left = self._began + bounds.patience + self._received / bounds.slowest - time.monotonic()
        if left <= 0:
            raise TimeoutError("The request comes too slowly.")
        self._connection.settimeout(left)
        try:
            count = self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(_SENDING)
        self._received += count
        return count
