"""Checks out a recorded commit, and those of the repositories within it, byte for byte as git has them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tb_lifecycle.commands.rebuilding import placing
from tb_lifecycle.errors import LifecycleError

Code = Mapping[str, Any]

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SETTINGS = ("core.autocrlf=false", "core.eol=lf", "core.symlinks=true", "core.safecrlf=false")
_NO_CONVERSION = "* -text -eol -ident -filter -working-tree-encoding\n"
_LOCAL_NAMES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
)


class RebuildError(LifecycleError):
    """The working tree cannot be rebuilt; says why and what to do."""


def find_repository(code: Code) -> str | None:
    """Where the recorded commit can be cloned from: the working tree if it is still here, else the remote."""
    return next(_sources(code), None)


def _sources(code: Code) -> Iterator[str]:
    root = code.get("root")
    if root and Path(root).is_dir() and _has_commit(root, code["commit"]):
        yield str(root)
    if code.get("remote"):
        yield str(code["remote"])


def check_out(code: Code, to: Path) -> None:
    """Checks out the commit of a run's code.

    Raises:
      RebuildError: nobody has it.
    """
    if shutil.which("git") is None:
        raise RebuildError("git is not installed, and the code is in git. Install git.")
    sources = list(_sources(code))
    if not sources:
        where = code.get("root") or "any directory here"
        raise RebuildError(
            f"The commit {code['commit'][:7]} is not in {where}, and no remote was recorded. Fetch it first."
        )
    _clone_one(sources, code["commit"], to)


def check_out_within(code: Code, to: Path) -> Iterator[str]:
    """Checks out the repositories within a tree, outer ones first; yields what could not be had."""
    for item in sorted(code.get("repositories") or (), key=lambda item: str(item["path"])):
        here = Path(code.get("root") or os.sep + "nowhere", item["path"])
        sources = list(_sources({**item, "root": str(here)}))
        try:
            place = placing.place_for(to, item["path"])
            if not sources:
                raise RebuildError("nobody here has its commit, and no remote was recorded")
            if place.is_symlink() or (place.exists() and any(place.iterdir())):
                raise RebuildError("something else is in its place")
            _clone_one(sources, item["commit"], place)
        except (OSError, placing.OutsideError, RebuildError) as error:
            yield f"{item['path']} is left out: {getattr(error, 'message', None) or error}."


def run_git(directory: Path | None, *arguments: str, given: bytes | None = None) -> None:
    """Runs git.

    Raises:
      RebuildError: it failed.
    """
    place = [] if directory is None else ["-C", str(directory)]
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name not in _LOCAL_NAMES}
    environment["GIT_TERMINAL_PROMPT"] = "0" if not sys.stdin.isatty() else "1"
    done = subprocess.run(
        ["git", *place, *settings, *arguments], input=given, capture_output=True, check=False, env=environment
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RebuildError(f"git {arguments[0]} failed: {said[-1] if said else 'no message'}")


def _clone_one(sources: Sequence[str], commit: str, to: Path) -> None:
    """Clones from the first of the sources that has the commit."""
    for source in sources[:-1]:
        try:
            _clone(source, commit, to)
        except RebuildError:
            shutil.rmtree(to, ignore_errors=True)
        else:
            return
    _clone(sources[-1], commit, to)


def _clone(source: str, commit: str, to: Path) -> None:
    if not _COMMIT.fullmatch(commit):
        raise RebuildError(f"{commit[:50]!r} is no commit.")
    run_git(None, "clone", "--quiet", "--no-checkout", "--template=", "--", source, str(to))
    if not _has_commit(str(to), commit):
        run_git(to, "fetch", "--quiet", "origin", commit)
    information = to / ".git" / "info"
    information.mkdir(exist_ok=True)
    (information / "attributes").write_text(_NO_CONVERSION, encoding="ascii")
    for setting in _SETTINGS:
        run_git(to, "config", *setting.split("="))
    run_git(to, "checkout", "--quiet", "--detach", commit)


def _has_commit(root: str, commit: str) -> bool:
    command = ["git", "-C", root, "cat-file", "-e", f"{commit}^{{commit}}"]
    environment = {name: value for name, value in os.environ.items() if name not in _LOCAL_NAMES}
    try:
        return subprocess.run(command, capture_output=True, check=False, env=environment).returncode == 0
    except FileNotFoundError:
        return False
