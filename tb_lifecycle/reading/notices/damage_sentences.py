"""What to tell about event files that cannot be read, or not to their end, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tb_lifecycle.reading.notices.damage import Damage
from tb_lifecycle.reading.notices.lists import list_names

# For each fault: what the file is or has, and what that means or what to do.
_WORDS: Mapping[str, tuple[str, str]] = {
    "pointer": ("is a pointer to a file, not the file", "Fetch it: 'git lfs pull', or 'git annex get'"),
    "compressed": ("is compressed and cannot be read", "Decompress it"),
    "foreign": ("is no event file and cannot be read", "Copy it again, or move it away"),
    "irregular": (
        "is no regular file and is not read; TensorBoard's Python reader waits for a pipe for ever",
        "Move it away and restart TensorBoard",
    ),
    "refused": ("could not be opened and is not read", "Check its permissions"),
    "huge": (
        "has a damaged length that TensorBoard's data server ends at, and is left out where we can",
        "Move it away and restart TensorBoard",
    ),
    "checksum": (
        "is damaged: what stands behind the damage may not be shown",
        "Copy it again if there is a copy",
    ),
    "zeros": (
        "is damaged: it goes on with zeros, and nothing behind them is shown",
        "Copy it again if there is a copy",
    ),
    "garbage": (
        "holds a record that is no event: what stands behind it may not be shown",
        "Copy it again if there is a copy",
    ),
    "overtaken": (
        "goes back to lower steps: TensorBoard's data server drops the values that they overtake",
        "'--load_fast=false' shows them",
    ),
    "cut": (
        "ends within a record: its writer was killed, or a copy is not whole",
        "Copy it again if there is more",
    ),
}


def of_logdir(found: Mapping[str, tuple[Damage, ...]]) -> Iterator[str]:
    """Yields a sentence or two for each kind of fault."""
    by_fault: dict[str, dict[str, Damage]] = {}
    for run, damages in sorted(found.items()):
        for damage in damages:
            by_fault.setdefault(damage.fault, {}).setdefault(run, damage)
    for fault, (what, advice) in _WORDS.items():
        runs = by_fault.get(fault)
        if runs:
            subject = "An event file" if len(runs) == 1 else f"An event file of each of {len(runs):,} runs"
            yield f"{subject} {what}: {list_names(list(runs))}. {advice}."


def of_files(damages: Iterable[Damage]) -> Iterator[str]:
    """Yields a sentence or two for each of some files."""
    for damage in damages:
        what, advice = _WORDS[damage.fault]
        place = f" after byte {damage.end:,}" if damage.end else ""
        yield f"The event file {damage.file} {what}{place and f' ({place.strip()})'}. {advice}."
