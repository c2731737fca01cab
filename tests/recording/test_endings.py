from __future__ import annotations

import signal

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.recording import endings


def test_no_exception() -> None:
    assert endings.of_exception(None).status == lifecycle_pb2.COMPLETED


def test_an_exception_with_its_traceback() -> None:
    try:
        raise ValueError("the loss\nis gone")
    except ValueError as error:
        ending = endings.of_exception(error)
    assert (ending.status, ending.exit_code) == (lifecycle_pb2.FAILED, 1)
    assert ending.exception == "ValueError: the loss\nis gone"
    assert "test_endings.py" in ending.traceback
    assert ending.traceback.endswith("is gone\n")


def test_a_long_traceback_keeps_its_end() -> None:
    ending = endings.of_exception(ValueError("x" * 100_000 + "end"))
    assert len(ending.traceback) < 20_000
    assert ending.traceback.endswith("end\n")
    assert len(ending.exception) < 2_000


def test_an_interrupt() -> None:
    ending = endings.of_exception(KeyboardInterrupt())
    assert (ending.status, ending.signal) == (lifecycle_pb2.TERMINATED, "SIGINT")


@pytest.mark.parametrize(
    ("code", "status", "number"),
    [
        (None, lifecycle_pb2.COMPLETED, 0),
        (0, lifecycle_pb2.COMPLETED, 0),
        (False, lifecycle_pb2.COMPLETED, 0),
        (3, lifecycle_pb2.FAILED, 3),
        ("no data", lifecycle_pb2.FAILED, 1),
        (2**40, lifecycle_pb2.FAILED, 0),
    ],
)
def test_exit_codes(code: object, status: int, number: int) -> None:
    ending = endings.of_exception(SystemExit(code))
    assert (ending.status, ending.exit_code) == (status, number)


def test_an_exit_with_a_text_keeps_it() -> None:
    assert endings.of_exit("no data").exception == "SystemExit: no data"


def test_a_signal_by_its_name() -> None:
    ending = endings.of_signal(signal.SIGTERM)
    assert (ending.status, ending.signal) == (lifecycle_pb2.TERMINATED, "SIGTERM")
