"""One honest sentence: what is known, what is not, what to try next; no evidence, no clause."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.number_text import decimals_for, fixed
from tb_lifecycle.reading.significance.difference import find_pairs
from tb_lifecycle.reading.significance.families import MOST_RUNS, runs_needed
from tb_lifecycle.reading.sweeps.importance import Importance
from tb_lifecycle.reading.sweeps.next_try import NextTry
from tb_lifecycle.reading.sweeps.ranking import Ranked, Ranking, not_told_apart
from tb_lifecycle.reading.sweeps.settings import Settings

_FIRST = 5
_MOST_NAMES = 3


@dataclass(frozen=True)
class Sentence:
    """Its clauses; None of one for which there is no evidence."""

    known: str | None
    unknown: str | None
    next: str | None

    @property
    def text(self) -> str:
        """All of it."""
        parts = [
            self.known,
            f"not known is {self.unknown}" if self.unknown else None,
            f"try next {self.next}" if self.next else None,
        ]
        said = "; ".join(part for part in parts if part)
        return f"{said[:1].upper()}{said[1:]}." if said else ""


def say(found: Settings, ranking: Ranking, importance: Importance, next_try: NextTry | None) -> Sentence:
    """Says what the parts have found."""
    if (flat := _say_flat(found)) is not None:
        return Sentence(flat, _say_unclear(importance), None)
    known = [each.place for each in ranking.order if each.rank and found.settings[each.place].sample.n]
    all_tied = not_told_apart(found, known)
    first = known[:_FIRST]
    tied = [place for place in first if place in all_tied]
    told = [_say_better(found, ranking, first, all_tied), _say_what_matters(importance)]
    unknown = [_say_tied(found, first, tied), _say_unclear(importance)]
    return Sentence(
        " and ".join(filter(None, told)) or None,
        " or ".join(filter(None, unknown)) or None,
        f"{next_try.text}: each is good by itself, and they never ran together" if next_try else None,
    )


def _say_flat(found: Settings) -> str | None:
    """What there is to say where no setting can be better than another: no figures, or one for all."""
    figures = [setting.sample.mean for setting in found.settings if setting.sample.n]
    if not figures:
        return "no setting has a figure that is a number" if found.settings else None
    spread = max(setting.sample.sd or 0.0 for setting in found.settings if setting.sample.n)
    if len(figures) < 2 or max(figures) != min(figures) or spread:
        return None
    return (
        f"all {len(figures):,} settings have the same figure, {fixed(figures[0], decimals_for(figures[:1]))}"
    )


def _say_better(found: Settings, ranking: Ranking, first: Sequence[int], tied: Collection[int]) -> str | None:
    if ranking.base is None:
        return None
    label = found.settings[ranking.base].group.label
    better = [each for each in ranking.order if each.word == "better"]
    tested = [each for each in ranking.order if each.corrected is not None]
    if not tested:
        several = sum(setting.sample.n > 1 for setting in found.settings)
        return None if several else "one run each: there is no interval, and no setting is called better"
    if not better:
        noun = f"none of {len(tested):,} settings" if len(tested) > 1 else "the other setting is not"
        verb = " is" if len(tested) > 1 else ""
        return f"{noun}{verb} better than {label} by more than noise"
    noun, verb = "settings" if len(tested) > 1 else "setting", "are" if len(better) > 1 else "is"
    said = f"{len(better):,} of {len(tested):,} {noun} {verb} better than {label}"
    lead = next((each for each in better if first and each.place == first[0]), better[0])
    if len(better) > 1:
        said += ", the first by "
    else:
        said += " by "
    said += _amount(found, ranking.base, lead)
    if first and lead.place == first[0] and not tied and found.settings[first[0]].sample.n > 1:
        said += f", and {found.settings[first[0]].group.label} is the best"
    return said


def _amount(found: Settings, base: int, lead: Ranked) -> str:
    assert lead.corrected is not None
    assert lead.delta is not None
    ends = sorted(abs(end) for end in lead.corrected)
    decimals = decimals_for([lead.delta, *lead.corrected, found.settings[base].sample.mean])
    low, high = (fixed(end, decimals) for end in ends)
    return f"{fixed(abs(lead.delta), decimals)} (corrected 95 % interval {low} to {high})"


def _say_what_matters(importance: Importance) -> str | None:
    single = [share for share in importance.shares if len(share.flags) == 1]
    if not single:
        return None
    top = single[0]
    name = " with ".join([top.flags[0], *top.together[:2]])
    if top.low >= 0.5:
        return f"{name} decides most of it"
    if len(single) == 1 or top.low > single[1].high:
        return f"{name} matters most"
    if top.low < 0.02:
        return None
    return f"{name} and {single[1].flags[0]} matter most"


def _say_tied(found: Settings, first: Sequence[int], tied: Sequence[int]) -> str | None:
    if not tied:
        return None
    settings = [found.settings[place] for place in (first[0], *tied)]
    samples = [setting.sample for setting in settings]
    count = {2: "two", 3: "three", 4: "four", 5: "five"}[len(samples)]
    means = [sample.mean for sample in samples]
    within = max(means) - min(means)
    said = (
        f"which of the first {count} is best (they lie within {fixed(within, decimals_for([*means, within]))}"
    )
    if min(sample.n for sample in samples) < 2:
        return f"{said}; some have one run)"
    best, last = settings[0], settings[-1]
    pairs = find_pairs(best.sample, last.sample, (best.seeds, last.seeds))
    needed = runs_needed(best.sample, last.sample, len(samples) - 1, pairs)
    if needed is None:
        return f"{said}; more than {MOST_RUNS:,} runs a setting would tell the outer two apart)"
    return f"{said}; about {needed} runs a setting would tell the outer two apart)"


def _say_unclear(importance: Importance) -> str | None:
    if importance.silent and importance.extra is None and not importance.resamples:
        return "which flags matter" if importance.settings else None
    names = [name for name, _ in importance.unclear]
    if not names:
        return None
    shown = names[:_MOST_NAMES]
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more} more flags" if more > 1 else "1 more flag")
    joined = " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"what {joined} {'does' if len(shown) == 1 else 'do'}"
