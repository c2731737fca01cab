"""A TensorBoard run's name as the path that it is below the logdir, with `/`; the logdir itself is `.`."""

from __future__ import annotations

from collections.abc import Iterator

ROOT = "."


def parent_of(name: str) -> str | None:
    """The directory above; None for the logdir."""
    if name == ROOT:
        return None
    return name.rpartition("/")[0] or ROOT


def ancestors(name: str) -> Iterator[str]:
    """Yields the directories above, nearest first."""
    while (parent := parent_of(name)) is not None:
        yield parent
        name = parent


def last_part(name: str) -> str:
    """The directory's own name."""
    return name.rpartition("/")[2]


def path_below(name: str, above: str) -> str:
    """The path from `above` to `name`; empty where they are the same."""
    if name == above:
        return ""
    return name if above == ROOT else name[len(above) + 1 :]


def join(above: str, path: str) -> str:
    """The name of what lies at `path` below `above`."""
    if not path:
        return above
    return path if above == ROOT else f"{above}/{path}"
