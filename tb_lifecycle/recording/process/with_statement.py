"""Whether a call is the expression of a `with` statement, as in `with start_run(…) as run:`."""

from __future__ import annotations

import opcode
import sys
from types import FrameType

_BETWEEN = {"CACHE", "COPY", "EXTENDED_ARG", "NOP"}  # a call and what takes its value
_ENTERS = {"BEFORE_WITH", "SETUP_WITH", "LOAD_SPECIAL"}  # of Python 3.11 to 3.13, 3.10, 3.14
_RETURNS = {"RETURN_VALUE"}  # of a function that makes the run for its caller
_OWN = "tb_lifecycle."


def called_by_with() -> bool:
    """Whether the call of tb_lifecycle that is under way goes straight into a `with`.

    Source: the compiler's output, which has no call between the expression's value and entering it.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and (_is_own(frame) or _next_operation(frame) in _RETURNS):
        frame = frame.f_back
    return frame is not None and _next_operation(frame) in _ENTERS


def _is_own(frame: FrameType) -> bool:
    name = frame.f_globals.get("__name__")
    return isinstance(name, str) and name.startswith(_OWN)


def _next_operation(frame: FrameType) -> str:
    """What a frame does with the value of the call that it is in."""
    code, at = frame.f_code.co_code, frame.f_lasti + 2
    while at < len(code) and opcode.opname[code[at]] in _BETWEEN:
        at += 2
    return opcode.opname[code[at]] if at < len(code) else ""
