"""Rebuilds the working tree of a run: its commit, its patch, and the contents that it recorded."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from tb_lifecycle.errors import LifecycleError, NotRecordedError
from tb_lifecycle.reading.reader import LogdirReader

Code = Mapping[str, Any]


class RebuildError(LifecycleError):
    """The working tree cannot be rebuilt; says why and what to do."""


def find_repository(code: Code) -> str | None:
    """Where the recorded commit can be cloned from: the working tree if it is still here, else the remote."""
    root = code.get("root")
    if root and Path(root).is_dir() and _has_commit(root, code["commit"]):
        return str(root)
    return code.get("remote") or None


def rebuild(reader: LogdirReader, run: str, code: Code, to: Path) -> list[str]:
    """Makes the working tree of a run in a new directory.

    Args:
      reader: of the run.
      run: its name there.
      code: its code, as the `run` route answers it.
      to: the directory; it must be empty or not be there.

    Returns:
      What was left out and why, in sentences.

    Raises:
      RebuildError: it cannot be rebuilt.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise RebuildError(f"{to} is not empty. Give a directory that does not exist yet.")
    if code.get("commit"):
        _check_out(code, to)
    else:
        to.mkdir(parents=True, exist_ok=True)
    try:
        _apply_patch(reader, run, code, to)
        return list(_write_contents(reader, run, code, to))
    except NotRecordedError as error:
        raise RebuildError(f"{error.message} {error.hint or ''}".strip()) from error


def _check_out(code: Code, to: Path) -> None:
    if shutil.which("git") is None:
        raise RebuildError("git is not installed, and the code is in git. Install git.")
    source = find_repository(code)
    if source is None:
        where = code.get("root") or "any directory here"
        raise RebuildError(
            f"The commit {code['commit'][:7]} is not in {where}, and no remote was recorded. Fetch it first."
        )
    _git(None, "clone", "--quiet", "--no-checkout", "--", source, str(to))
    _git(to, "checkout", "--quiet", "--detach", code["commit"])


def _apply_patch(reader: LogdirReader, run: str, code: Code, to: Path) -> None:
    patch = code.get("patch")
    if not patch or not patch.get("path"):
        return
    content, _ = reader.file(run, patch["path"])
    if content:
        _git(to, "apply", "--binary", "--whitespace=nowarn", "-", given=content)


def _write_contents(reader: LogdirReader, run: str, code: Code, to: Path) -> Iterator[str]:
    """Writes the recorded contents that neither commit nor patch holds: of files that git did not track."""
    for file in code.get("files") or ():
        if code.get("commit") and file.get("state") != "untracked":
            continue
        path = PurePosixPath(file["path"])
        if path.is_absolute() or ".." in path.parts:
            yield f"{path} lies outside the working tree and is left out."
        elif not file.get("content"):
            yield f"{path} is left out: its content was not recorded."
        else:
            content, _ = reader.file(run, file["path"])
            place = to / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def _has_commit(root: str, commit: str) -> bool:
    command = ["git", "-C", root, "cat-file", "-e", f"{commit}^{{commit}}"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _git(directory: Path | None, *arguments: str, given: bytes | None = None) -> None:
    place = [] if directory is None else ["-C", str(directory)]
    done = subprocess.run(["git", *place, *arguments], input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RebuildError(f"git {arguments[0]} failed: {said[-1] if said else 'no message'}")
