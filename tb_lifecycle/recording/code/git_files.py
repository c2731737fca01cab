"""Reads which commit is checked out from git's own files, where git is not installed or refuses to say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


@dataclass(frozen=True)
class Head:
    """What is checked out.

    Attributes:
      root: top directory of the working tree.
      commit: hexadecimal; empty without one.
      branch: empty for a detached HEAD.
    """

    root: Path
    commit: str
    branch: str


def read_head(directory: Path) -> Head | None:
    """The commit of the working tree around a directory, or None where there is none that can be read."""
    for root in (directory, *directory.parents):
        try:
            git_directory = _git_directory(root)
            if git_directory is not None:
                return _read(root, git_directory)
        except (OSError, UnicodeError):
            return None
    return None


def _git_directory(root: Path) -> Path | None:
    dot_git = root / ".git"
    if dot_git.is_file():  # a worktree's or a submodule's
        target = dot_git.read_text(encoding="utf-8").strip().removeprefix("gitdir:").strip()
        return root / target
    return dot_git if (dot_git / "HEAD").is_file() else None


def _read(root: Path, git_directory: Path) -> Head:
    head = (git_directory / "HEAD").read_text(encoding="utf-8").strip()
    if not head.startswith("ref: "):
        return Head(root, head if _COMMIT.match(head) else "", "")
    reference = head.removeprefix("ref: ")
    common = git_directory
    if (git_directory / "commondir").is_file():
        common = git_directory / (git_directory / "commondir").read_text(encoding="utf-8").strip()
    commit = _resolve(common, reference)
    return Head(root, commit if _COMMIT.match(commit) else "", reference.removeprefix("refs/heads/"))


def _resolve(common: Path, reference: str) -> str:
    loose = common / reference
    if loose.is_file():
        return loose.read_text(encoding="utf-8").strip()
    packed = common / "packed-refs"
    for line in packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else ():
        commit, _, name = line.partition(" ")
        if name == reference:
            return commit
    return ""
