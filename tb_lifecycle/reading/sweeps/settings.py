"""The settings of a sweep: groups of runs that differ by their seed alone, and what a metric says of each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard

import numpy as np
import numpy.typing as npt

from tb_lifecycle.reading.flag_names import FlagRole, flag_role
from tb_lifecycle.reading.groups.group_table import GroupedRuns, group_runs
from tb_lifecycle.reading.groups.members import COUNTED, SEED, Group, make_group
from tb_lifecycle.reading.groups.partition import freeze
from tb_lifecycle.reading.groups.same_setting import SettingSource, seeds_of
from tb_lifecycle.reading.metrics.direction import Direction, better
from tb_lifecycle.reading.significance.sample import Sample

Value = Literal["last", "best"]
Figures = npt.NDArray[np.float64]


class SweptRuns(GroupedRuns, SettingSource, Protocol):
    """The runs of a sweep."""


@dataclass(frozen=True)
class Setting:
    """Runs that are the same but for their seed.

    Attributes:
      group: who they are, and who counts.
      sample: the finite figures of those that count.
      seeds: what each of these was drawn with.
      diverged: how many members have a figure that is no finite number, however they ended.
    """

    group: Group
    sample: Sample
    seeds: Sequence[Hashable]
    diverged: int

    @property
    def is_lost(self) -> bool:
        """Whether more of its runs diverged than have a figure: it is worse than any that has one."""
        return self.diverged > self.sample.n

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.diverged + self.sample.n > 0


@dataclass(frozen=True)
class Settings:
    """The settings of a table of runs, by one metric.

    Attributes:
      table: the runs.
      metric: its name.
      direction: which way it is better.
      assumed: nothing tells that; it was taken for "up".
      figures: one a run, NaN without one.
      settings: all of them, in the order of the table.
      flags: of each flag that is neither a seed nor an output, a value a setting.
      left_out: runs that are in no figure, by why.
      barred: the places of settings that were evaluated on other data than the baseline: nothing they score
        says how they compare.
    """

    table: SweptRuns
    metric: str
    direction: Direction
    assumed: bool
    figures: Sequence[object]
    settings: Sequence[Setting]
    flags: Mapping[str, Sequence[object]]
    left_out: Mapping[str, int]
    barred: frozenset[int] = frozenset()

    @property
    def sign(self) -> int:
        """1 where more is better, else -1."""
        return 1 if self.direction == "up" else -1

    def scores(self) -> Figures:
        """One a setting, higher is better: its mean; -inf of a diverged, NaN of one not known or barred."""
        scores = np.array([self._score(setting) for setting in self.settings], np.float64)
        scores[list(self.barred)] = math.nan
        return scores

    def datasets(self, place: int) -> dict[str, object]:
        """The digests of the data that a setting's runs read, which are the same for all of them."""
        row = self.settings[place].group.rows[0]
        digests = {
            name: (self.table.field("dataset", name) or ())[row] for name in self.table.known("dataset")
        }
        return {name: digest for name, digest in digests.items() if digest}

    def noise(self) -> float | None:
        """The standard deviation between seeds, pooled over the settings of two runs or more."""
        several = [setting.sample for setting in self.settings if setting.sample.n > 1]
        freedom = sum(sample.n - 1 for sample in several)
        if not freedom:
            return None
        scale = max(sample.sd for sample in several) or 1.0
        squares = math.fsum((sample.n - 1) * (sample.sd / scale) ** 2 for sample in several)
        return scale * math.sqrt(squares / freedom)

    def _score(self, setting: Setting) -> float:
        if setting.is_lost:
            return -math.inf
        return self.sign * setting.sample.mean if setting.sample.n else math.nan


def find_settings(
    table: SweptRuns, metric: str, value: Value = "last", direction: Direction | None = None
) -> Settings:
    """Groups runs by setting.

    Args:
      table: the runs.
      metric: its name, which some run of the logdir has.
      value: its last value, or its best one.
      direction: which way is better, where that is known better than from the name.
    """
    told = direction or better(metric)
    way: Direction = told or "up"
    figures = _figures(table, metric, value, way)
    statuses = table.field("attribute", "status") or ()
    seeds, names = seeds_of(table), table.names
    settings = []
    left_out: Counter[str] = Counter()
    for found in group_runs(table, SEED).groups:
        group = make_group(found.key, found.label, found.rows, names, statuses, figures)
        diverged = [row for row in group.rows if _is_diverged(figures[row], statuses[row])]
        settings.append(
            Setting(
                group,
                Sample([figure for row in group.counted if _is_finite(figure := figures[row])]),
                [seeds[row] for row in group.counted if _is_finite(figures[row])],
                len(diverged),
            )
        )
        counted = {*group.counted, *diverged}
        left_out.update(
            _why(figures[row], statuses[row])
            for row in group.rows
            if row not in counted or not (_is_finite(figures[row]) or row in diverged)
        )
    groups = [setting.group for setting in settings]
    flags = _flags_of(table, groups)
    return Settings(table, metric, way, told is None, figures, settings, flags, dict(left_out))


def _figures(table: SweptRuns, metric: str, value: Value, way: Direction) -> Sequence[object]:
    last = table.field("metric", metric) or ()
    if value == "last":
        return last
    best = table.aggregate(metric, "max" if way == "up" else "min")
    # A best value of a run that ended in NaN is one that nobody can have any more.
    return [now if _is_diverged(now) else found for now, found in zip(last, best, strict=True)]


def _flags_of(table: SweptRuns, groups: Sequence[Group]) -> dict[str, list[object]]:
    """What the members of each group share; no flag in which those of one differ."""
    found = {}
    for name in table.known("flag"):
        if flag_role(name) in (FlagRole.SEED, FlagRole.OUTPUT):
            continue
        values = table.field("flag", name) or ()
        if not _varies_within(values, groups):
            found[name] = [values[group.rows[0]] for group in groups]
    return found


def _varies_within(values: Sequence[object], groups: Sequence[Group]) -> bool:
    """Whether the runs of one setting have several values: then the flag is the name or place of a run."""
    for group in groups:
        first = values[group.rows[0]]
        for row in group.rows[1:]:
            other = values[row]
            if other is not first and other != first and freeze(other) != freeze(first):
                return True
    return False


def _why(figure: object, status: object) -> str:
    if status not in COUNTED:
        return str(status)
    return "no figure" if figure is None else "no number"


def _is_finite(figure: object) -> TypeGuard[float]:
    return isinstance(figure, (int, float)) and math.isfinite(figure)


def _is_diverged(figure: object, status: object = None) -> bool:
    return status != "running" and isinstance(figure, (int, float)) and not math.isfinite(figure)
