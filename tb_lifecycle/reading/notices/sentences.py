"""What to tell about a logdir that cannot be shown whole, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.records.writers import Joined
from tb_lifecycle.reading.table.snapshot import RunState

# Runs named in one sentence.
_NAMED = 3


def of_runs(runs: Iterable[RunState]) -> Iterator[str]:
    """Yields a sentence for each kind of thing that is wrong with some runs."""
    damaged, newer, shared = [], [], []
    version = 0
    for state in runs:
        directory = state.directory
        if directory is not None and directory.damaged:
            damaged.append(state.name)
        if directory is not None and directory.newer:
            newer.append(state.name)
            version = max(version, directory.newer)
        if directory is not None and directory.joined is not None:
            shared.append(state.name)
    if shared:
        subject = "1 run was" if len(shared) == 1 else f"{len(shared):,} runs were"
        yield f"{subject} recorded by several processes at the same time: {_list(shared)}."
    if damaged:
        subject = (
            "The record of 1 run is" if len(damaged) == 1 else f"The records of {len(damaged):,} runs are"
        )
        yield f"{subject} damaged and not shown: {_list(damaged)}."
    if newer:
        yield f"{newer_format(version)} It concerns {_list(newer)}."


def of_run(state: RunState) -> list[str]:
    """What is wrong with one run."""
    directory = state.directory
    if directory is None:
        return []
    sentences = [f"The record {tag} is damaged and not shown." for tag in directory.damaged]
    if directory.newer:
        sentences.append(newer_format(directory.newer))
    if directory.joined is not None:
        sentences.extend(_of_writers(directory.joined))
    return sentences


def _of_writers(joined: Joined) -> Iterator[str]:
    names = [f"process {writer.pid} on {writer.host}" for writer in joined.record.writers]
    others = f" ({_list(names)})" if names else ""
    told = f"Several processes recorded this run at the same time{others}."
    if joined.mixed:
        told += f" What they logged of {_list(sorted(joined.mixed))} is mixed, and not exact."
    yield told
    for name, values in sorted(joined.conflicts.items()):
        yield f"They disagree on the flag {name}: {' and '.join(map(repr, values))}."


def newer_format(version: int) -> str:
    """What to tell about a record that a newer version wrote."""
    return (
        f"A newer tb_lifecycle wrote a record in format {version}; "
        f"this one reads up to {metadata.FORMAT_VERSION}. Update it with 'pip install -U tb_lifecycle'."
    )


def unopened(names: Iterable[str], limit: int | None) -> str:
    """What to tell about runs on disk that TensorBoard does not list.

    Args:
      names: those runs.
      limit: how many files TensorBoard may open, where that is why; else None.
    """
    names = list(names)
    subject = (
        "1 run on disk is not shown" if len(names) == 1 else f"{len(names):,} runs on disk are not shown"
    )
    if limit is not None:
        return f"{subject}: TensorBoard may open {limit:,} files. Raise the limit with 'ulimit -n 65536'."
    return f"{subject}: TensorBoard could not read {_list(names)}."


def _list(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED:,} more"
