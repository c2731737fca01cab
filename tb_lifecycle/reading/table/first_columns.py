"""Which columns of a table are shown at first, on the page and on the command line.

What tells the runs apart and says how good they are: the metrics that a run is judged by; flags that differ
between runs, those first that vary most and are likeliest to move a result; code, data and tags where they
differ. Never a flag that is the same in all runs, and never a directory.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tb_lifecycle.reading.expressions.source import column_id
from tb_lifecycle.reading.flag_names import FlagRole, flag_role
from tb_lifecycle.reading.metrics.headline import judges, main_metric, ranked
from tb_lifecycle.reading.metrics.splits import measured
from tb_lifecycle.reading.metrics.words import OBJECTIVES, words_of
from tb_lifecycle.reading.table.snapshot import RunState
from tb_lifecycle.reading.table.stages import STAGES

MOST_METRICS = 4
MOST_FLAGS = 6
MOST_DATASETS = 4
# A table of more runs is judged by so many, evenly spread.
_SAMPLE = 500
# A metric that fewer of the runs have is not shown at first, nor is another one to cover those runs.
_RARE = 0.1

# How likely a flag of this role is to move a result.
_LIKELIHOOD: Mapping[FlagRole, float] = {
    FlagRole.MODEL: 1.0,
    FlagRole.TRAINING: 1.0,
    FlagRole.OTHER: 0.6,
    FlagRole.SEED: 0.4,
    FlagRole.INPUT: 0.3,
    FlagRole.REPORTING: 0.1,
    FlagRole.MINOR: 0.1,
}
# Seven equally common values vary as much as any more do.
_VARIED = math.log(7)
_PATH = re.compile(r"(?:[~./\\]|[A-Za-z]:[\\/]|[A-Za-z][\w+.-]*://).*", re.DOTALL)
_FILE = re.compile(r".*[^/\\.]\.[A-Za-z][A-Za-z0-9]{0,9}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FirstColumns:
    """What a table shows at first.

    Attributes:
      main: the name of the runs' main metric; None where no run has a metric.
      shown: ids of columns, in the order in which they are shown.
    """

    main: str | None
    shown: Sequence[str]


def choose_first_columns(runs: Sequence[RunState]) -> FirstColumns:
    """Chooses among all columns of a table of runs."""
    main = main_metric(run.metrics for run in runs)
    return FirstColumns(main, _choose(_spread(runs), main))


def _choose(sample: Sequence[RunState], main: str | None) -> list[str]:
    return [
        "name",
        "status",
        *(column_id("stage", stage) for stage in STAGES),
        *(column_id("metric", name) for name in _metrics(sample, main)),
        *(column_id("flag", name) for name in _flags(sample)),
        "duration",
        "started",
        *(column_id("dataset", name) for name in _datasets(sample)),
        *(["code.commit"] if _tells([_commit(run) for run in sample]) else []),
        *(["tags"] if _tells([_tags(run) for run in sample]) else []),
    ]


def _spread(runs: Sequence[RunState]) -> Sequence[RunState]:
    if len(runs) <= _SAMPLE:
        return runs
    return [runs[place * len(runs) // _SAMPLE] for place in range(_SAMPLE)]


def _metrics(runs: Sequence[RunState], main: str | None) -> list[str]:
    """The main metric and what else judges a run, of losses the first alone.

    Another split's loss tells little beside its accuracy. Runs that have none of the metrics get one more.
    """
    counts = Counter(name for run in runs for name in run.metrics)
    common = [name for name, count in counts.items() if count >= _RARE * len(runs)]
    judging = [name for name in common if judges(name)] or common
    chosen = [main] if main is not None else []
    for name in ranked(judging):
        if len(chosen) < MOST_METRICS and name not in chosen and not _is_second_loss(name, chosen):
            chosen.append(name)
    uncovered = [run for run in runs if run.metrics and run.metrics.keys().isdisjoint(chosen)]
    others = Counter(name for run in uncovered for name in run.metrics)
    most = max(others.values(), default=0)
    if most >= max(1.0, _RARE * len(runs)):
        chosen.append(ranked(name for name, count in others.items() if count == most)[0])
    return chosen


def _is_second_loss(name: str, chosen: Sequence[str]) -> bool:
    return _is_objective(name) and any(map(_is_objective, chosen))


def _is_objective(name: str) -> bool:
    return bool(OBJECTIVES & set(words_of(measured(name).figure)))


def _flags(runs: Sequence[RunState]) -> list[str]:
    """The flags that tell most, at most `MOST_FLAGS`; of a single run those that could."""
    by_name: dict[str, list[tuple[str, object]]] = {}
    for run in runs:
        for name, value in run.flags.items():
            by_name.setdefault(name, []).append((run.name, value))
    scores = {
        name: _LIKELIHOOD[flag_role(name)] * (0.5 + _variation([value for _, value in values], len(runs)))
        for name, values in by_name.items()
        if (len(runs) == 1 or _varies([value for _, value in values])) and not _names_a_place(name, values)
    }
    return sorted(scores, key=lambda name: (-scores[name], name))[:MOST_FLAGS]


def _varies(values: Sequence[object]) -> bool:
    first = _key(values[0])
    return any(_key(value) != first for value in values)


def _variation(values: Sequence[object], runs: int) -> float:
    """How much a flag varies, 0 to 1: the entropy of its values, less where not all runs have it."""
    counts = Counter(map(_key, values)).values()
    entropy = -sum(count / len(values) * math.log(count / len(values)) for count in counts)
    return min(1.0, entropy / _VARIED) * len(values) / runs


def _names_a_place(name: str, values: Sequence[tuple[str, object]]) -> bool:
    """Whether a flag says where something lies, or what the run is called: it differs and tells nothing."""
    role = flag_role(name)
    if role == FlagRole.OUTPUT:
        return True
    texts = [(run, value) for run, value in values if isinstance(value, str) and value]
    if not texts:
        return False
    places = sum(_is_directory(value) for _, value in texts)
    names = sum(_is_called(run, value) for run, value in texts)
    if 2 * places > len(texts) or (len(texts) > 1 and 2 * names > len(texts)):
        return True
    apart = len({value for _, value in texts})
    telling = role in (FlagRole.MODEL, FlagRole.TRAINING)
    return not telling and len(texts) > 3 and apart >= 0.9 * len(texts)


def _is_directory(value: str) -> bool:
    """Whether a text is a path, and not one of a file such as a configuration."""
    return _PATH.fullmatch(value) is not None and _FILE.fullmatch(value) is None


def _is_called(run: str, value: str) -> bool:
    """Whether a text is a run's name, or a path that ends in it."""
    return value.replace("\\", "/").rstrip("/").rpartition("/")[2] == run.rpartition("/")[2]


def _datasets(runs: Sequence[RunState]) -> list[str]:
    """The data sets that are not the same in all runs."""
    names = sorted({name for run in runs for name in run.datasets})
    varying = [name for name in names if _tells([run.datasets.get(name) for run in runs])]
    return varying[:MOST_DATASETS]


def _tells(values: Sequence[object]) -> bool:
    """Whether values tell runs apart, or there is but one run to tell of."""
    return any(value != values[0] for value in values) or (len(values) == 1 and bool(values[0]))


def _commit(run: RunState) -> object:
    code = run.record.code if run.record is not None else None
    return (code.commit, code.dirty) if code is not None and code.commit else None


def _tags(run: RunState) -> object:
    return tuple(run.record.tags) if run.record is not None else ()


def _key(value: object) -> object:
    """A value to count by: 1 and True are two, NaN is one."""
    if isinstance(value, float) and value != value:
        return "nan", None
    if isinstance(value, bool | list | tuple | dict):
        return type(value).__name__, repr(value)
    return value
