"""What differs between a working tree and its commit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from tb_lifecycle.recording.code.git import Git

_STATES = {"A": "added", "D": "deleted"}


@dataclass
class Change:
    """One changed or untracked path.

    Attributes:
      path: relative to the working tree, with /.
      state: modified, added, deleted or untracked.
      added, removed: lines; 0 for a binary file and for an untracked one.
      binary: git takes it for no text.
      submodule: it is another repository's commit, not a file.
    """

    path: str
    state: str
    added: int = 0
    removed: int = 0
    binary: bool = False
    submodule: bool = False


def read_changes(git: Git, base: str) -> list[Change]:
    """Changes of tracked files against the commit `base`, by path. A renamed file is one deleted and one
    added."""
    changes: dict[str, Change] = {}
    fields = iter(git.names("diff", "--raw", "--no-renames", "-z", "--abbrev=40", base))
    for head in fields:
        path = next(fields)
        old_mode, new_mode, _, _, status = head.lstrip(":").split(" ")
        submodule = "160000" in (old_mode, new_mode)
        changes[path] = Change(path, _STATES.get(status[:1], "modified"), submodule=submodule)
    for line in git.names("diff", "--numstat", "--no-renames", "-z", base):
        added, removed, path = line.split("\t", 2)
        if path in changes:
            changes[path].binary = added == "-"
            changes[path].added, changes[path].removed = (
                (0, 0) if added == "-" else (int(added), int(removed))
            )
    return sorted(changes.values(), key=lambda change: change.path)


def read_untracked(git: Git) -> list[Change]:
    """Files that git neither tracks nor ignores, by path, but for those of Python environments among them."""
    names = git.names("ls-files", "--others", "--exclude-standard", "-z")
    installed = tuple(_environments(names))
    return [
        Change(name, "untracked")
        for name in sorted(names)
        if not name.endswith("/") and not name.startswith(installed)
    ]


def _environments(names: Iterable[str]) -> set[str]:
    """The directories, with / at the end, that venv or conda has made. The repository itself is none."""
    found = set()
    for name in names:
        directory, _, file = name.rpartition("/")
        if file == "pyvenv.cfg" and directory:
            found.add(f"{directory}/")
        elif directory.endswith("/conda-meta"):
            found.add(directory.removesuffix("conda-meta"))
    return found


def blob_size(git: Git, base: str, path: str) -> int:
    """Bytes of a file in the commit `base`."""
    return int(git.line("cat-file", "-s", f"{base}:{path}"))


def read_commit(git: Git) -> tuple[str, str, str, float]:
    """The commit, its author, its subject and its time (epoch seconds).

    Raises:
      GitError: there is no commit yet.
    """
    fields = os.fsdecode(
        git.output("log", "-1", "--no-show-signature", "--format=%H%x00%an%x00%s%x00%ct")
    ).strip("\n")
    commit, author, subject, committed = fields.split("\0")
    return commit, author, subject, float(committed)


def has_commit(git: Git) -> bool:
    """Whether there is a commit yet."""
    return git.line("rev-parse", "--revs-only", "HEAD") != ""
