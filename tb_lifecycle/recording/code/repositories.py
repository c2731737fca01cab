"""Repositories within the working tree: submodules, and others that lie in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Repository
from tb_lifecycle.recording.code.conversions import find_converted
from tb_lifecycle.recording.code.git import Git, GitError
from tb_lifecycle.recording.code.git_changes import (
    Change,
    has_commit,
    read_changes,
    read_remote,
    read_tracked,
    read_untracked,
)
from tb_lifecycle.recording.code.left_out import LeftOut
from tb_lifecycle.recording.paths import readable

_MOST = 50
_DEEPEST = 4


class Within:
    """What was found in the repositories within a working tree.

    Attributes:
      repositories: those that are checked out.
      changes: what is changed in them, by paths of the outer tree; each needs its content.
      tracked: paths of the outer tree that one of them tracks.
    """

    def __init__(self, clean_url: Callable[[str], str], left_out: LeftOut) -> None:
        self.repositories: list[Repository] = []
        self.changes: list[Change] = []
        self.tracked: set[str] = set()
        self._clean_url = clean_url
        self._left_out = left_out

    def read(
        self,
        git: Git,
        submodules: Mapping[str, str],
        nested: Sequence[str],
        prefix: str = "",
        depth: int = _DEEPEST,
    ) -> None:
        """Reads the submodules and nested repositories of a working tree, and those within them."""
        for path in [*submodules, *nested]:
            if len(self.repositories) >= _MOST or not depth:
                self._left_out.lose(f"{prefix}{path}: a repository within the tree, one too many to be read")
                continue
            if path in submodules and not (git.root / path / ".git").exists():
                continue  # not checked out: nothing of it could run
            try:
                self._read_one(git, path, prefix, depth)
            except GitError as error:
                self._left_out.lose(f"{prefix}{path}: a repository within the tree cannot be read: {error}")

    def _read_one(self, outer: Git, path: str, prefix: str, depth: int) -> None:
        whole = f"{prefix}{path}"
        git = Git(outer.root / path, outer.deadline)
        if Path(git.root) == outer.root:
            raise GitError("it cannot be read")
        with git:
            if not has_commit(git):
                self._left_out.lose(f"{whole}: a repository within the tree that has no commit yet")
                return
            head, remote = git.line("rev-parse", "HEAD"), read_remote(git)
            if remote and not git.line("branch", "--remotes", "--contains", head):
                self._left_out.lose(f"{whole}: its commit {head[:7]} is on no branch of its remote: push it")
            elif not remote:
                self._left_out.note(f"{whole}: a repository within the tree that has no remote")
            self.repositories.append(
                Repository(path=readable(whole), commit=head, remote=self._clean_url(remote))
            )
            tracked = read_tracked(git)
            converted = find_converted(git, tracked.objects, self._left_out)
            untracked, nested = read_untracked(git)
            changes = {change.path: change for change in [*read_changes(git, "HEAD"), *untracked]}
            for name in converted:
                changes.setdefault(name, Change(name, "modified"))
            for change in changes.values():
                change.path, change.whole = f"{whole}/{change.path}", True
                self.changes.append(change)
            self.tracked.update(f"{whole}/{name}" for name in tracked.objects)
            self.read(git, tracked.repositories, nested, f"{whole}/", depth - 1)
