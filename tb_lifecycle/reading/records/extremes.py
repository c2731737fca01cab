"""What a run recorded of the other metrics at the extremes of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import RunRecord


def value(record: RunRecord, metric: str, place: int) -> float | None:
    """A metric's value at a moment, in double precision; None where it is not kept.

    Args:
      record: the run's record.
      metric: its tag.
      place: of the moment, from 1, as the statistics have it; 0 for none.
    """
    if not 0 < place <= len(record.moments) or metric not in record.metrics:
        return None
    moment = record.moments[place - 1]
    number = sum(name < metric for name in record.metrics)
    for at, other in enumerate(moment.metrics):
        if other == number and at < len(moment.values):
            return moment.values[at]
    return None
