"""Gives a target so many inputs, and shrinks the first that it does not take."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzzing import targets, whole_logdirs
from tests.fuzzing.source import Source

# Each target with the bytes that its inputs are made of.
TARGETS: dict[str, tuple[Callable[[Source], None], int]] = {
    "record": (targets.record, 64),
    "event_file": (targets.event_file, 200),
    "expression": (targets.expression, 60),
    "archive": (targets.archive, 32),
    "recorded_path": (targets.recorded_path, 48),
    "logdir": (whole_logdirs.logdir, 1200),
}


def run(target: str, executions: int, *, number: int | None = None) -> int:
    """Runs a target, with the same inputs each time where no `number` chooses others; returns how many.

    Raises:
      Exception: what the target raises, of the smallest input that was found, with its bytes in the notes.
    """
    call, size = TARGETS[target]
    count = 0

    @settings(
        max_examples=executions,
        deadline=None,
        database=None,
        derandomize=number is None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )
    @given(st.binary(min_size=size, max_size=size))
    def each(data: bytes) -> None:
        nonlocal count
        count += 1
        call(Source(data))

    (each if number is None else seed(number)(each))()
    return count
