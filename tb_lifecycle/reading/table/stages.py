"""The five stages of a run: how far each is recorded, what is known of it, and what is missing.

A stage is `recorded` when everything that it needs to be repeated or trusted is there, `partial` when
something is there, `missing` when nothing is. What is good to have and no more (a seed, a package that an
index can give again) is a gap that is shown and changes no state. States follow from what a table reads, so
that a table and a run's own page never disagree.

| stage | recorded when |
| --- | --- |
| code | all of it can be rebuilt byte for byte: from the commit, the patch and the recorded contents |
| prepare | there is a data set, and every one has a digest |
| train | there are flags and metrics |
| compare | another run of the logdir shares a data set and a metric |
| serve | there is an export, and it has answered a request |
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.records.values import split_name
from tb_lifecycle.reading.table.snapshot import RunState

State = Literal["recorded", "partial", "missing"]
STAGES = ("code", "prepare", "train", "compare", "serve")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing.

    Attributes:
      text: what, as a sentence.
      call: what closes it, in Python or for a shell. May be empty.
      decisive: the stage is not `recorded` while it is open.
    """

    text: str
    call: str = ""
    decisive: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one run."""

    state: State
    gaps: Sequence[Gap]


# In a gap's call, where the run's directory goes: quoted for a shell, and as Python's literal.
RUN_FOR_SHELL = "<RUN for a shell>"
RUN_FOR_PYTHON = "<RUN for Python>"

_NO_RECORD = Gap("The run has no lifecycle record.", f"tb_lifecycle.start_run({RUN_FOR_PYTHON})")
_UNREADABLE = Gap("The run's lifecycle record cannot be read.")
_NO_CODE = Gap(
    "No code was recorded: the run was not inside a git working tree.", "git init && git add -A && git commit"
)
_CAPTURING = Gap("The code is still being read.")
_NO_COMMIT = Gap("Neither a commit nor the sources were recorded.", "git add -A && git commit")
_OUTSIDE_GIT = Gap(
    "The sources are recorded, but there is no commit to return to.",
    "git init && git add -A && git commit",
    False,
)
_NO_PATCH = Gap("The working tree had changes that were not saved.", "git add -A && git commit")
_NO_DATASET = Gap("No data set was recorded.", 'tb_lifecycle.log_dataset("NAME", source)')
_NO_FLAGS = Gap("No flags were recorded.", "tb_lifecycle.log_flags(FLAGS)")
_NO_METRICS = Gap("No metric was logged.", 'tb_lifecycle.log_scalar("accuracy", value, step=step)')
_NO_SEED = Gap(
    "No seed is known, so a repetition may differ.", 'tb_lifecycle.log_flags({"seed": seed})', False
)
_NOTHING_TO_COMPARE_DATA = Gap(
    "No data set with a digest says what the run could be compared on.",
    'tb_lifecycle.log_dataset("NAME", source)',
)
_NOTHING_TO_COMPARE = Gap(
    "No metric says how good the run is.", 'tb_lifecycle.log_scalar("accuracy", value, step=step)'
)
_NOBODY_TO_COMPARE = Gap("No other run here has the same data and a metric in common.")
_NO_EXPORT = Gap("No export was recorded.", 'tb_lifecycle.log_export("PATH")')
_SERVABLE = "SavedModel"
_NOBODY_SERVED = Gap("Nobody has served it yet.", f"tb-lifecycle serve {RUN_FOR_SHELL}")
_NOT_SERVABLE = Gap(f"Nobody has served it: no export is a {_SERVABLE}, which tb-lifecycle serve takes.")


def describe(state: RunState, comparable: bool) -> dict[str, Stage]:
    """Describes the five stages of one run, in order.

    Args:
      state: the run.
      comparable: whether another run of the logdir can be compared with it (see `find_comparable`).
    """
    return {
        "code": _code(state),
        "prepare": _prepare(state),
        "train": _train(state),
        "compare": _compare(state, comparable),
        "serve": _serve(state),
    }


def find_comparable(runs: Sequence[RunState]) -> list[bool]:
    """Tells for each run whether another has a data set (by digest) and a metric (by name) in common."""
    groups: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    keys = [(dataset_digests(state), frozenset(state.metrics)) for state in runs]
    groups.update(keys)
    counts: Counter[tuple[str, str]] = Counter()
    for (digests, metrics), number in groups.items():
        for pair in product(digests, metrics):
            counts[pair] += number
    comparable = {key: any(counts[pair] > 1 for pair in product(*key)) for key in groups}
    return [comparable[key] for key in keys]


def dataset_digests(state: RunState) -> frozenset[str]:
    """The digests of the data sets that a run read."""
    return frozenset(filter(None, state.datasets.values()))


def _decide(gaps: Sequence[Gap], something: bool) -> Stage:
    decisive = any(gap.decisive for gap in gaps)
    return Stage(("partial" if something else "missing") if decisive else "recorded", gaps)


def _without_record(state: RunState) -> Gap:
    directory = state.directory
    return _UNREADABLE if directory is not None and (directory.damaged or directory.newer) else _NO_RECORD


def _code(state: RunState) -> Stage:
    if state.record is None:
        return Stage("missing", [_without_record(state)])
    code = state.record.code
    something = bool(code.commit or code.source_files or code.has_git)
    gaps = []
    if not code.commit and not code.source_files:
        if state.record.capturing:
            gaps.append(_CAPTURING)
        elif not code.gap:
            gaps.append(_NO_COMMIT if code.has_git else _NO_CODE)
    elif not code.commit:
        gaps.append(_OUTSIDE_GIT)
    if code.gap:
        gaps.append(Gap(f"The code cannot be rebuilt whole: {code.gap}", "git add -A && git commit"))
    elif code.commit and code.dirty and not code.patch_saved:
        gaps.append(_CAPTURING if state.record.capturing else _NO_PATCH)
    gaps.extend(
        Gap(f"No package index has {package}: it was installed from a directory or a URL.", "", False)
        for package in state.record.unpinned
    )
    return _decide(gaps, something or state.record.capturing)


def _prepare(state: RunState) -> Stage:
    if state.record is None:
        return Stage("missing", [_without_record(state)])
    datasets = state.record.datasets
    if not datasets:
        return Stage("missing", [_NO_DATASET])
    gaps = [
        Gap(
            f"{split_name(data.name, data.split)} has no digest: it could be other data under that name.",
            _log_dataset(data),
        )
        for data in datasets
        if not data.digest
    ]
    return _decide(gaps, True)


def _log_dataset(data: lifecycle_pb2.DataReference) -> str:
    split = f", split={json.dumps(data.split)}" if data.split else ""
    return f"tb_lifecycle.log_dataset({json.dumps(data.name)}, source{split})"


def _train(state: RunState) -> Stage:
    gaps = []
    if not state.flags:
        gaps.append(_NO_FLAGS)
    if not state.metrics:
        gaps.append(_NO_METRICS)
    if state.record is not None and not state.record.seeds.set:
        gaps.append(_NO_SEED)
    return _decide(gaps, bool(state.flags or state.metrics))


def _compare(state: RunState, comparable: bool) -> Stage:
    if comparable:
        return Stage("recorded", [])
    gaps = []
    if not dataset_digests(state):
        gaps.append(_NOTHING_TO_COMPARE_DATA)
    if not state.metrics:
        gaps.append(_NOTHING_TO_COMPARE)
    if gaps:
        return Stage("missing", gaps)
    return Stage("partial", [_NOBODY_TO_COMPARE])


def _serve(state: RunState) -> Stage:
    record = state.record
    if record is None or not record.exports:
        return Stage("missing", [_NO_EXPORT if record is not None else _without_record(state)])
    if has_served(state):
        return Stage("recorded", [])
    servable = any(export.format == _SERVABLE for export in record.exports)
    return Stage("partial", [_NOBODY_SERVED if servable else _NOT_SERVABLE])


def has_served(state: RunState) -> bool:
    """Whether an export that the run has now answered a request."""
    serve = state.directory.serve if state.directory is not None else None
    if serve is None or not serve.requests or state.record is None:
        return False
    return any(_is_served_by(export, serve) for export in state.record.exports)


def _is_served_by(export: lifecycle_pb2.DataReference, serve: lifecycle_pb2.ServeRecord) -> bool:
    if export.digest and serve.export_digest:
        return export.digest == serve.export_digest
    return export.name == serve.export_name
