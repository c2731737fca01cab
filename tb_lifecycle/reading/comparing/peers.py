"""The other runs of a logdir that compared runs can be held against."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from tb_lifecycle.reading.comparing.compare import Context
from tb_lifecycle.reading.comparing.figures import CUT_SHORT
from tb_lifecycle.reading.comparing.flag_effects import Peer, factor
from tb_lifecycle.reading.comparing.sides import Side
from tb_lifecycle.reading.comparing.yardstick import Rivals
from tb_lifecycle.reading.groups.group_table import GroupTable
from tb_lifecycle.reading.groups.members import SEED, Group
from tb_lifecycle.reading.significance.sample import Sample
from tb_lifecycle.reading.significance.seed_noise import SeedNoise, typical_noise
from tb_lifecycle.reading.table.columns import Columns
from tb_lifecycle.reading.table.run_table import RunTable
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.table.stages import dataset_digests


def make_context(
    columns: Columns,
    compared: Collection[str],
    baseline: str,
    sides: Sequence[Side] = (),
    *,
    last: bool = True,
) -> Context:
    """The context of runs of one logdir.

    Args:
      columns: the logdir's runs.
      compared: the names of the compared ones, and of the members of compared groups.
      baseline: one of them.
      sides: what is compared, where groups are among it.
      last: runs are compared by their last figures, so that those of others are a yardstick.
    """
    data = dataset_digests(columns.runs[columns.rows[baseline]])
    taken = frozenset(compared)

    @cache
    def find_settings() -> GroupTable:
        shared = [row for row, state in enumerate(columns.runs) if _shares(state, data)]
        return RunTable(columns, shared).group_by(SEED)

    def find_rivals(metric: str, place: int) -> Rivals:
        if not sides or sides[place].single:
            return Rivals(_find_run_figures(columns, data, metric), "runs")
        return _find_group_figures(columns, data, sides[place], metric)

    found = Context(columns.first.main, lambda metric: _find_peers(columns, taken, data, metric))
    if not last:
        return found
    return replace(
        found,
        noise=lambda metric: _find_noise(find_settings(), taken, metric),
        rivals=find_rivals,
    )


def _find_peers(
    columns: Columns, compared: Collection[str], data: frozenset[str], metric: str
) -> Sequence[Peer]:
    """Runs that went to their end, on the baseline's data where it is known."""
    return [
        Peer(state.flags, state.metrics[metric].value, _factors(state))
        for state in columns.runs
        if metric in state.metrics and state.name not in compared and _is_comparable(state, data)
    ]


def _factors(state: RunState) -> dict[str, object]:
    """What may move a run's figures beside its flags, as far as a table has it."""
    found = {factor("dataset", name): digest for name, digest in state.datasets.items() if digest}
    if state.record is not None and (commit := state.record.code.commit):
        found[factor("code", "commit")] = commit
    return dict(found)


def _find_run_figures(columns: Columns, data: frozenset[str], metric: str) -> Sequence[float]:
    return [
        state.metrics[metric].value
        for state in columns.runs
        if metric in state.metrics and _is_comparable(state, data)
    ]


def _find_group_figures(columns: Columns, data: frozenset[str], side: Side, metric: str) -> Rivals:
    """The means of all groups of a group's sort whose runs are on the baseline's data."""
    table = side.table.group_by(side.by)
    kept = [group for group in table.groups if _is_on(columns, group, data)]
    figures = GroupTable(side.table, kept).figures(metric)
    noun = "settings" if side.by == SEED else "groups"
    return Rivals([Sample(values).mean for values in figures if values], noun)


def _is_on(columns: Columns, group: Group, data: frozenset[str]) -> bool:
    return _shares(columns.runs[columns.rows[group.members[0]]], data)


def _find_noise(settings: GroupTable, compared: frozenset[str], metric: str) -> SeedNoise | None:
    """Of the settings that are not compared; where there are none such, of those that are."""
    samples = [Sample(values) for values in settings.figures(metric)]
    others = [
        sample
        for group, sample in zip(settings.groups, samples, strict=True)
        if compared.isdisjoint(group.members)
    ]
    return typical_noise(others) or typical_noise(samples)


def _is_comparable(state: RunState, data: frozenset[str]) -> bool:
    return state.status not in CUT_SHORT and _shares(state, data)


def _shares(state: RunState, data: frozenset[str]) -> bool:
    """Whether a run read some of these data, or it is not known on which the baseline was."""
    return not data or not data.isdisjoint(dataset_digests(state))
