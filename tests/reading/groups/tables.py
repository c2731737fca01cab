"""Tables of runs that need no event files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.records.parse import Record
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.event_files import EventFiles
from tb_lifecycle.reading.table.figure_sources import FigureSources
from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.table.sampled_points import FiguresCache
from tb_lifecycle.reading.table.snapshot import LastValue, RunState, Snapshot
from tests.logdirs import START


def state(
    name: str,
    flags: Mapping[str, object] | None = None,
    metrics: Mapping[str, float] | None = None,
    *,
    status: str = "completed",
    datasets: Mapping[str, str | None] | None = None,
    record: lifecycle_pb2.RunRecord | None = None,
    started: float = START,
) -> RunState:
    return RunState(
        row=Row(name, "recorded"),
        directory=Record(run=record or lifecycle_pb2.RunRecord()),
        status=status,
        started=started,
        ended=started + 60,
        duration=60.0,
        heartbeat=None,
        crash=None,
        flags=flags or {},
        metrics={metric: LastValue(1, value) for metric, value in (metrics or {}).items()},
        datasets=datasets or {},
        exports={},
        unread=False,
        inputs=(),
    )


def table_of(states: Sequence[RunState]) -> RunTable:
    sources = FigureSources(FiguresCache(lambda _series, _limit: {}), EventFiles(None))
    return RunTable(Columns(Snapshot(runs=states), sources))
