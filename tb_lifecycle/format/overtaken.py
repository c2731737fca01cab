"""Counts the values that TensorBoard's data server drops because a later one has a lower step.

Where the steps of a series fall, as after a start from an older checkpoint, it keeps of what was logged
before only what has a lower step.
"""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf.message import DecodeError

from tb_lifecycle.format.record_framing import read_records


def count_overtaken(paths: Sequence[str]) -> int:
    """How many values of a directory's event files, in their order, are overtaken by a lower step."""
    from tensorboard.compat.proto.event_pb2 import Event

    kept: dict[str, list[int]] = {}
    overtaken = 0
    for path in paths:
        with open(path, "rb", buffering=1 << 20) as file:  # noqa: PTH123
            for data in read_records(file):
                try:
                    event = Event.FromString(data)
                except DecodeError:
                    break
                for value in event.summary.value:
                    steps = kept.setdefault(value.tag, [])
                    if event.step >= 0 and steps and event.step < steps[-1]:
                        overtaken += _drop(steps, event.step)
                    steps.append(event.step)
    return overtaken


def _drop(steps: list[int], lowest: int) -> int:
    """Drops the steps that are not lower, and counts those that are higher: an equal one is replaced."""
    dropped = 0
    while steps and steps[-1] >= lowest:
        dropped += steps.pop() > lowest
    return dropped
