"""What to tell about a logdir that cannot be shown whole, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tb_lifecycle.format import metadata
from tb_lifecycle.reading.notices.lists import list_names
from tb_lifecycle.reading.records.writers import Joined
from tb_lifecycle.reading.table.snapshot import RunState

if TYPE_CHECKING:
    from tb_lifecycle.reading.tensorboard.bulk import Bulk


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
        yield f"{subject} recorded by several processes at the same time: {list_names(shared)}."
    if damaged:
        subject = (
            "The record of 1 run is" if len(damaged) == 1 else f"The records of {len(damaged):,} runs are"
        )
        yield f"{subject} damaged and not shown: {list_names(damaged)}."
    if newer:
        yield f"{newer_format(version)} It concerns {list_names(newer)}."


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
    others = f" ({list_names(names)})" if names else ""
    told = f"Several processes recorded this run at the same time{others}."
    if joined.mixed:
        told += f" What they logged of {list_names(sorted(joined.mixed))} is mixed, and not exact."
    yield told
    for name, values in sorted(joined.conflicts.items()):
        yield f"They disagree on the flag {name}: {' and '.join(map(repr, values))}."


def newer_format(version: int) -> str:
    """What to tell about a record that a newer version wrote."""
    return (
        f"A newer tb_lifecycle wrote a record in format {version}; "
        f"this one reads up to {metadata.FORMAT_VERSION}. Update it with 'pip install -U tb_lifecycle'."
    )


def of_bulk(bulk: Bulk, *, reading: bool) -> Iterator[str]:
    """Yields a sentence for each kind of thing that TensorBoard does not give.

    Args:
      bulk: what it gives.
      reading: its reader is alive.
    """
    if bulk.valueless:
        series = [f"{run} {tag}" for run, tags in sorted(bulk.valueless.items()) for tag in tags]
        subject = "1 series has" if len(series) == 1 else f"{len(series):,} series have"
        what = "values that TensorBoard cannot show, no single 32-bit numbers"
        yield f"{subject} {what}: {list_names(series)}."
    if bulk.unlisted:
        subject = "1 run has" if len(bulk.unlisted) == 1 else f"{len(bulk.unlisted):,} runs have"
        names = list_names(sorted(bulk.unlisted))
        yield f"{subject} a series without a value, at which TensorBoard lists none of theirs: {names}."
    rest = sorted(bulk.unread | bulk.silent)
    if not rest:
        return
    subject = "1 run" if len(rest) == 1 else f"{len(rest):,} runs"
    if not reading:
        yield (
            f"TensorBoard's reader has stopped, and {subject} will not be read: {list_names(rest)}. "
            "Move away the file that it stopped at and restart TensorBoard."
        )
    elif bulk.unread:
        yield f"TensorBoard is still reading: {subject} to come."
    else:
        yield f"TensorBoard shows nothing of {subject} with data on disk: {list_names(rest)}."


def of_series(tags: Iterable[str]) -> Iterator[str]:
    """Yields a sentence for each series of one run whose values TensorBoard cannot give."""
    for tag in tags:
        yield f"The values of {tag} are no single 32-bit numbers, and TensorBoard cannot show them."
