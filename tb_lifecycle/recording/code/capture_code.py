"""The code that runs: the commit, what differs from it, and the contents of the project's own files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tb_lifecycle.format.lifecycle_pb2 import Code, File
from tb_lifecycle.recording.code.conversions import find_converted
from tb_lifecycle.recording.code.git import Git, GitError, GitTime, NotARepositoryError
from tb_lifecycle.recording.code.git_changes import (
    Change,
    Tracked,
    has_commit,
    read_changes,
    read_commit,
    read_remote,
    read_tracked,
    read_untracked,
    without_modes,
)
from tb_lifecycle.recording.code.git_files import read_head
from tb_lifecycle.recording.code.installed import is_installed
from tb_lifecycle.recording.code.left_out import NOT_LISTED, LeftOut
from tb_lifecycle.recording.code.patch import make_patch
from tb_lifecycle.recording.code.program import CELLS_FILE, read_program
from tb_lifecycle.recording.code.repositories import Within
from tb_lifecycle.recording.code.sources import SourceReader, is_source
from tb_lifecycle.recording.paths import absolute, readable
from tb_lifecycle.recording.redaction.redactor import Redactor

Store = Callable[[str, str, bytes], File]
"""Keeps a file's bytes with the run: kind, suffix, data. Returns what the record says of it."""

MOST_FILES = 500
"""Changed and untracked files that are listed."""


def capture_code(
    entry: Path | None,
    store: Store,
    redactor: Redactor,
    run_directory: str | os.PathLike[str] | None = None,
) -> Code:
    """Reads the code as it is now. Whatever cannot be read is named in `cut`, with why.

    Args:
      entry: the file that the process runs (see command.entry_path); None where it runs none.
      store: keeps the patch and the archive of sources.
      redactor: removes secrets from the patch, the sources and the remote's URL.
      run_directory: the run's own output, which is no source.
    """
    script = absolute(entry) if entry is not None else None
    outputs = () if run_directory is None else (absolute(run_directory),)
    left_out = LeftOut()
    reader = SourceReader(redactor, left_out, outputs)
    if script is not None:
        reader.read_entry(script)
    code = Code()
    git = _open(script, code, left_out)
    root = git.root if git is not None else Path(code.root or _root(script))
    tracked = _read_git(git, code, reader, store, redactor, left_out) if git is not None else None
    _add_program(script, reader, left_out)
    reader.finish(root, code, store, tracked)
    code.root = readable(root)
    left_out.fill(code)
    return code


def _add_program(script: Path | None, reader: SourceReader, left_out: LeftOut) -> None:
    program = read_program()
    if program is None or (script is not None and program.file != CELLS_FILE):
        return
    if program.text is not None:
        reader.add_program(program.file, program.text)
    if program.reason:
        left_out.lose(f"{program.file}: not recorded: {program.reason}")


def _places(script: Path | None) -> list[Path]:
    """Where the project may be: around the script, unless that was installed, else
    in the working directory."""
    places = [script.resolve().parent] if script is not None and not is_installed(script) else []
    try:
        return [*places, Path.cwd()]
    except FileNotFoundError:
        return places


def _root(script: Path | None) -> Path:
    """The project's directory without git: the working directory if the script is in
    it, else the script's."""
    places = _places(script)
    if len(places) > 1 and places[0].is_relative_to(places[1]):
        return places[1]
    return places[0] if places else Path(os.sep)


def _open(script: Path | None, code: Code, left_out: LeftOut) -> Git | None:
    """The repository around the project; where git will not say, what its files tell goes into `code`."""
    reason = "not a git repository"
    deadline = GitTime()
    for place in _places(script):
        try:
            return Git(place, deadline)
        except NotARepositoryError:
            continue
        except GitError as error:
            reason = str(error)
            code.changes_unknown = True
            head = read_head(place)
            if head is not None:
                code.root, code.commit = str(head.root), head.commit
                code.branch = _branch(head.branch, head.commit)
                left_out.lose(f"changes since the commit are not known: {reason}")
                return None
    (left_out.note if reason == "not a git repository" else left_out.lose)(f"no commit is known: {reason}")
    return None


def _read_git(
    git: Git, code: Code, reader: SourceReader, store: Store, redactor: Redactor, left_out: LeftOut
) -> set[str] | None:
    """Fills the record from the repository; returns the paths that the commit gives back, None without one.

    (A repository that stops answering half-way has said what it has said.)
    """
    tracked = Tracked()
    try:
        with git:
            _read_head(git, code, redactor)
            base = "HEAD"
            if not code.commit:
                base = git.line("hash-object", "-t", "tree", os.devnull)  # the empty tree
                left_out.note("no commit is known: the repository has none yet")
            tracked = read_tracked(git)
            _read_changes(git, base, tracked, code, reader, store, redactor, left_out)
    except (GitError, OSError) as error:
        code.changes_unknown = True
        left_out.lose(f"changes since the commit are not known: {error}")
    return set(tracked.objects) if code.commit else None


def _read_changes(
    git: Git,
    base: str,
    tracked: Tracked,
    code: Code,
    reader: SourceReader,
    store: Store,
    redactor: Redactor,
    left_out: LeftOut,
) -> None:
    found = read_changes(git, base)
    changes = {change.path: change for change in without_modes(git, found)}
    if len(changes) < len(found):
        left_out.note(f"{len(found) - len(changes):,} files differ in mode alone: no modes are kept here")
    patched = [change for change in changes.values() if not change.repository]
    for path in tracked.unmerged & changes.keys():
        changes[path].whole = True
    for path in find_converted(git, tracked.objects, left_out):
        changes.setdefault(path, Change(path, "modified")).whole = True
    if tracked.absent:
        left_out.lose(f"{len(tracked.absent):,} files of a sparse checkout are not there")
    untracked, nested = read_untracked(git)
    within = Within(partial(redactor.text, "remote", "remote"), left_out)
    within.read(git, tracked.repositories, nested)
    tracked.objects.update(dict.fromkeys(within.tracked, ("", "")))
    code.repositories.extend(within.repositories)
    listed = reader.own(git.root, [*changes.values(), *_sources_first(untracked), *within.changes])
    _read_changed(git.root, listed, reader, left_out)
    if code.commit:
        patch = make_patch(git, base, patched, redactor, left_out)
        if patch:
            code.patch.CopyFrom(store("patch", ".diff", patch))


def _sources_first(changes: Sequence[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: not is_source(Path(change.path)))


def _read_head(git: Git, code: Code, redactor: Redactor) -> None:
    branch = git.line("branch", "--show-current")
    code.remote = redactor.text("remote", "remote", readable(read_remote(git)))
    if has_commit(git):
        code.commit, author, subject, code.committed = read_commit(git)
        code.author, code.subject = readable(author), readable(subject)
    code.branch = _branch(branch, code.commit)


def _branch(name: str, commit: str) -> str:
    """The branch, or at which commit HEAD is detached."""
    return readable(name) or (f"detached at {commit[:7]}" if commit else "")


def _read_changed(root: Path, changes: Sequence[Change], reader: SourceReader, left_out: LeftOut) -> None:
    for change in changes[:MOST_FILES]:
        reader.read_changed(root, change)
    more = changes[MOST_FILES:]
    lost = sum(change.whole or change.state == "untracked" for change in more)
    if lost:
        left_out.lose(f"{lost:,} {NOT_LISTED}")
    if len(more) > lost:
        left_out.note(f"{len(more) - lost:,} more changed files are in the patch, and not listed")
