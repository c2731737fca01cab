"""What to tell about runs that are on disk and that TensorBoard does not list, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tb_lifecycle.reading.notices.lists import list_names

if TYPE_CHECKING:
    from tb_lifecycle.reading.tensorboard.file_limit import FileLimit

# A soft limit that is enough for most, and that most shells allow.
_ENOUGH_FILES = 65_536


def describe(names: Sequence[str], limit: FileLimit | None, *, at_least: bool, reading: bool) -> str:
    """Tells that runs are not shown.

    Args:
      names: of these runs.
      limit: of the files that TensorBoard may open, where that is why; else None.
      at_least: not all were counted.
      reading: TensorBoard may come to them yet.
    """
    number = f"{'At least ' if at_least else ''}{len(names):,}"
    subject = (
        f"{number} run on disk is not shown" if len(names) == 1 else f"{number} runs on disk are not shown"
    )
    if limit is not None:
        return f"{subject}: TensorBoard may open {limit.soft:,} files. {_advise(limit)}"
    if reading:
        return f"{subject} yet: TensorBoard is still reading."
    return f"{subject}: TensorBoard could not read {list_names(names)}."


def uncounted(found: int) -> str:
    """Tells that counting was not finished, and that nothing is missing so far."""
    return (
        f"The runs on disk could not be counted in time, after {found:,} directories: "
        "there may be more than are shown."
    )


def _advise(limit: FileLimit) -> str:
    """What can be done: a limit that is not ours to raise is not to be raised."""
    if limit.hard is None or limit.hard > limit.soft:
        wanted = _ENOUGH_FILES if limit.hard is None else min(limit.hard, _ENOUGH_FILES)
        if wanted > limit.soft:
            return f"Raise the limit with 'ulimit -n {wanted}'."
    return "The system allows no more: open a directory below, with fewer runs."
