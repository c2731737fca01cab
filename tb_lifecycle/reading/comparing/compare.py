"""Compares runs: what differs, by how much, which reasons there are, and what may be concluded.

Works on descriptions of runs, as the `run` route answers them; `http_api.md` shows
what a comparison holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tb_lifecycle.reading.comparing.cautions import Caution, find_cautions
from tb_lifecycle.reading.comparing.facts import SECTIONS, facts_of
from tb_lifecycle.reading.comparing.figures import compare_metrics, find_main, find_unusable
from tb_lifecycle.reading.comparing.flag_effects import Peer
from tb_lifecycle.reading.comparing.judgement import Judged, judge
from tb_lifecycle.reading.comparing.reasons import find_reasons
from tb_lifecycle.reading.comparing.same_values import same_value
from tb_lifecycle.reading.comparing.settings import settings_of
from tb_lifecycle.reading.comparing.verdict import Compared, conclude
from tb_lifecycle.reading.comparing.yardstick import Rivals, Told, describe_noise, describe_pick
from tb_lifecycle.reading.metrics.charts import epoch_metric, first_charts
from tb_lifecycle.reading.metrics.headline import judges
from tb_lifecycle.reading.significance.seed_noise import SeedNoise

Description = Mapping[str, Any]


def _no_peers(_metric: str) -> Sequence[Peer]:
    return ()


def _no_noise(_metric: str) -> SeedNoise | None:
    return None


def _no_rivals(_metric: str, _place: int) -> Rivals:
    return Rivals((), "runs")


@dataclass(frozen=True)
class Context:
    """What the rest of a logdir tells about the compared runs.

    Attributes:
      main: the logdir's main metric.
      peers: gives the other runs on the same data that have a figure of a metric.
      noise: gives how far runs spread in it that differ only by seed.
      rivals: gives the figures of it among which that of the compared run or group at a place was picked.
    """

    main: str | None = None
    peers: Callable[[str], Sequence[Peer]] = _no_peers
    noise: Callable[[str], SeedNoise | None] = _no_noise
    rivals: Callable[[str, int], Rivals] = _no_rivals


ALONE = Context()


@dataclass(frozen=True)
class Grouped:
    """What is known of compared groups beside their descriptions.

    Attributes:
      groups: of each side its group, as the answer has it; None of a run.
      judged: gives each side's figures of a metric.
      unlike: sentences on sides whose runs are not alike, by the side's name.
      other_data: names of data sets on which not all runs of a side were evaluated.
    """

    groups: Sequence[dict[str, Any] | None]
    judged: Callable[[str], Sequence[Judged]]
    unlike: Sequence[tuple[str, str]]
    other_data: Sequence[str]


def _find_unusable(
    descriptions: Sequence[Description], main: str | None, preferred: str | None, grouped: Grouped | None
) -> tuple[str, list[str]] | None:
    """As `find_unusable`; a group of which no run counts has no figures at all."""
    if grouped is None:
        return find_unusable(descriptions, main, preferred)
    empty = [group["label"] for group in grouped.groups if group is not None and group["n"] == 0]
    return (preferred, empty) if main is None and preferred is not None and empty else None


def compare(
    descriptions: Sequence[Description],
    baseline: str,
    context: Context = ALONE,
    grouped: Grouped | None = None,
) -> dict[str, Any]:
    """Compares runs with a baseline.

    Args:
      descriptions: two runs or more, each as the `run` route answers it.
      baseline: the name of one of them.
      context: the logdir that they are of, where it is known.
      grouped: where one or more of the descriptions are of groups.

    Returns:
      The answer of the `compare` route, NaN and infinities still as numbers. Lists are in the runs' order.

    Raises:
      ValueError: `baseline` is none of the runs.
    """
    names = [description["run"] for description in descriptions]
    if baseline not in names:
        raise ValueError(f"The baseline {baseline} is none of the compared runs: {', '.join(names)}.")
    base = names.index(baseline)
    facts = [facts_of(description) for description in descriptions]
    differing, same = _split_sections([each.sections for each in facts])
    main = find_main(descriptions, base, context.main)
    metrics = compare_metrics(descriptions, base, main)
    logged = [name for name in metrics if name != "duration"]
    cautions = find_cautions(descriptions, facts, base, main)
    if grouped is not None:
        cautions += [Caution(text, name) for name, text in grouped.unlike]
    compared = Compared(
        names,
        base,
        settings_of(facts),
        main,
        metrics.get(main or "", {}),
        _find_unusable(descriptions, main, context.main, grouped),
    )
    return {
        "runs": names,
        "groups": grouped.groups if grouped is not None else None,
        "budget": None,
        "baseline": baseline,
        "statuses": [description["status"] for description in descriptions],
        "started": [description["started"] for description in descriptions],
        "main": main,
        "metrics": metrics,
        "charts": first_charts(logged, main),
        "epochs": epoch_metric(logged),
        **differing,
        "code_files": _compare_files([each.files for each in facts]),
        "same": same,
        "reasons": find_reasons(facts, base, context.peers(main) if main is not None else (), main or ""),
        "warnings": [caution.text for caution in cautions],
        "doubtful": sorted({caution.run for caution in cautions if caution.doubtful}),
        "verdict": _conclude(compared, cautions, context, grouped),
        "notices": list(
            dict.fromkeys(notice for each in descriptions for notice in each.get("notices") or ())
        ),
    }


def _conclude(
    compared: Compared, cautions: Sequence[Caution], context: Context, grouped: Grouped | None
) -> dict[str, Any]:
    barred = frozenset(compared.names.index(caution.run) for caution in cautions if caution.other_data)
    some = grouped is not None and not grouped.other_data and len(barred) < len(compared.names) - 1
    if some:  # the others are judged without those on other data
        cautions = [caution for caution in cautions if not caution.other_data]
    verdict = conclude(compared, cautions, grouped.other_data if grouped is not None else ())
    if grouped is not None and compared.main is not None:
        judged = grouped.judged(compared.main)
        verdict["n"] = [side.sample.n for side in judged]
        if verdict["word"] != "not comparable" and judges(compared.main):
            verdict |= judge(compared.main, judged, compared.base, barred)
    return {**verdict, **_measure(compared, verdict, context, grouped)}


def _measure(
    compared: Compared, verdict: Mapping[str, Any], context: Context, grouped: Grouped | None
) -> dict[str, Any]:
    """The yardsticks of the difference that the verdict is about; None where it is about none."""
    main, about, none = compared.main, verdict["about"], {"noise": None, "best_of": None}
    if main is None or about is None or verdict["word"] == "not comparable" or not judges(main):
        return none
    value, delta = (compared.figures[part][about] for part in ("values", "deltas"))
    if value is None or delta is None or not math.isfinite(delta):
        return none
    noise = context.noise(main)
    n = verdict["n"][about] if grouped is not None else 1
    label = _label(compared.names[about], grouped, about)
    pick = describe_pick(main, Told(label, value, delta, n), context.rivals(main, about), noise)
    return {
        "noise": describe_noise(noise, delta) if verdict["interval"] is None and n == 1 else None,
        "best_of": pick,
    }


def _label(name: str, grouped: Grouped | None, place: int) -> str:
    group = grouped.groups[place] if grouped is not None else None
    return name if group is None else str(group["label"])


def _split_sections(
    sections: Sequence[Mapping[str, Mapping[str, object]]],
) -> tuple[dict[str, dict[str, list[object]]], dict[str, dict[str, object]]]:
    """Takes what differs between the runs (a list of values) apart from what does not (one value).

    What is known of none of the runs, as the digest of data that could not be read, is neither.
    """
    differing: dict[str, dict[str, list[object]]] = {}
    same: dict[str, dict[str, object]] = {}
    for section in SECTIONS:
        of_runs = [each[section] for each in sections]
        differing[section], same[section] = {}, {}
        for name in dict.fromkeys(name for of_run in of_runs for name in of_run):
            values = [of_run.get(name) for of_run in of_runs]
            if not all(same_value(values[0], value) for value in values):
                differing[section][name] = values
            elif section == "flags" or values[0] is not None:
                same[section][name] = values[0]
    return differing, same


def _compare_files(files: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The source files whose contents differ or that only some of the runs recorded, by path."""
    compared = []
    for path in sorted({path for of_run in files for path in of_run}):
        entries = [of_run.get(path, {}) for of_run in files]
        digests = [entry.get("digest") or None for entry in entries]
        if len(set(digests)) > 1:
            content = [bool(entry.get("content")) for entry in entries]
            compared.append({"path": path, "digests": digests, "content": content})
    return compared
