"""How long an expression may work where others wait: in a server, one request must not hold up the others.

Counted is the processor time of the thread, so that a busy machine refuses nothing. Where nothing is
`limited`, as in the user's own program, an expression takes as long as it takes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tb_lifecycle.errors import ExpressionError

# Seconds of one core, for one expression and for all of one request.
EXPRESSION_SECONDS = 0.25
REQUEST_SECONDS = 1.0

# Figures (`min(m)`, `at(m, max(k))`) that one request may ask for: each may be read from TensorBoard.
MOST_FIGURES = 100


@dataclass
class _Meter:
    request_end: float
    expression_end: float
    start: int = 0
    end: int = 0
    figures: int = 0


_meter: ContextVar[_Meter | None] = ContextVar("meter", default=None)


@contextmanager
def limited(seconds: float = REQUEST_SECONDS) -> Iterator[None]:
    """Bounds what the expressions evaluated within may take together, and each of them."""
    end = time.thread_time() + seconds
    token = _meter.set(_Meter(end, end))
    try:
        yield
    finally:
        _meter.reset(token)


def begin_expression(start: int, end: int) -> None:
    """Begins to count the time of another expression, which stands here; otherwise as `enter`."""
    meter = _meter.get()
    if meter is not None:
        meter.expression_end = time.thread_time() + EXPRESSION_SECONDS
        enter(start, end)


def enter(start: int, end: int) -> None:
    """Says which part of an expression is worked on from now; otherwise as `check`."""
    meter = _meter.get()
    if meter is not None:
        meter.start, meter.end = start, end
        check()


def check() -> None:
    """Refuses to go on where the time is up.

    Raises:
      ExpressionError: it is; the position is that of the part that is worked on.
    """
    meter = _meter.get()
    if meter is None:
        return
    now = time.thread_time()
    if now > meter.expression_end or now > meter.request_end:
        raise ExpressionError(
            "This takes too long to evaluate.",
            meter.start,
            meter.end,
            hint="Shorten the expression, or ask for fewer at once; load_runs has no such limit.",
        )


@contextmanager
def reading_figures(start: int, end: int) -> Iterator[None]:
    """Does not count the time in which a metric's figures are read, but how many are.

    Raises:
      ExpressionError: more than MOST_FIGURES.
    """
    meter = _meter.get()
    if meter is None:
        yield
        return
    meter.figures += 1
    if meter.figures > MOST_FIGURES:
        raise ExpressionError(
            f"Only {MOST_FIGURES} figures of metrics are read at once.",
            start,
            end,
            hint="Ask for fewer at once; load_runs has no such limit.",
        )
    began = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - began
        meter.expression_end += took
        meter.request_end += took
