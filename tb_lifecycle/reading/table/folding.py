"""Which of TensorBoard's runs make one row, and how the row's metrics are named.

TensorBoard lists every directory with an event file as a run. People mean something else: a training, with
its `train` and `validation` directories. Pure functions over names, so that every combination can be tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tb_lifecycle.reading.table.logged_run import LoggedRun
from tb_lifecycle.reading.table.places import Place, Places
from tb_lifecycle.reading.table.run_names import path_below
from tb_lifecycle.reading.table.series_names import Series, name_series

Kind = Literal["recorded", "session", "plain"]


@dataclass(slots=True)
class Row:
    """One run as people mean it.

    Attributes:
      name: the run's name.
      kind: what makes it a run.
      session: the TensorBoard run whose HParams session describes it, or None.
      members: the TensorBoard runs that belong to it, its own first.
      series: where each metric's points are, by the metric's name.
    """

    name: str
    kind: Kind
    session: str | None = None
    members: list[str] = field(default_factory=list)
    series: dict[str, Series] = field(default_factory=dict)


def fold(runs: Sequence[LoggedRun]) -> list[Row]:
    """Folds TensorBoard's runs into rows, sorted by name. A run with nothing to show is in none."""
    by_name = {run.name: run for run in runs}
    places = Places(by_name)
    members: dict[str, list[tuple[Place, LoggedRun]]] = {}
    for name in sorted(by_name):
        run = by_name[name]
        if run.counts:
            place = places.find(name)
            members.setdefault(place.row, []).append((place, run))
    return [_build_row(name, by_name.get(name), members[name]) for name in sorted(members)]


def _build_row(name: str, own: LoggedRun | None, members: list[tuple[Place, LoggedRun]]) -> Row:
    # Its own series first: where names collide, the first wins.
    members.sort(key=lambda member: (member[1].name != name, member[1].name))
    row = Row(name, "plain")
    row.members = [run.name for _, run in members]
    row.series = name_series((path_below(place.path, name), run) for place, run in members)
    row.session = _find_session(own, members)
    if own is not None and own.recorded:
        row.kind = "recorded"
    elif row.session is not None:
        row.kind = "session"
    return row


def _find_session(own: LoggedRun | None, members: list[tuple[Place, LoggedRun]]) -> str | None:
    """Its own session, else the only one that there is in it."""
    if own is not None and own.session:
        return own.name
    sessions = [run.name for _, run in members if run.session]
    return sessions[0] if len(sessions) == 1 else None
