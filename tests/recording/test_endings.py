from __future__ import annotations

import signal
import sys

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


class TrialPruned(Exception):
    """Has the name that Optuna's has, and is another."""


@pytest.mark.framework
def test_what_prunes_a_trial() -> None:
    import optuna

    class Own(optuna.TrialPruned):  # type: ignore[name-defined,misc]
        """A subclass of somebody's."""

    for error in (optuna.TrialPruned("no better"), Own("no better")):
        ending = endings.of_exception(error)
        assert (ending.status, ending.reason, ending.exit_code) == (lifecycle_pb2.PRUNED, "no better", 1)
        assert endings.of_call(None, "", error).status == lifecycle_pb2.PRUNED
        assert endings.of_call("completed", "", error).status == lifecycle_pb2.COMPLETED
    assert endings.of_exception(TrialPruned()).status == lifecycle_pb2.FAILED


@pytest.mark.parametrize("status", ["completed", "pruned", "failed", "terminated"])
def test_what_a_call_says(status: str) -> None:
    ending = endings.of_call(status, "because", None)
    assert lifecycle_pb2.Status.Name(ending.status).lower() == status
    assert (ending.reason, ending.told) == ("because", True)


def test_a_wrong_word_of_a_call() -> None:
    with pytest.raises(ValueError, match=r"completed, failed, pruned, terminated, not 'running'"):
        endings.of_call("running", "", None)
    with pytest.raises(TypeError, match="status must be a text"):
        endings.of_call(3, "", None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="reason must be a text"):
        endings.of_call("pruned", 3, None)  # type: ignore[arg-type]


def caught(code: object, behind: BaseException) -> SystemExit:
    """A SystemExit that was raised while another exception was handled."""
    try:
        try:
            raise behind
        except BaseException:
            sys.exit(code)  # type: ignore[arg-type]
    except SystemExit as error:
        return error


def test_an_exit_that_swallows_an_exception() -> None:
    failed = endings.of_exception(caught(2, ValueError("boom")))
    assert (failed.status, failed.exit_code, failed.exception) == (
        lifecycle_pb2.FAILED,
        2,
        "ValueError: boom",
    )
    assert "in caught" in failed.traceback
    interrupted = endings.of_exception(caught(1, KeyboardInterrupt()))
    assert (interrupted.status, interrupted.signal) == (lifecycle_pb2.TERMINATED, "SIGINT")
    assert endings.of_exception(caught(0, ValueError("boom"))).status == lifecycle_pb2.COMPLETED


def test_a_signal_that_is_raised_as_an_exception() -> None:
    class SignalException(Exception):
        sigval = signal.SIGTERM

    ending = endings.of_exception(SignalException("Process 3 got signal: 15"))
    assert (ending.status, ending.signal) == (lifecycle_pb2.TERMINATED, "SIGTERM")
