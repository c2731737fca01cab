"""What differs between a working tree and its commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tb_lifecycle.recording.code.git import Git

_STATES = {"A": "added", "D": "deleted"}
_REPOSITORY = "160000"
_MOST_MODES = 200
"""Files that are executable, or no longer, and nothing else: more are no change of anybody's."""

_MOST_ABSENT = 500
"""Files of a sparse checkout that are listed as absent."""


@dataclass
class Change:
    """One path that is not as the commit has it.

    Attributes:
      path: relative to the working tree, with /; bytes that are no UTF-8 as surrogates.
      state: modified, added, deleted, untracked or ignored.
      added, removed: lines; 0 for a binary file and for an untracked one.
      binary: git takes it for no text.
      old: the object that the commit has there; empty where it has none.
      whole: its content is needed: no patch gives it back.
      repository: it is another commit of a submodule, not a file.
      mode: it is executable now and was not, or the other way round.
    """

    path: str
    state: str
    added: int = 0
    removed: int = 0
    binary: bool = False
    old: str = ""
    whole: bool = False
    repository: bool = False
    mode: bool = False


@dataclass
class Tracked:
    """What the index says of the files that git tracks.

    Attributes:
      objects: mode and object by path; of an unmerged file those of one side.
      repositories: paths of submodules, with the commit that the index names.
      absent: files of a sparse checkout that are not there.
      unmerged: paths with a conflict.
    """

    objects: dict[str, tuple[str, str]] = field(default_factory=dict)
    repositories: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    unmerged: set[str] = field(default_factory=set)


def read_tracked(git: Git) -> Tracked:
    """Reads the (copied) index, and takes from it the marks that would hide a
    change: assume-unchanged and skip-worktree."""
    tracked = Tracked()
    assumed: list[str] = []
    skipped: list[str] = []
    for line in git.names("ls-files", "-v", "-s", "-z"):
        head, _, path = line.partition("\t")
        mark, mode, name, stage = head.split(" ")
        if mode == _REPOSITORY:
            tracked.repositories[path] = name
            continue
        tracked.objects[path] = mode, name
        if stage != "0":
            tracked.unmerged.add(path)
        if mark.islower():
            assumed.append(path)
        if mark in "Ss":
            present = os.path.lexists(git.root / path)
            (skipped if present else tracked.absent).append(path)
    if assumed:
        git.names("update-index", "-z", "--no-assume-unchanged", "--stdin", given=assumed)
    few = tracked.absent[:_MOST_ABSENT] if len(tracked.absent) <= _MOST_ABSENT else []
    if skipped or few:
        git.names("update-index", "-z", "--no-skip-worktree", "--stdin", given=[*skipped, *few])
    if few:
        tracked.absent = []
    return tracked


def read_changes(git: Git, base: str) -> list[Change]:
    """Changes of tracked files against the commit `base`, by path. A renamed file is one deleted and one
    added. What is changed within submodules is not in them."""
    options = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "-z")
    changes: dict[str, Change] = {}
    fields = iter(git.names("diff", "--raw", "--no-abbrev", *options, base))
    for head in fields:
        path = next(fields)
        old_mode, new_mode, old, _, status = head.lstrip(":").split(" ")
        state = "deleted" if status[:1] == "D" else _STATES.get(status[:1], "modified")
        known = old if old.strip("0") and old_mode != _REPOSITORY else ""
        changes[path] = Change(path, state, old=known, repository=_REPOSITORY in (old_mode, new_mode))
        changes[path].mode = {old_mode, new_mode} == {"100644", "100755"}
    for line in git.names("diff", "--numstat", *options, base):
        added, removed, path = line.split("\t", 2)
        if path in changes:
            changes[path].binary = added == "-"
            changes[path].added, changes[path].removed = (
                (0, 0) if added == "-" else (int(added), int(removed))
            )
    return sorted(changes.values(), key=lambda change: change.path)


def without_modes(git: Git, changes: Sequence[Change]) -> list[Change]:
    """The changes without those in mode alone, where these are so many that the file system has no modes."""
    alone = [
        change for change in changes if change.mode and not (change.added or change.removed or change.binary)
    ]
    if len(alone) <= _MOST_MODES:
        return list(changes)
    git.ignore_modes()
    return [change for change in changes if change not in alone]


def read_untracked(git: Git) -> tuple[list[Change], list[str]]:
    """Files that git neither tracks nor ignores, by path, but for those of Python environments among them;
    and the repositories among them."""
    names = git.names("ls-files", "--others", "--exclude-standard", "-z")
    installed = tuple(_environments(names))
    own = [name for name in sorted(names) if not name.startswith(installed)]
    return (
        [Change(name, "untracked") for name in own if not name.endswith("/")],
        [name.rstrip("/") for name in own if name.endswith("/")],
    )


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


def object_sizes(git: Git, objects: Sequence[str]) -> dict[str, int]:
    """Bytes of each object, by its name."""
    if not objects:
        return {}
    given = "".join(f"{name}\n" for name in objects).encode()
    lines = os.fsdecode(git.output("cat-file", "--batch-check=%(objectname) %(objectsize)", given=given))
    pairs = (line.split(" ") for line in lines.splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdecimal()}


def read_commit(git: Git) -> tuple[str, str, str, float]:
    """The commit, its author, its subject and its time (epoch seconds).

    Raises:
      GitError: there is no commit yet.
    """
    fields = os.fsdecode(
        git.output("log", "-1", "--no-show-signature", "--encoding=UTF-8", "--format=%H%x00%an%x00%s%x00%ct")
    ).strip("\n")
    commit, author, subject, committed = fields.split("\0")
    return commit, author, subject, float(committed)


def has_commit(git: Git) -> bool:
    """Whether there is a commit yet."""
    return git.line("rev-parse", "--revs-only", "HEAD") != ""


def read_remote(git: Git) -> str:
    """The URL of `origin`, else of another remote; empty without one."""
    if not git.line("remote"):
        return ""
    found = git.names("config", "-z", "--get-regexp", r"^remote\..*\.url$")
    urls = dict(item.split("\n", 1) for item in found if "\n" in item)
    return urls.get("remote.origin.url") or next(iter(urls.values()), "")
