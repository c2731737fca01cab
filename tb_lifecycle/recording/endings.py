"""How an exception, an exit code, a signal or a call ends a run."""

from __future__ import annotations

import signal
from typing import NamedTuple

from tb_lifecycle.format import lifecycle_pb2

_LONGEST_TRACEBACK = 16_384
_LONGEST_SUMMARY = 1024
_OF_CALLS = {
    "completed": lifecycle_pb2.COMPLETED,
    "failed": lifecycle_pb2.FAILED,
    "pruned": lifecycle_pb2.PRUNED,
    "terminated": lifecycle_pb2.TERMINATED,
}
_PRUNED_BY = ("optuna", "TrialPruned")  # package and class


class Ending(NamedTuple):
    """How an incarnation ended; `status` is a lifecycle Status.

    Attributes:
      reason: why, in the words of who ended it.
      told: a call has said so; what else is known of the process does not change it.
    """

    status: lifecycle_pb2.Status.ValueType
    exit_code: int = 0
    signal: str = ""
    exception: str = ""
    traceback: str = ""
    reason: str = ""
    told: bool = False


def of_call(status: str | None, reason: str, passing: BaseException | None) -> Ending:
    """How a run ends by `end_run(status=…, reason=…)`, called while `passing` passes.

    Without a status it is completed, unless what passes says that it is pruned.

    Raises:
      TypeError, ValueError: `status` is none of those, `reason` is no text.
    """
    if not isinstance(reason, str):
        raise TypeError(f"reason must be a text, not {type(reason).__name__}.")
    if status is not None:
        return Ending(_status_of_call(status), reason=reason, told=True)
    if passing is not None and is_pruning(passing):
        return Ending(lifecycle_pb2.PRUNED, reason=reason or str(passing))
    return Ending(lifecycle_pb2.COMPLETED, reason=reason)


def of_exception(error: BaseException | None) -> Ending:
    """How a run ends that is left by `error`, or by none."""
    if error is None:
        return Ending(lifecycle_pb2.COMPLETED)
    if isinstance(error, SystemExit):
        return of_exit(error.code, error.__context__)
    if isinstance(error, KeyboardInterrupt):
        return Ending(lifecycle_pb2.TERMINATED, signal="SIGINT")
    if is_pruning(error):
        return Ending(lifecycle_pb2.PRUNED, exit_code=1, reason=str(error)[:_LONGEST_SUMMARY])
    number = getattr(error, "sigval", None)  # of torch's SignalException, raised by its agent's handler
    if isinstance(number, signal.Signals):
        return of_signal(number)
    return _of_failure(error, 1)


def of_exit(code: object, behind: BaseException | None = None) -> Ending:
    """How a run ends with `sys.exit(code)`: None and 0 are success, a text is printed and means 1.

    Args:
      code: what the exit was given.
      behind: the exception that was being handled then: what a framework has swallowed to exit.
    """
    while isinstance(behind, SystemExit):
        behind = behind.__context__
    success = code is None or code == 0
    number = 0 if success else _low_32_bits(code) if isinstance(code, int) else 1
    if isinstance(behind, KeyboardInterrupt):
        return Ending(lifecycle_pb2.TERMINATED, exit_code=number, signal="SIGINT")
    if success:
        return Ending(lifecycle_pb2.COMPLETED)
    if behind is not None:
        return _of_failure(behind, number)
    return Ending(lifecycle_pb2.FAILED, exit_code=number, exception=f"SystemExit: {code}"[:_LONGEST_SUMMARY])


def of_signal(number: int) -> Ending:
    """How a run ends by a signal."""
    return Ending(lifecycle_pb2.TERMINATED, signal=signal_name(number))


def signal_name(number: int) -> str:
    """`SIGTERM`."""
    return signal.Signals(number).name


def is_pruning(error: BaseException) -> bool:
    """Whether an exception ends a trial early on purpose, as Optuna's TrialPruned does."""
    return any(
        (kind.__module__.partition(".")[0], kind.__name__) == _PRUNED_BY for kind in type(error).__mro__
    )


def _status_of_call(status: str) -> lifecycle_pb2.Status.ValueType:
    if not isinstance(status, str):
        raise TypeError(f"status must be a text, not {type(status).__name__}.")
    if status not in _OF_CALLS:
        raise ValueError(f"status must be one of {', '.join(_OF_CALLS)}, not {status!r}.")
    return _OF_CALLS[status]


def _of_failure(error: BaseException, exit_code: int) -> Ending:
    import traceback

    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    summary = traceback.format_exception_only(type(error), error)[-1].strip()
    return Ending(
        lifecycle_pb2.FAILED,
        exit_code=exit_code,
        exception=summary[:_LONGEST_SUMMARY],
        traceback=text[-_LONGEST_TRACEBACK:],
    )


def _low_32_bits(code: int) -> int:
    return (code + 2**31) % 2**32 - 2**31
