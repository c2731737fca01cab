"""How a working tree stands to a recorded commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tb_lifecycle.recording.code.conversions import find_converted
from tb_lifecycle.recording.code.git import Git, GitError, GitTime
from tb_lifecycle.recording.code.git_changes import read_changes, read_tracked, without_modes
from tb_lifecycle.recording.code.left_out import LeftOut


@dataclass(frozen=True)
class TreeState:
    """A working tree beside a commit.

    Attributes:
      head: the commit that is checked out.
      committed: how many files differ between the two commits.
      changed: tracked files whose bytes are not those of the commit that is checked out.
    """

    head: str
    committed: int
    changed: list[str]


def compare_tree(directory: Path, commit: str, deadline: GitTime) -> TreeState:
    """Compares a working tree with a commit.

    Raises:
      GitError: git is missing, refuses, or does not answer in time.
    """
    git = Git(directory, deadline)
    if git.root != directory.resolve():
        raise GitError("it is no repository of its own any more")
    with git:
        head = git.line("rev-parse", "HEAD")
        options = ("--name-only", "-z", "--ignore-submodules=all")
        committed = [] if head == commit else git.names("diff", *options, commit, head)
        tracked = read_tracked(git)
        changes = [
            change.path for change in without_modes(git, read_changes(git, "HEAD")) if not change.repository
        ]
        converted = find_converted(git, tracked.objects, LeftOut())
    return TreeState(head, len(committed), sorted({*changes, *converted}))
