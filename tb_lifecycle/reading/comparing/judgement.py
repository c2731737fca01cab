"""The verdict on groups of runs: is one better than the baseline, by how much, is it more than noise."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.comparing.verdict import Word
from tb_lifecycle.reading.metrics.direction import better
from tb_lifecycle.reading.number_text import decimals_for, fixed
from tb_lifecycle.reading.significance.difference import Difference, find_difference, find_pairs
from tb_lifecycle.reading.significance.families import MOST_RUNS, holm, runs_needed
from tb_lifecycle.reading.significance.sample import CONFIDENCE, Sample

# What a method's sentence says of how the figures were held against each other.
_METHODS = {
    "welch": "Welch's t",
    "paired": "paired by seed",
    "one against many": "one run against many, as if both spread alike",
    "bootstrap": "bootstrap, as the figures are skewed",
}


@dataclass(frozen=True)
class Judged:
    """A side's figures of the metric that is judged by."""

    label: str
    sample: Sample
    seeds: Sequence[Hashable]


def judge(metric: str, judged: Sequence[Judged], base: int, barred: Collection[int] = ()) -> dict[str, Any]:
    """Holds each side against the baseline but those `barred`, and corrects for all that are (Holm).

    Returns:
      What the `verdict` of a comparison has of it: of one other side, or else of that with the best mean.
    """
    baseline = judged[base]
    found = [
        None if place == base or place in barred else _hold(baseline, side)
        for place, side in enumerate(judged)
    ]
    corrected = holm([difference.p if difference else None for difference in found])
    tests = sum(p is not None for p in corrected)
    sides = [
        None
        if place == base
        else _bar(baseline, side)
        if place in barred
        else _describe(metric, baseline, side, found[place], corrected[place], tests)
        for place, side in enumerate(judged)
    ]
    about = _choose(metric, judged, {base, *barred})
    told = sides[about]
    assert told is not None
    return {**told, "about": about, "sides": sides}


def _hold(baseline: Judged, side: Judged) -> Difference | None:
    return find_difference(baseline.sample, side.sample, (baseline.seeds, side.seeds))


def _bar(baseline: Judged, side: Judged) -> dict[str, Any]:
    """What is told of a side that was evaluated on other data."""
    none = dict.fromkeys(("delta", "interval", "p", "method", "probability", "runs_needed"))
    text = f"Not comparable: {side.label} was evaluated on other data than {baseline.label}."
    return {"word": "not comparable", **none, "text": text}


def _choose(metric: str, judged: Sequence[Judged], aside: Collection[int]) -> int:
    """The side that the sentence is about."""
    sign = -1 if better(metric) == "down" else 1
    others = [place for place in range(len(judged)) if place not in aside]
    return max(others, key=lambda place: (bool(judged[place].sample.n), sign * judged[place].sample.mean))


def _describe(
    metric: str, baseline: Judged, side: Judged, difference: Difference | None, p: float | None, tests: int
) -> dict[str, Any]:
    first, second = baseline.sample, side.sample
    known = bool(first.n and second.n)
    both = min(first.n, second.n) > 1
    word = _word(metric, first, second, difference, p)
    needed = None
    if both and word == "not distinguishable":
        paired = difference is not None and difference.method == "paired"
        pairs = find_pairs(first, second, (baseline.seeds, side.seeds)) if paired else None
        needed = runs_needed(first, second, tests, pairs)
    probability = None
    if difference is not None:
        probability = 1 - difference.higher if better(metric) == "down" else difference.higher
    described = {
        "word": word,
        "delta": second.mean - first.mean if known else None,
        "interval": [difference.low, difference.high] if difference else None,
        "p": p,
        "method": difference.method if difference else None,
        "probability": probability,
        "runs_needed": needed,
    }
    return {**described, "text": _say(metric, baseline, side, described, tests)}


def _word(
    metric: str, first: Sample, second: Sample, difference: Difference | None, p: float | None
) -> Word | None:
    if not first.n or not second.n:
        return None
    if first.n == second.n == 1:
        return "one run each"
    if difference is None or p is None:
        return "not distinguishable" if first.mean == second.mean else None
    if p >= 1 - CONFIDENCE:
        return "not distinguishable"
    return "better" if (difference.delta > 0) == (better(metric) == "up") else "worse"


def _say(metric: str, baseline: Judged, side: Judged, described: dict[str, Any], tests: int) -> str:
    one, other = baseline.sample, side.sample
    for each in (baseline, side):
        if not each.sample.n:
            return f"No run of {each.label} went to its end with a figure of {metric}."
    word, interval, delta = described["word"], described["interval"], described["delta"]
    decimals = decimals_for([one.mean, other.mean, delta])
    runs = f"{other.n} against {one.n} {'run' if one.n == 1 else 'runs'}"
    if interval is None:
        more = f"{fixed(abs(delta), decimals)} {'higher' if delta > 0 else 'lower'}"
        by = f"{side.label} has a {metric} {more} than {baseline.label}"
        if delta == 0:
            by = f"{side.label} and {baseline.label} have the same {metric}"
        if word == "one run each":
            return f"{by}. One run each: a difference without an interval."
        return f"{by}, {runs}. Neither side spreads, so nothing says what noise there is."
    shown = f"a difference of {fixed(delta, decimals)} (95 % interval {_join(interval, decimals)})"
    test = write_p(described["p"]) + (
        f" after Holm's correction for {tests} comparisons" if tests > 1 else ""
    )
    figures = f"{shown}, {test}, {runs}, {_METHODS[described['method']]}."
    if word == "not distinguishable":
        return (
            f"By {metric}, {side.label} and {baseline.label} cannot be told apart: {figures}"
            + _say_needed(described["runs_needed"], min(one.n, other.n))
        )
    beats = f"A new run of it beats one of {baseline.label} with a probability of"
    return (
        f"By {metric}, {side.label} is {word} than {baseline.label}: {figures} "
        f"{beats} {_share(described['probability'])}."
    )


def write_p(p: float) -> str:
    """A probability of chance as it is read: two figures, and none of what is almost impossible."""
    return "p < 0.0001" if p < 1e-4 else f"p = {p:.2g}"


def _share(probability: float) -> str:
    """A probability in words that claim no certainty."""
    if probability > 0.99:
        return "more than 0.99"
    return "less than 0.01" if probability < 0.01 else f"{probability:.2f}"


def _say_needed(needed: int | None, least: int) -> str:
    if needed is None:
        return f" More than {MOST_RUNS:,} runs a side would tell." if least > 1 else ""
    return f" If the difference is what it seems, {needed} runs a side would tell in four of five cases."


def _join(interval: Sequence[float], decimals: int) -> str:
    low, high = (fixed(bound, decimals) for bound in interval)
    return f"{low} to {high}"
