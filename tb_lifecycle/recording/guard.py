"""The outermost guard: whatever is not the caller's mistake never leaves a call or a hook of ours."""

from __future__ import annotations

import functools
import opcode
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from tb_lifecycle.errors import LifecycleError
from tb_lifecycle.recording import faults

P = ParamSpec("P")
S = TypeVar("S", bound="Guarded")

_MISTAKES = (TypeError, ValueError, FileNotFoundError, NotADirectoryError)
_OURS = "tb_lifecycle.recording."
_RAISE = opcode.opmap["RAISE_VARARGS"]

_told: set[object] = set()


class Guarded(Protocol):
    """What has calls that are guarded."""

    def _survive(self, call: str, error: Exception) -> None:
        """Tells of what went wrong in a call, or raises it where the run is strict."""


def is_mistake(error: BaseException) -> bool:
    """Whether a check of ours says that the call is wrong.

    That is: a `raise` statement of ours made it. The same kinds of exception, raised by the machine, by an
    object that we were given or by a blunder of our own, are none.
    """
    if isinstance(error, LifecycleError):
        return True
    traceback = error.__traceback__
    if traceback is None or not isinstance(error, _MISTAKES):
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    name = frame.f_globals.get("__name__", "")
    return name.startswith(_OURS) and frame.f_code.co_code[traceback.tb_lasti] == _RAISE


def guarded_call(method: Callable[Concatenate[S, P], None]) -> Callable[Concatenate[S, P], None]:
    """A method that the training calls: raises mistakes, hands everything else to `_survive`."""

    @functools.wraps(method)
    def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(self, *args, **kwargs)
        except Exception as error:
            if is_mistake(error):
                raise
            self._survive(method.__name__.strip("_"), error)

    return call


def guarded_hook(hook: Callable[P, None]) -> Callable[P, None]:
    """A function that the interpreter calls: at exit, at a fork, for a signal. It raises nothing."""

    @functools.wraps(hook)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            hook(*args, **kwargs)
        except Exception as error:
            warn_once(hook.__name__.strip("_"), error)

    return call


def warn_once(where: str, error: BaseException) -> None:
    """Tells of what went wrong outside any run, each place and cause once."""
    keys = {where, faults.cause_of(error) or where}
    if not _told & keys:
        _told.update(keys)
        faults.warn(f"{where} met {type(error).__name__}: {error}. {faults.GUARD_HINT}")
