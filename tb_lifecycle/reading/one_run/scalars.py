"""Curves of runs, by the names that their metrics have in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import RequestTooLargeError
from tb_lifecycle.reading.one_run.extremes import with_extremes
from tb_lifecycle.reading.table.recorded_figures import recorded
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.tensorboard.bulk import BulkReader
from tb_lifecycle.reading.tensorboard.listing import Point, Series

if TYPE_CHECKING:
    from tb_lifecycle.format.lifecycle_pb2 import Statistics

MOST_CURVES = 2000


def describe_scalars(
    states: Sequence[RunState], tags: Sequence[str], points: int, bulk: BulkReader
) -> list[dict[str, Any]]:
    """Reads curves, all at once.

    Args:
      states: the runs.
      tags: names of metrics; every metric of each run where there is none.
      points: how long a curve may be.
      bulk: whom to ask.

    Returns:
      A curve for each run and metric that has one, in the order asked for. A sample has the extremes that the
      run recorded; `count` is how many points there were, None where nobody counted.

    Raises:
      RequestTooLargeError: that would be more than 2,000 curves.
    """
    wanted: dict[tuple[str, str], Series] = {}
    for state in states:
        for tag in tags or sorted(state.row.series):
            if (series := state.row.series.get(tag)) is not None:
                wanted[state.name, tag] = series
    if len(wanted) > MOST_CURVES:
        raise RequestTooLargeError(
            f"{len(wanted):,} curves are more than the {MOST_CURVES:,} of one answer. "
            "Ask for fewer runs or tags."
        )
    curves = bulk.read_points(set(wanted.values()), points)
    by_name = {state.name: state for state in states}
    return [
        _describe(run, tag, curve, recorded(by_name[run], tag), points)
        for (run, tag), series in wanted.items()
        if (curve := curves.get(series))
    ]


def _describe(
    run: str, tag: str, sample: Sequence[Point], recorded: Statistics | None, most: int
) -> dict[str, Any]:
    curve = sample
    if recorded is not None and recorded.count > len(sample):
        curve = with_extremes(sample, recorded, most)
    return {
        "run": run,
        "tag": tag,
        "steps": [point.step for point in curve],
        "wall_times": [point.wall_time for point in curve],
        "values": [point.value for point in curve],
        "count": recorded.count if recorded is not None else None,
        "band": None,
    }
