"""Which of TensorBoard's runs make one row, and how the row's metrics are named.

TensorBoard lists every directory with an event file as a run. People mean something else: a training, with
its `train` and `validation` directories. Pure functions over names, so that every combination can be tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tb_lifecycle.reading.metrics.splits import DIRECTORIES

ROOT = "."

Kind = Literal["recorded", "session", "plain"]
Series = tuple[str, str]  # TensorBoard's run, its tag


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One of TensorBoard's runs.

    Attributes:
      name: its directory relative to the logdir, with `/`; the logdir itself is `.`.
      tags: its scalar series.
      recorded: it holds a lifecycle record.
      session: it holds an HParams session record.
      experiment: it holds an HParams experiment record.
      shown: it holds an experiment record and something else that is no scalar, such as images.
    """

    name: str
    tags: Sequence[str] = ()
    recorded: bool = False
    session: bool = False
    experiment: bool = False
    shown: bool = False

    @property
    def is_plain(self) -> bool:
        """It has no record, and holds more than the description of an experiment."""
        return (
            not self.recorded and not self.session and (bool(self.tags) or self.shown or not self.experiment)
        )


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a TensorBoard run belongs: the row, and the directory that names its metrics."""

    row: str
    path: str


def fold(runs: Sequence[LoggedRun]) -> list[Row]:
    """Folds TensorBoard's runs into rows, sorted by name."""
    by_name = {run.name: run for run in runs}
    places = _Places(by_name)
    members: dict[str, list[tuple[_Place, LoggedRun]]] = {}
    for name in sorted(by_name):
        run = by_name[name]
        place = places.find(name)
        if run.is_plain or run.recorded or run.session:
            members.setdefault(place.row, []).append((place, run))
    return [_build_row(name, by_name.get(name), members[name]) for name in sorted(members)]


def _build_row(name: str, own: LoggedRun | None, members: list[tuple[_Place, LoggedRun]]) -> Row:
    # Its own series first: where names collide, the first wins.
    members.sort(key=lambda member: (member[1].name != name, member[1].name))
    row = Row(name, "plain")
    for place, run in members:
        row.members.append(run.name)
        prefix = _path_below(place.path, name)
        for tag in run.tags:
            row.series.setdefault(f"{prefix}/{tag}" if prefix else tag, (run.name, tag))
    row.session = _find_session(own, members)
    if own is not None and own.recorded:
        row.kind = "recorded"
    elif row.session is not None:
        row.kind = "session"
    return row


def _find_session(own: LoggedRun | None, members: list[tuple[_Place, LoggedRun]]) -> str | None:
    """Its own session, else the only one that there is in it."""
    if own is not None and own.session:
        return own.name
    sessions = [run.name for _, run in members if run.session]
    return sessions[0] if len(sessions) == 1 else None


class _Places:
    """Finds the place of each TensorBoard run, remembering what it found."""

    def __init__(self, runs: Mapping[str, LoggedRun]) -> None:
        self._runs = runs
        self._places: dict[str, _Place] = {}
        self._children: Counter[str] | None = None

    def find(self, name: str) -> _Place:
        if name not in self._places:
            self._places[name] = self._find(self._runs[name])
        return self._places[name]

    def _find(self, run: LoggedRun) -> _Place:
        if run.recorded:
            return _Place(run.name, run.name)
        if (recorded := self._nearest(run.name, lambda above: above.recorded)) is not None:
            return _Place(recorded, run.name)
        if run.session:
            return self._find_of_session(run)
        if (session := self._nearest(run.name, lambda above: above.session)) is not None:
            above = self.find(session)
            return _Place(above.row, _join(above.path, _path_below(run.name, session)))
        parent = _parent(run.name)
        if parent is not None and _last_part(run.name) in DIRECTORIES:
            return _Place(self.find(parent).row if parent in self._runs else parent, run.name)
        return _Place(run.name, run.name)

    def _find_of_session(self, run: LoggedRun) -> _Place:
        """`add_hparams` makes a session below its run: it merges into the run whose only child it is."""
        parent = _parent(run.name)
        above = self._runs.get(parent) if parent is not None else None
        if above is None or not above.is_plain or self._count_children(above.name) != 1:
            return _Place(run.name, run.name)
        place = self.find(above.name)
        owner = self._runs.get(place.row)
        return place if owner is None or owner.is_plain else _Place(run.name, run.name)

    def _count_children(self, name: str) -> int:
        """Counts the runs below `name` with no other run between."""
        if self._children is None:
            self._children = Counter(
                above for run in self._runs if (above := self._nearest(run, lambda _: True)) is not None
            )
        return self._children[name]

    def _nearest(self, name: str, wanted: Callable[[LoggedRun], bool]) -> str | None:
        for above in _ancestors(name):
            run = self._runs.get(above)
            if run is not None and wanted(run):
                return above
        return None


def _parent(name: str) -> str | None:
    if name == ROOT:
        return None
    return name.rpartition("/")[0] or ROOT


def _ancestors(name: str) -> Iterator[str]:
    """Yields the directories above `name`, nearest first."""
    while (parent := _parent(name)) is not None:
        yield parent
        name = parent


def _last_part(name: str) -> str:
    return name.rpartition("/")[2]


def _path_below(name: str, above: str) -> str:
    """The path from `above` to `name`; empty where they are the same."""
    if name == above:
        return ""
    return name if above == ROOT else name[len(above) + 1 :]


def _join(above: str, path: str) -> str:
    if not path:
        return above
    return path if above == ROOT else f"{above}/{path}"
