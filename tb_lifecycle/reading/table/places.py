"""Where each of TensorBoard's runs belongs: to which row, and under which path its metrics are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tb_lifecycle.reading.metrics.splits import DIRECTORIES
from tb_lifecycle.reading.table.logged_run import LoggedRun
from tb_lifecycle.reading.table.run_names import ROOT, ancestors, join, last_part, parent_of, path_below

# What tensorboardX makes an underscore of in a tag, and not in a directory.
_NOT_IN_TAGS = re.compile(r"[^-/\w.]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a TensorBoard run belongs: the row, and the directory that names its metrics."""

    row: str
    path: str


class Places:
    """Finds the place of each TensorBoard run, remembering what it found."""

    def __init__(self, runs: Mapping[str, LoggedRun]) -> None:
        """Finds nothing yet; `runs` are all of TensorBoard's, by name."""
        self._runs = runs
        self._places: dict[str, Place] = {}

    def find(self, name: str) -> Place:
        """Where the run of that name belongs."""
        if name not in self._places:
            self._places[name] = self._find(self._runs[name])
        return self._places[name]

    def _find(self, run: LoggedRun) -> Place:
        if run.recorded:
            return Place(run.name, run.name)
        if (recorded := self._nearest(run.name, lambda above: above.recorded)) is not None:
            return Place(recorded, run.name)
        if run.session:
            return self._find_of_session(run)
        if (session := self._nearest(run.name, lambda above: above.session)) is not None:
            above = self.find(session)
            return Place(above.row, join(above.path, path_below(run.name, session)))
        parent = parent_of(run.name)
        owner = self._writer_of_line(run)
        if owner is None and parent is not None and self._is_part(run.name, parent):
            owner = parent
        if owner is None:
            return Place(run.name, run.name)
        return Place(self.find(owner).row if owner in self._runs else owner, run.name)

    def _find_of_session(self, run: LoggedRun) -> Place:
        """`add_hparams` makes a session below its run: the only one merges into that."""
        if not self._is_only_session(run):
            return Place(run.name, run.name)
        place = self.find(parent_of(run.name) or ROOT)
        owner = self._runs.get(place.row)
        return place if owner is None or not owner.session else Place(run.name, run.name)

    def _is_only_session(self, run: LoggedRun) -> bool:
        parent = parent_of(run.name)
        above = self._runs.get(parent) if parent is not None else None
        if above is None or above.session or (above.experiment and not above.has_data):
            return False
        return self._sessions_below[above.name] == 1

    @cached_property
    def _sessions_below(self) -> Counter[str | None]:
        """How many sessions each directory holds."""
        return Counter(parent_of(run.name) for run in self._runs.values() if run.session)

    def _writer_of_line(self, run: LoggedRun) -> str | None:
        """The directory of the writer whose `add_scalars` made this one for a line; None if it is none.

        PyTorch names it by tag and line in one part; tensorboardX makes a directory of the tag and puts the
        line below.
        """
        parent = parent_of(run.name)
        if parent is None or len(run.tags) != 1 or not run.is_plain:
            return None
        (tag,) = run.tags
        if parent in self._runs and last_part(run.name).startswith(tag.replace("/", "_") + "_"):
            return parent
        for above in ancestors(parent):
            path = path_below(run.name, above)
            if above in self._runs and _NOT_IN_TAGS.sub("_", path).startswith(f"{tag}/"):
                return above
        return None

    def _is_part(self, name: str, parent: str) -> bool:
        """Whether it is a part of a training, and no run that is only called like one."""
        return last_part(name) in DIRECTORIES and not self._holds_others[parent]

    @cached_property
    def _holds_others(self) -> Mapping[str, bool]:
        """By directory with parts: whether most of what a part lies beside are runs by other names."""
        parts: Counter[str] = Counter()
        others: dict[str, set[str]] = {}
        for run in self._runs.values():
            writer = self._writer_of_line(run)
            parent = writer or parent_of(run.name)
            if parent is None or not run.counts:
                continue
            if run.is_plain and last_part(run.name) in DIRECTORIES:
                parts[parent] += 1
            elif writer is None and not (run.session and self._is_only_session(run)):
                others.setdefault(parent, set()).add(run.name)
            child = parent
            for above in ancestors(parent):
                inside = self._runs.get(child)
                if inside is None or not inside.counts:
                    others.setdefault(above, set()).add(child)
                child = above
        return {parent: len(others.get(parent, ())) >= count for parent, count in parts.items()}

    def _nearest(self, name: str, wanted: Callable[[LoggedRun], bool]) -> str | None:
        for above in ancestors(name):
            run = self._runs.get(above)
            if run is not None and wanted(run):
                return above
        return None
