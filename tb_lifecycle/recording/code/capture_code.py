"""The code that runs: the commit, what differs from it, and the contents of the project's own files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Code, File
from tb_lifecycle.recording.code.command import entry_path
from tb_lifecycle.recording.code.git import Git, GitError, NotARepositoryError
from tb_lifecycle.recording.code.git_changes import (
    Change,
    has_commit,
    read_changes,
    read_commit,
    read_untracked,
)
from tb_lifecycle.recording.code.git_files import read_head
from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.code.patch import make_patch
from tb_lifecycle.recording.code.sources import SourceReader, is_source
from tb_lifecycle.recording.code.state import NOT_IN_PATCH
from tb_lifecycle.recording.paths import absolute
from tb_lifecycle.recording.redaction.redactor import Redactor

Store = Callable[[str, str, bytes], File]
"""Keeps a file's bytes with the run: kind, suffix, data. Returns what the record says of it."""

MOST_FILES = 500
"""Changed and untracked files that are listed."""

MOST_CUT_LINES = 50
"""Lines that say what was left out."""


def capture_code(
    entry: str | os.PathLike[str] | None,
    store: Store,
    redactor: Redactor,
    run_directory: str | os.PathLike[str] | None = None,
) -> Code:
    """Reads the code as it is now. Whatever cannot be read is named in `cut`, with why.

    Args:
      entry: the script; None or one that is no file means what the process runs (see command.entry_path).
      store: keeps the patch and the archive of sources.
      redactor: removes secrets from the patch, the sources and the remote's URL.
      run_directory: the run's own output, which is no source.
    """
    script = _script(entry)
    outputs = () if run_directory is None else (absolute(run_directory),)
    reader = SourceReader(redactor, outputs)
    if script is not None:
        reader.read_entry(script)
    code = Code()
    git = _open(script, code)
    root = git.root if git is not None else Path(code.root or _root(script))
    code.root = str(root)
    if git is not None:
        with git:
            _read_git(git, code, reader, store, redactor)
    reader.finish(root, code, store)
    _bound_cut(code)
    return code


def _bound_cut(code: Code) -> None:
    left_out = code.cut[MOST_CUT_LINES:]
    if left_out:
        unsaved = f", some of them {NOT_IN_PATCH}" if any(NOT_IN_PATCH in line for line in left_out) else ""
        code.cut[MOST_CUT_LINES:] = [f"{len(left_out):,} more files were left out or altered{unsaved}"]


def _script(entry: str | os.PathLike[str] | None) -> Path | None:
    if entry is not None and os.fspath(entry):
        path = absolute(entry)
        if path.is_file():
            return path
    return entry_path()


def _places(script: Path | None) -> list[Path]:
    """Where the project may be: around the script, unless that was installed, else in the working
    directory."""
    places = [script.resolve().parent] if script is not None and not is_installed(script) else []
    try:
        return [*places, Path.cwd()]
    except FileNotFoundError:
        return places


def _root(script: Path | None) -> Path:
    """The project's directory without git: the working directory if the script is in it, else the
    script's."""
    places = _places(script)
    if len(places) > 1 and places[0].is_relative_to(places[1]):
        return places[1]
    return places[0] if places else Path(os.sep)


def _open(script: Path | None, code: Code) -> Git | None:
    """The repository around the project; where git will not say, what its files tell goes into `code`."""
    reason = "not a git repository"
    for place in _places(script):
        try:
            return Git(place)
        except NotARepositoryError:
            continue
        except GitError as error:
            reason = str(error)
            head = read_head(place)
            if head is not None and head.commit:
                code.root, code.commit, code.branch = str(head.root), head.commit, head.branch
                code.cut.append(f"changes since the commit are {NOT_IN_PATCH}: {reason}")
                return None
    code.cut.append(f"no commit is known: {reason}")
    return None


def _read_git(git: Git, code: Code, reader: SourceReader, store: Store, redactor: Redactor) -> None:
    try:
        _read_head(git, code, redactor)
        base = "HEAD"
        if not code.commit:
            base = git.line("hash-object", "-t", "tree", os.devnull)  # the empty tree
            code.cut.append("no commit is known: the repository has none yet")
        changes = read_changes(git, base)
        untracked = [change for change in read_untracked(git) if is_source(git.root / change.path)]
        listed = reader.own(git.root, [*changes, *untracked])
        _read_changed(git.root, listed, code, reader)
        if code.commit:
            patch = make_patch(
                git, base, [change for change in listed if change.state != "untracked"], redactor
            )
            code.cut.extend(patch.cut)
            if patch.data:
                code.patch.CopyFrom(store("patch", ".diff", patch.data))
    except GitError as error:
        code.cut.append(f"changes since the commit are {NOT_IN_PATCH}: {error}")


def _read_head(git: Git, code: Code, redactor: Redactor) -> None:
    code.branch = git.line("branch", "--show-current")
    remotes = git.names("config", "-z", "--get-regexp", r"^remote\..*\.url$") if _has_remote(git) else []
    urls = dict(item.split("\n", 1) for item in remotes if "\n" in item)
    url = urls.get("remote.origin.url") or next(iter(urls.values()), "")
    code.remote = redactor.text("remote", "remote", url)
    if has_commit(git):
        code.commit, code.author, code.subject, code.committed = read_commit(git)


def _has_remote(git: Git) -> bool:
    return bool(git.line("remote"))


def _read_changed(root: Path, changes: Sequence[Change], code: Code, reader: SourceReader) -> None:
    for change in changes[:MOST_FILES]:
        reader.read_changed(root, change)
    if len(changes) > MOST_FILES:
        code.cut.append(f"{len(changes) - MOST_FILES:,} more changed or untracked files are not listed")
