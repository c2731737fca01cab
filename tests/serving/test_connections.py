from __future__ import annotations

import contextlib
import json
import socket
import threading
import time

import pytest
from werkzeug.wrappers import Request, Response

from tb_lifecycle.serving.bounds import Bounds
from tests.serving.conftest import serving

# Seconds that anything here may take on a busy machine.
PATIENCE = 30.0
QUICK = Bounds(patience=0.4, connections=2, slowest=1e6, body=1_000_000)


def echo(environ, start_response):  # type: ignore[no-untyped-def]
    """Answers with the length of the body."""
    try:
        text = str(len(Request(environ).get_data()))
    except Exception as error:
        text = type(error).__name__
    return Response(text)(environ, start_response)


def connect(port: int, data: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(data)
    return connection


def whole_answer(connection: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    with connection:
        pieces = []
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                pieces.append(piece)
        return b"".join(pieces)


@pytest.mark.parametrize("sent", [b"", b"POST /x HT", b"POST /x HTTP/1.1\r\nHost: localhost\r\nA"])
def test_who_does_not_finish_the_head_is_given_up(sent: bytes) -> None:
    with serving(echo, QUICK) as port:
        began = time.monotonic()
        assert whole_answer(connect(port, sent)) == b""
        assert time.monotonic() - began >= QUICK.patience - 0.1


def test_who_sends_a_byte_now_and_then_is_given_up_as_well() -> None:
    with serving(echo, QUICK) as port:
        began, sent = time.monotonic(), 0
        head = b"POST /x HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"
        with connect(port, head) as connection, contextlib.suppress(OSError):
            while time.monotonic() - began < PATIENCE:
                connection.sendall(b"x")
                sent += 1
                time.sleep(0.02)
        assert time.monotonic() - began < PATIENCE
        assert sent < 1000


def test_a_long_body_may_take_longer_if_it_comes_fast_enough() -> None:
    bounds = Bounds(patience=0.5, slowest=100_000.0, body=1_000_000)
    with serving(echo, bounds) as port:
        connection = connect(port, b"POST /x HTTP/1.1\r\nContent-Length: 500000\r\n\r\n")
        for _ in range(10):
            connection.sendall(b"x" * 50_000)
            time.sleep(0.1)
        assert whole_answer(connection).endswith(b"\r\n\r\n500000")


def test_others_wait_until_a_thread_is_free() -> None:
    with serving(echo, QUICK) as port:
        before = threading.active_count()
        slow = [connect(port, b"POST /x HT") for _ in range(12)]
        most = threading.active_count() - before
        connection = connect(port, b"POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
        answer = whole_answer(connection)
        most = max(most, threading.active_count() - before)
        assert answer.endswith(b"\r\n\r\n3")
        assert most <= QUICK.connections
        for each in slow:
            each.close()


def test_no_more_is_read_than_a_request_may_have() -> None:
    with serving(echo, QUICK) as port:
        sent = 0
        head = b"POST /x HTTP/1.1\r\nContent-Length: 1000000000000\r\n\r\n"
        with connect(port, head) as connection, contextlib.suppress(OSError):
            while sent < 200:
                connection.sendall(b"x" * 1_000_000)
                sent += 1
        assert sent < 100


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nx: " + b"y" * 70_000 + b"\r\n\r\n", 431),
    ],
)
def test_what_is_no_request_is_told_in_json(sent: bytes, status: int) -> None:
    with serving(echo) as port:
        head, _, body = whole_answer(connect(port, sent)).partition(b"\r\n\r\n")
        assert f" {status} ".encode() in head.splitlines()[0]
        assert b"Content-Type: application/json" in head
        assert list(json.loads(body)) == ["error"]


def test_a_request_is_logged_without_control_characters(capfd: pytest.CaptureFixture[str]) -> None:
    with serving(echo) as port:
        whole_answer(connect(port, b"GET /\x1b[31m\xc2\x9b HTTP/1.1\r\n\r\n"))
    logged = capfd.readouterr().err
    assert "/\\x1b[31m" in logged
    assert not [character for character in logged if not character.isprintable() and character != "\n"]
