"""All that a table of runs tells as a sweep, by one metric: the `sweep` answer of `http_api.md`.

In two parts: the settings, which are quick, and the rest, which may take seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tb_lifecycle.errors import UnknownMetricError
from tb_lifecycle.reading.expressions.suggestions import closest
from tb_lifecycle.reading.flag_names import FlagRole, flag_role
from tb_lifecycle.reading.groups.members import GROUP
from tb_lifecycle.reading.metrics.direction import Direction
from tb_lifecycle.reading.sweeps.best_range import best_settings
from tb_lifecycle.reading.sweeps.heat_map import HeatMap, find_heat_map
from tb_lifecycle.reading.sweeps.importance import Importance, Sorted, find_importance, sort_flags
from tb_lifecycle.reading.sweeps.levels import Levels, find_levels
from tb_lifecycle.reading.sweeps.lift import Lift, find_lift
from tb_lifecycle.reading.sweeps.marginals import Marginal, find_marginal
from tb_lifecycle.reading.sweeps.next_try import NextTry, find_next
from tb_lifecycle.reading.sweeps.ranking import Ranked, Ranking, bar_other_data, rank_settings
from tb_lifecycle.reading.sweeps.repeat_command import commands_of
from tb_lifecycle.reading.sweeps.sentence import Sentence, say
from tb_lifecycle.reading.sweeps.settings import Settings, SweptRuns, Value, find_settings

if TYPE_CHECKING:
    import pandas as pd

MARGINALS = 3
MOST_NAMED = 10
# Of more settings the answer has so many, the best first, and counts the rest.
MOST_LISTED = 500


@dataclass(frozen=True)
class Sweep:
    """A sweep, worked out as it is asked about.

    Attributes:
      found: the settings.
      asked_baseline: the key of a group, or one of its members; None for the first that was started.
      tell: called with how many resamples of the forest are done.
    """

    found: Settings
    asked_baseline: str | None = None
    tell: Callable[[int], None] = lambda _: None

    def __repr__(self) -> str:
        return f"<Sweep of {len(self.found.settings)} settings by {self.found.metric}>"

    @cached_property
    def ranking(self) -> Ranking:
        """The settings, best first, against the baseline."""
        return rank_settings(self.found, self.asked_baseline)

    @cached_property
    def lift(self) -> Lift | None:
        """What picking the best gives by noise."""
        return find_lift(self.found, self.ranking)

    @cached_property
    def importance(self) -> Importance:
        """Which flags matter."""
        known = ~np.isnan(self.found.scores())
        return find_importance(self._sorted, self.found.scores()[known], self.tell)

    @cached_property
    def marginals(self) -> list[Marginal]:
        """The pictures of the flags that matter most, or tell most by themselves where that is not known."""
        best = best_settings(self.found)
        return [find_marginal(self.found, levels, best) for levels in self._order[:MARGINALS]]

    @cached_property
    def heat_map(self) -> HeatMap | None:
        """The two flags of the top pair: those with the largest share beyond each, else the first two."""
        order = self._order
        if len(order) < 2:
            return None
        named = {levels.flag: levels for levels in order}
        first = next((share.flags for share in self.importance.shares if len(share.flags) == 2), None)
        x, y = (named[name] for name in first) if first else order[:2]
        return find_heat_map(self.found, x, y, self.ranking.base)

    @cached_property
    def next_try(self) -> NextTry | None:
        """A setting that was never run, of parts each of which is good."""
        return find_next(self.found, self.ranking, self._order)

    @cached_property
    def sentence(self) -> Sentence:
        """What is known, what is not, what to try next."""
        return say(self.found, self.ranking, self.importance, self.next_try)

    @cached_property
    def digest(self) -> str:
        """Equal for sweeps whose answers are equal, but for `describe_quick`."""
        about = repr((self.found.metric, self.ranking.base, sorted(self.found.barred))).encode(
            "utf-8", "replace"
        )
        digest = hashlib.blake2b(about, digest_size=12)
        for name, values in self.found.flags.items():
            digest.update(repr((name, values)).encode("utf-8", "replace"))
        for setting in self.found.settings:
            told = (setting.group.key, setting.group.label, setting.sample.values, setting.seeds)
            digest.update(repr((*told, setting.diverged)).encode("utf-8", "replace"))
        return digest.hexdigest()

    def to_pandas(self) -> pd.DataFrame:
        """Makes a data frame of the settings, best first: flags that vary, figures, interval and word.

        Raises:
          ImportError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas() needs pandas. Install it with 'pip install pandas'.") from error
        rows = self.describe_settings(len(self.found.settings))
        varied = [levels.flag for levels in self._levels if levels.rest]
        flags = {f"flag.{name}": [self.found.flags[name][row["place"]] for row in rows] for name in varied}
        figures = {
            name: [row[name] for row in rows] for name in ("rank", "n", "mean", "sd", "delta", "p", "word")
        }
        low, high = ([row["corrected"][end] if row["corrected"] else None for row in rows] for end in (0, 1))
        index = pandas.Index([row["label"] for row in rows], name="setting", dtype=object)
        return pandas.DataFrame({**flags, **figures, "low": low, "high": high}, index=index)

    def describe_counts(self) -> dict[str, Any]:
        """What may change while no figure does."""
        return {"runs": len(self.found.table), "left_out": dict(self.found.left_out)}

    def describe_quick(self) -> dict[str, Any]:
        """What is there at once: the settings and what is left out."""
        found, ranking = self.found, self.ranking
        return {
            **self.describe_counts(),
            "metric": found.metric,
            "better": found.direction,
            "assumed": found.assumed,
            "settings": len(found.settings),
            "known": sum(setting.is_known for setting in found.settings),
            "valued": sum(setting.sample.n for setting in found.settings),
            "diverged": sum(setting.diverged for setting in found.settings),
            "noise": found.noise(),
            "baseline": None if ranking.base is None else self._key(ranking.base),
            "baseline_chosen": ranking.chosen,
            "tests": ranking.tests,
            "ranking": self.describe_settings(MOST_LISTED),
            "lift": self.lift,
            "order": [levels.id for levels in self._varying(())],
        }

    def describe(self) -> dict[str, Any]:
        """All of it."""
        return {
            **self.describe_quick(),
            "importance": self.importance,
            "order": [levels.id for levels in self._order],
            "points": self._describe_points(),
            "marginals": self.marginals,
            "heat_map": self.heat_map,
            "sentence": self.sentence,
            "next": self.next_try,
        }

    def describe_settings(self, most: int) -> list[dict[str, Any]]:
        """The settings, best first: at most so many, and the baseline."""
        order = self.ranking.order
        shown = [*order[:most], *(each for each in order[most:] if each.word == "baseline")]
        return [self._describe(each) for each in shown]

    def commands(self, line: str) -> list[str]:
        """What runs the next setting with the seeds of the one that it is like.

        Args:
          line: the recorded command of `repeated`.
        """
        told = self.next_try
        if told is None:
            return []
        table = self.found.table
        group = self.found.settings[told.like].group
        flags = {name: (table.field("flag", name) or ())[group.rows[0]] for name in table.known("flag")}
        seeds = [
            {
                name: value
                for name in table.known("flag")
                if flag_role(name) == FlagRole.SEED
                and (value := (table.field("flag", name) or ())[row]) is not None
            }
            for row in group.counted
        ]
        return commands_of(line, flags, told.changes, seeds)

    @property
    def repeated(self) -> str | None:
        """The run whose command is changed to try the next setting."""
        return self.found.settings[self.next_try.like].group.members[0] if self.next_try else None

    def _describe(self, each: Ranked) -> dict[str, Any]:
        setting = self.found.settings[each.place]
        interval = setting.sample.interval
        return {
            "place": each.place,
            "key": self._key(each.place),
            "label": setting.group.label,
            "members": list(setting.group.members),
            "rank": each.rank,
            "n": setting.sample.n,
            "diverged": setting.diverged,
            "left_out": dict(setting.group.left_out),
            "mean": setting.sample.mean if setting.sample.n else None,
            "sd": setting.sample.sd if setting.sample.n > 1 else None,
            "low": interval[0] if interval else None,
            "high": interval[1] if interval else None,
            "delta": each.delta,
            "interval": each.interval,
            "corrected": each.corrected,
            "p": each.p,
            "method": each.method,
            "word": each.word,
        }

    def _describe_points(self) -> list[tuple[float | None, int]]:
        """Of each setting, by its place, the mean, None of one that diverged, and how many runs it is of."""
        settings = self.found.settings
        return [
            (setting.sample.mean if setting.sample.n and not setting.is_lost else None, setting.sample.n)
            for setting in settings
        ]

    def _key(self, place: int) -> str:
        return f"{GROUP}{self.found.settings[place].group.key}"

    @cached_property
    def _levels(self) -> list[Levels]:
        return [find_levels(name, values) for name, values in self.found.flags.items()]

    @cached_property
    def _sorted(self) -> Sorted:
        scores = self.found.scores()
        known = ~np.isnan(scores)
        return sort_flags([levels.of(known) for levels in self._levels], scores[known])

    @cached_property
    def _order(self) -> list[Levels]:
        """The flags that vary enough, over all settings, those that matter most first."""
        return self._varying([share.flags[0] for share in self.importance.shares if len(share.flags) == 1])

    def _varying(self, first: Sequence[str]) -> list[Levels]:
        named = {levels.flag: levels for levels in self._levels}
        by_itself = [levels.flag for levels in self._sorted.order]
        most = len(self.found.settings) / 2
        rare = [
            name for name, _ in self._sorted.unclear if named[name].is_number or named[name].tried <= most
        ]
        return [named[name] for name in dict.fromkeys([*first, *by_itself, *rare])]


