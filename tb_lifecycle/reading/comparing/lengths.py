"""Whether a step of one run is a step of another, and whether both went as far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tb_lifecycle.reading.comparing.batch_size import find_batch
from tb_lifecycle.reading.number_text import plain

_EPOCHS = frozenset({"epochs", "numepochs", "maxepochs", "nepochs", "numtrainepochs", "epoch"})
# Lengths that differ by less are called the same: an epoch more or less is none that matters.
_SAME = 0.05
_ENDED = frozenset({"completed", "unknown"})


def say_lengths(run: Mapping[str, Any], baseline: Mapping[str, Any], metric: str | None) -> Iterator[str]:
    """Sentences on what makes the steps of a run others than the baseline's.

    Args:
      run, baseline: their descriptions.
      metric: whose last steps are the runs' lengths.
    """
    steps = [_last_step(each, metric) for each in (run, baseline)]
    epochs = [_counts_epochs(each, step) for each, step in zip((run, baseline), steps, strict=True)]
    if None not in epochs and epochs[0] != epochs[1]:
        counting, other = (run, baseline) if epochs[0] else (baseline, run)
        yield (
            f"The steps of {counting['run']} are epochs, those of {other['run']} are not: "
            "at equal steps they are not equally far."
        )
        return
    batches = [find_batch(each.get("flags") or {}) for each in (run, baseline)]
    ours, theirs = batches
    if ours is not None and theirs is not None and ours.size != theirs.size and not any(epochs):
        yield (
            f"A step of {run['run']} has {plain(ours.size)} samples, one of the baseline's "
            f"{plain(theirs.size)}: at equal steps they have not seen equally many."
        )
        return
    if run.get("status") not in _ENDED or baseline.get("status") not in _ENDED:
        return  # said of each such run already
    last, whole = steps
    if last is None or whole is None:
        return
    if abs(last - whole) > max(1, _SAME * max(abs(last), abs(whole))):
        yield (
            f"{run['run']} went to step {last:,}, the baseline to {whole:,}: "
            "at equal budget their figures are of equally long runs."
        )


def _last_step(description: Mapping[str, Any], metric: str | None) -> int | None:
    figure = (description.get("metrics") or {}).get(metric) if metric is not None else None
    step = figure.get("step") if figure else None
    return step if isinstance(step, int) else None


def _counts_epochs(description: Mapping[str, Any], last: int | None) -> bool | None:
    """Whether the last step is the last epoch; None where that is not known."""
    for name, value in (description.get("flags") or {}).items():
        called = re.sub(r"[^a-z]", "", re.split(r"[./]", name)[-1].lower())
        if called in _EPOCHS and isinstance(value, int) and not isinstance(value, bool) and value > 2:
            if last is None:
                return None
            if abs(last - value) <= 1:
                return True
            return False if last > 2 * value else None
    return None
