"""Media of runs: which there are, and each run's value at one step or the nearest that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tb_lifecycle.errors import NotRecordedError, RequestTooLargeError
from tb_lifecycle.reading.media.images import image_type, why_not_shown
from tb_lifecycle.reading.media.series import KINDS, MediaKind, find_series
from tb_lifecycle.reading.media.values import Unusable, read_histogram, read_pr_curve, read_text
from tb_lifecycle.reading.table.folding import Row
from tb_lifecycle.reading.tensorboard.bulk import BulkReader

# What one answer shows side by side.
MOST_RUNS = 12
MOST_TAGS = 500

_READERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "histograms": read_histogram,
    "pr_curves": read_pr_curve,
    "texts": read_text,
}

# Of an image's values TensorBoard's first two are its width and height.
_BEFORE_IMAGES = 2


class RunMedia:
    """The media of runs."""

    def __init__(self, bulk: BulkReader, started: Mapping[str, float | None]) -> None:
        """Reads nothing yet.

        Args:
          bulk: whom to ask.
          started: when TensorBoard's runs began, by their names.
        """
        self._bulk = bulk
        self._started = started

    def tags(self, rows: Sequence[Row]) -> dict[str, Any]:
        """Which names there are of each kind, those of most runs first, each with the runs that have it.

        Returns:
          `tags`, at most 500 of each kind, and how many more there are, `left_out`.
        """
        tags = {name: self._tags(rows, kind) for name, kind in KINDS.items()}
        return {
            "tags": {name: found[:MOST_TAGS] for name, found in tags.items()},
            "left_out": {name: max(0, len(found) - MOST_TAGS) for name, found in tags.items()},
        }

    def _tags(self, rows: Sequence[Row], kind: MediaKind) -> list[dict[str, Any]]:
        runs: dict[str, list[str]] = {}
        for run, by_name in find_series(rows, kind, self._bulk, self._started).items():
            for name in by_name:
                runs.setdefault(name, []).append(run)
        ordered = sorted(runs, key=lambda name: (-len(runs[name]), name))
        return [{"tag": name, "runs": runs[name]} for name in ordered]

    def at(self, rows: Sequence[Row], kind: str, tag: str, step: int | None) -> dict[str, Any]:
        """Each run's value at a step, or the nearest that it has.

        Args:
          rows: the runs, at most 12.
          kind: of `KINDS`.
          tag: as `tags` names it.
          step: None for the last that all of them have, else for the last of all.

        Returns:
          `steps` of all of them, the `step` that was taken, and a value for each run that has the tag. What
          is wrong with a value is its `problem`.

        Raises:
          RequestTooLargeError: there are more than 12 runs.
        """
        if len(rows) > MOST_RUNS:
            raise RequestTooLargeError(
                f"{len(rows):,} runs are more than the {MOST_RUNS} whose media are shown at once."
            )
        series = self._read(rows, KINDS[kind], tag)
        steps = {run: sorted(by_step) for run, by_step in series.items()}
        every = sorted(set().union(*steps.values()))
        taken = step if step is not None else _last_common(list(steps.values()), every)
        values = [
            _describe(run, series[run], _nearest(own, taken), kind)
            for run, own in steps.items()
            if own and taken is not None
        ]
        return {"kind": kind, "tag": tag, "steps": every, "step": taken, "values": values}

    def image(self, row: Row, tag: str, step: int, index: int) -> tuple[bytes, str]:
        """One image's bytes, and its MIME type.

        Raises:
          NotRecordedError: there is none at exactly this step, or none that a browser should be given.
        """
        found = self._read([row], KINDS["images"], tag).get(row.name, {}).get(step)
        blobs = found.values[_BEFORE_IMAGES:] if found is not None else ()
        if index >= len(blobs):
            raise NotRecordedError(
                f"{row.name} has no image {index} of {tag} at step {step}.",
                hint="The media route lists steps and counts.",
            )
        content = self._bulk.read_blob(blobs[index].blob_key)
        if (problem := why_not_shown(content)) is not None:
            raise NotRecordedError(problem)
        return content, image_type(content) or "application/octet-stream"

    def _read(self, rows: Sequence[Row], kind: MediaKind, tag: str) -> dict[str, dict[int, Any]]:
        """What there is of one name, by run and step: the newest of each step."""
        named = find_series(rows, kind, self._bulk, self._started)
        wanted = {row.name: named.get(row.name, {}).get(tag) for row in rows}
        found = self._bulk.read_media(
            kind.plugin, {series for series in wanted.values() if series}, blobs=kind.is_blob
        )
        return {
            run: {datum.step: datum for datum in found.get(series, ())}
            for run, series in wanted.items()
            if series is not None
        }


def _last_common(steps: Sequence[Sequence[int]], every: Sequence[int]) -> int | None:
    shared = set.intersection(*map(set, steps)) if steps else set()
    return max(shared) if shared else (every[-1] if every else None)


def _nearest(steps: Sequence[int], wanted: int) -> int:
    return min(steps, key=lambda step: (abs(step - wanted), step))


def _describe(run: str, by_step: Mapping[int, Any], step: int, kind: str) -> dict[str, Any]:
    datum = by_step[step]
    said = {"run": run, "step": step, "wall_time": datum.wall_time, "problem": None}
    if kind == "images":
        count = max(0, len(datum.values) - _BEFORE_IMAGES)
        return {**said, "count": count, "problem": None if count else "There is no image at this step."}
    try:
        return {**said, **_READERS[kind](datum.numpy)}
    except Unusable as error:
        return {**said, "problem": str(error)}