def find_sweep(
    table: SweptRuns,
    metric: str | None = None,
    *,
    value: Value = "last",
    better: Direction | None = None,
    baseline: str | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Sweep:
    """Reads a table of runs as a sweep.

    Args:
      table: the runs.
      metric: its name; by default the one that the table leads with.
      value: its last value or its best.
      better: which way it is better, where its name does not tell.
      baseline: the key of a group or the name of a run.
      tell: called with how many resamples of the forest are done.

    Raises:
      UnknownMetricError: no run of the logdir has such a metric, or any.
    """
    name = metric or table.main
    known = table.known("metric")
    if name is None:
        raise UnknownMetricError("No run has a metric.")
    if name not in known:
        near = closest(name, known)
        hint = f"Did you mean {near!r}?" if near else f"There are {', '.join(sorted(known)[:MOST_NAMED])}."
        raise UnknownMetricError(f"No run has a metric {name!r}. {hint}")
    found = find_settings(table, name, value, better)
    return Sweep(bar_other_data(found, baseline), baseline, tell)


QUICK = (
    "runs", "left_out", "metric", "better", "assumed", "settings", "known", "valued", "diverged", "noise",
    "baseline", "baseline_chosen", "tests", "ranking", "lift", "order",
)  # fmt: skip
SLOW = ("importance", "points", "marginals", "heat_map", "sentence", "next")


def nothing_yet(quick: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of which no more is there than `quick`; the rest is None."""
    return {**dict.fromkeys((*QUICK, *SLOW)), **quick}
