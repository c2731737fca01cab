"""Whether a call is the expression of a `with` statement, as in `with start_run(…) as run:`."""

from __future__ import annotations

import dis
import sys
from types import FrameType

_BETWEEN = {"CACHE", "COPY", "EXTENDED_ARG", "NOP"}  # a call and what takes its value
_ENTERS = {"BEFORE_WITH", "SETUP_WITH", "LOAD_SPECIAL"}  # of Python 3.11 to 3.13, 3.10, 3.14
_OWN = "tb_lifecycle."


def called_by_with() -> bool:
    """Whether the call of tb_lifecycle that is under way goes straight into a `with`.

    Source: the compiler's output, which has no call between the expression's value and entering it.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").startswith(_OWN):
        frame = frame.f_back
    return frame is not None and _is_entered(frame.f_code.co_code, frame.f_lasti + 2)


def _is_entered(code: bytes, at: int) -> bool:
    while at < len(code):
        name = dis.opname[code[at]]
        if name not in _BETWEEN:
            return name in _ENTERS
        at += 2
    return False
