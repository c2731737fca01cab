"""What makes runs' figures not comparable with the baseline's, or not final."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.comparing.facts import Facts
from tb_lifecycle.reading.comparing.lengths import say_lengths
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.flag_names import is_evaluation
from tb_lifecycle.reading.metrics.evaluated_data import match_data
from tb_lifecycle.reading.number_text import plain

_UNFINISHED = {
    "running": "{} is still running: its figures will change.",
    "pruned": "{} was pruned: its figures are those of a run that ended early.",
    "failed": "{} failed: its figures are those of an unfinished run.",
    "terminated": "{} was terminated: its figures are those of an unfinished run.",
    "lost": "{} was lost: its figures are those of an unfinished run.",
}


@dataclass(frozen=True)
class Caution:
    """What is to be known of a comparison.

    Attributes:
      text: a sentence.
      run: which run it is about.
      other_data: a data set that is not the baseline's.
      doubtful: it makes the run's figures doubtful, rather than what a step of it is.
    """

    text: str
    run: str
    other_data: str | None = None
    doubtful: bool = True


def find_cautions(
    descriptions: Sequence[Mapping[str, Any]], facts: Sequence[Facts], base: int, main: str | None = None
) -> list[Caution]:
    """What to be told before runs are held against run `base` by the metric `main`."""
    cautions: list[Caution] = []
    for index, each in enumerate(facts):
        if index != base:
            cautions.extend(_of_data(each, facts[base]))
            cautions.extend(_of_evaluation(each, facts[base]))
            lengths = say_lengths(descriptions[index], descriptions[base], main)
            cautions.extend(Caution(text, each.run, doubtful=False) for text in lengths)
    for description in descriptions:
        if text := _UNFINISHED.get(description["status"]):
            cautions.append(Caution(text.format(description["run"]), description["run"]))
    return cautions


def _of_data(run: Facts, baseline: Facts) -> Iterator[Caution]:
    """Data are the same where their digests are, whatever a data set and its split are called."""
    other, unmatched = match_data(run.sections["datasets"], baseline.sections["datasets"])
    for name, theirs in other:
        digest, base = run.sections["datasets"][name], baseline.sections["datasets"][theirs]
        yield _other(run.run, name, digest, theirs, base)
    for name, is_ours in unmatched:
        who = "The baseline" if is_ours else run.run
        unknown = "whether both were evaluated on the same data is not known"
        yield Caution(f"{who} has no digest of {name}: {unknown}.", run.run)


def _of_evaluation(run: Facts, baseline: Facts) -> Iterator[Caution]:
    """Flags that say how runs were evaluated; what a run that lacks one did, nobody recorded."""
    ours, theirs = run.sections["flags"], baseline.sections["flags"]
    differing = [
        f"{name} is {_show(ours[name])}, the baseline's {_show(theirs[name])}"
        for name in sorted(ours.keys() & theirs.keys())
        if is_evaluation(name) and not same_value(ours[name], theirs[name])
    ]
    if differing:
        yield Caution(f"{run.run} may have been evaluated otherwise: {'; '.join(differing)}.", run.run)


def _show(value: object) -> str:
    return plain(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _other(run: str, name: str, digest: object, baseline_name: str, baseline_digest: object) -> Caution:
    theirs = "the baseline's" if name == baseline_name else f"the baseline's {baseline_name}"
    digests = f"{name} is {_short(digest)}, {theirs} is {_short(baseline_digest)}"
    return Caution(f"{run} was evaluated on other data: {digests}.", run, name)


def _short(digest: object) -> str:
    return str(digest).removeprefix("sha256:")[:6]
