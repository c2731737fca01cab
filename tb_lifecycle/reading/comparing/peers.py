"""The other runs of a logdir that compared runs can be held against."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tb_lifecycle.reading.comparing.compare import Context
from tb_lifecycle.reading.comparing.figures import CUT_SHORT
from tb_lifecycle.reading.comparing.flag_effects import Peer
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.table.stages import dataset_digests


def make_context(columns: Columns, compared: Collection[str], baseline: str) -> Context:
    """The context of runs of one logdir.

    Args:
      columns: the logdir's runs.
      compared: the names of the compared ones.
      baseline: one of them.
    """
    return Context(columns.first.main, lambda metric: _find_peers(columns, compared, baseline, metric))


def _find_peers(columns: Columns, compared: Collection[str], baseline: str, metric: str) -> Sequence[Peer]:
    """Runs that went to their end, on the baseline's data where it is known."""
    data = dataset_digests(columns.runs[columns.rows[baseline]])
    return [
        Peer(state.flags, state.metrics[metric].value)
        for state in columns.runs
        if metric in state.metrics and state.name not in compared and _is_comparable(state, data)
    ]


def _is_comparable(state: RunState, data: frozenset[str]) -> bool:
    return state.status not in CUT_SHORT and (not data or not data.isdisjoint(dataset_digests(state)))
