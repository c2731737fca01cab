"""How an exception, an exit code or a signal ends a run."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from tb_lifecycle.format import lifecycle_pb2

_LONGEST_TRACEBACK = 16_384
_LONGEST_SUMMARY = 1024


@dataclass(frozen=True)
class Ending:
    """How an incarnation ended; `status` is a lifecycle Status."""

    status: lifecycle_pb2.Status.ValueType
    exit_code: int = 0
    signal: str = ""
    exception: str = ""
    traceback: str = ""


def of_exception(error: BaseException | None) -> Ending:
    """How a run ends that is left by `error`, or by none."""
    if error is None:
        return Ending(lifecycle_pb2.COMPLETED)
    if isinstance(error, SystemExit):
        return of_exit(error.code)
    if isinstance(error, KeyboardInterrupt):
        return Ending(lifecycle_pb2.TERMINATED, signal="SIGINT")
    import traceback

    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    summary = traceback.format_exception_only(type(error), error)[-1].strip()
    return Ending(
        lifecycle_pb2.FAILED,
        exit_code=1,
        exception=summary[:_LONGEST_SUMMARY],
        traceback=text[-_LONGEST_TRACEBACK:],
    )


def of_exit(code: object) -> Ending:
    """How a run ends with `sys.exit(code)`: None and 0 are success, a text is printed and means 1."""
    if code is None or code == 0:
        return Ending(lifecycle_pb2.COMPLETED)
    number = _low_32_bits(code) if isinstance(code, int) else 1
    return Ending(lifecycle_pb2.FAILED, exit_code=number, exception=f"SystemExit: {code}"[:_LONGEST_SUMMARY])


def of_signal(number: int) -> Ending:
    """How a run ends by a signal."""
    return Ending(lifecycle_pb2.TERMINATED, signal=signal.Signals(number).name)


def _low_32_bits(code: int) -> int:
    return (code + 2**31) % 2**32 - 2**31
