"""Asks the installed git about a working tree. Nothing is changed, nothing is fetched, nothing waits for
long."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

TIMEOUT = 20.0
"""Seconds that one command may take."""

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Set where git itself runs us, in a hook: they would name another working tree than the script's."""

_SETTINGS = (
    "core.fsmonitor=false",
    "core.quotePath=false",
    "diff.external=",
    "color.ui=never",
    "diff.noprefix=false",
)


class GitError(Exception):
    """Git is missing, too slow, or refuses; the text says which."""


class Git:
    """The working tree around a directory; a context, within which git works on a copy of the index.

    (`git diff` writes to the index what it learns of the files, whatever GIT_OPTIONAL_LOCKS says.)

    Attributes:
      root: top directory of the working tree.

    Raises:
      GitError: there is no git, or it refuses the working tree.
      NotARepositoryError: the directory is in no working tree.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._environment = {
            name: value for name, value in os.environ.items() if name not in _INHERITED
        } | _ENVIRONMENT
        self._scratch = ""
        self.root = Path(self.line("rev-parse", "--show-toplevel"))
        self._directory = self.root

    def __enter__(self) -> Git:
        index = Path(self.root, self.line("rev-parse", "--git-path", "index"))
        # Not a TemporaryDirectory: the interpreter removes those at exit, while we may still be reading.
        self._scratch = tempfile.mkdtemp(prefix="tb_lifecycle-")
        copy = Path(self._scratch, "index")
        if index.is_file():
            # With its time: git reads a file again whose own time is not before it.
            shutil.copy2(index, copy)
        self._environment["GIT_INDEX_FILE"] = str(copy)
        return self

    def __exit__(self, *_: object) -> None:
        self._environment.pop("GIT_INDEX_FILE", None)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def line(self, *arguments: str) -> str:
        """Output of a command as text without the last line's end."""
        return os.fsdecode(self.output(*arguments)).removesuffix("\n")

    def names(self, *arguments: str) -> list[str]:
        """Output of a command that ends each name with a NUL."""
        return [os.fsdecode(name) for name in self.output(*arguments).split(b"\0") if name]

    def output(self, *arguments: str) -> bytes:
        """Output of a command.

        Raises:
          GitError: it failed, or took longer than TIMEOUT.
        """
        return _run(self._directory, arguments, self._environment)


class NotARepositoryError(GitError):
    """The directory is in no git working tree."""


def _run(directory: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> bytes:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} took longer than {TIMEOUT:.0f} s") from None
    except OSError as error:
        raise GitError(f"git could not be started: {error}") from None
    if done.returncode:
        _raise(arguments, os.fsdecode(done.stderr).strip())
    return done.stdout


def _raise(arguments: Sequence[str], stderr: str) -> None:
    if "not a git repository" in stderr or "must be run in a work tree" in stderr:
        raise NotARepositoryError("not a git repository")
    if "dubious ownership" in stderr:
        raise GitError(
            "git refuses the working tree because another user owns it; allow it with "
            "'git config --global --add safe.directory DIRECTORY'"
        )
    raise GitError(f"git {arguments[0]} failed: {stderr.splitlines()[0] if stderr else 'no message'}")
