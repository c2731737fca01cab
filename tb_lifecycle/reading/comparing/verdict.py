"""What may be concluded from a comparison: one honest sentence, no stronger than what was recorded allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tb_lifecycle.reading.comparing.cautions import Caution
from tb_lifecycle.reading.metrics.headline import judges
from tb_lifecycle.reading.number_text import decimals_for, fixed

Word = Literal["better", "worse", "not distinguishable", "not comparable", "one run each"]

# So many runs are named in a sentence; the others are counted.
NAMED = 3


@dataclass(frozen=True)
class Compared:
    """What a verdict is about.

    Attributes:
      names: the runs'.
      base: the baseline's place.
      settings: of each run, equal for those of one setting.
      main: the metric to judge by.
      figures: of that metric, as in the `compare` answer.
      unusable: where there is no such metric, the logdir's main one and the runs that have no number of it,
        if all have logged it; else None.
    """

    names: Sequence[str]
    base: int
    settings: Sequence[str]
    main: str | None
    figures: Mapping[str, Any]
    unusable: tuple[str, Sequence[str]] | None = None


def conclude(
    compared: Compared, cautions: Sequence[Caution], other_data: Sequence[str] = ()
) -> dict[str, Any]:
    """The verdict of the `compare` answer: a word where one is warranted, and a sentence.

    Without an interval no run is called better or worse than another; `judgement.py` is for groups, which
    have one. `other_data` names data sets on which not all runs of a group were evaluated.
    """
    word, text = _judge(compared, cautions, other_data)
    return {
        "word": word,
        "text": text,
        "metric": compared.main,
        "delta": None,
        "interval": None,
        "p": None,
        "method": None,
        "probability": None,
        "runs_needed": None,
        "about": _about(compared),
        "sides": None,
        "n": [compared.settings.count(setting) for setting in compared.settings],
    }


def _judge(
    compared: Compared, cautions: Sequence[Caution], other_data: Sequence[str]
) -> tuple[Word | None, str]:
    other = sorted({*other_data, *(caution.other_data for caution in cautions if caution.other_data)})
    if other:
        return "not comparable", (
            f"Not comparable: the runs were evaluated on different data ({', '.join(other)})."
        )
    if compared.main is None or not judges(compared.main):
        return None, _no_metric(compared)
    word, reach = _reach(compared)
    if (same := _equal(compared)) is not None:
        return word, same
    figures = _compare_two(compared) if len(compared.names) == 2 else _compare_many(compared)
    return word, f"{figures} {reach}"


def _no_metric(compared: Compared) -> str:
    if compared.unusable is None:
        return "The runs have no metric in common that says which of them is better."
    metric, runs = compared.unusable
    more = f" and {len(runs) - NAMED} more" if len(runs) > NAMED else ""
    where = f"{', '.join(runs[:NAMED])}{more}"
    return f"{metric} judges the runs here, and nothing that counts has a number of it in {where}."


def _about(compared: Compared) -> int | None:
    """The place of the run whose difference from the baseline the sentence tells; None for none."""
    if not compared.figures or len(compared.names) == 2:
        return 1 - compared.base if len(compared.names) == 2 else None
    best = compared.figures["best"]
    return None if best == compared.base else best


def _reach(compared: Compared) -> tuple[Word | None, str]:
    """How far the figures carry: without an interval a difference is one, and nothing more."""
    runs, settings = len(compared.names), len(set(compared.settings))
    if settings == runs:
        return "one run each", "One run each: a difference without an interval."
    if settings == 1:
        whole = "Both" if runs == 2 else f"All {runs}"
        return None, f"{whole} are of one setting, as far as was recorded: it is how far its runs spread."
    return None, f"{runs} runs of {settings} settings: a difference of single runs, without an interval."


def _equal(compared: Compared) -> str | None:
    """The sentence for runs that all have one figure; None where they have not."""
    names, base, values = compared.names, compared.base, compared.figures["values"]
    if any(value != values[base] for value in values):
        return None
    whose = f"{names[1 - base]} and {names[base]}" if len(names) == 2 else "The runs"
    return f"{whose} have the same {compared.main}, {_write(compared, base)}."


def _compare_two(compared: Compared) -> str:
    names, base, main = compared.names, compared.base, compared.main
    delta = compared.figures["deltas"][1 - base]
    return f"{names[1 - base]} has a {main} {_by_how_much(compared, delta)} than {names[base]}."


def _compare_many(compared: Compared) -> str:
    names, base, main, figures = compared.names, compared.base, compared.main, compared.figures
    best = figures["best"]
    if best is None:
        return f"No run that went to its end has a better {main} than another that did."
    if best == base:
        return f"None has a better {main} than {names[base]}, the baseline, with {_write(compared, best)}."
    delta = figures["deltas"][best]
    gain = f": {_by_how_much(compared, delta)} than {names[base]}" if delta is not None else ""
    return f"{names[best]} has the best {main}, {_write(compared, best)}{gain}."


def _by_how_much(compared: Compared, delta: float) -> str:
    decimals = decimals_for([*compared.figures["values"], delta])
    return f"{fixed(abs(delta), decimals)} {'higher' if delta > 0 else 'lower'}"


def _write(compared: Compared, place: int) -> str:
    values = compared.figures["values"]
    return fixed(values[place], decimals_for(values))
