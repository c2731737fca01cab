"""Asks the installed git about a working tree. Nothing is changed, nothing is fetched,
nothing waits for long."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 20.0
"""What all commands of one reading may take together."""

FIRST_SECONDS = 6.0
"""What git's first answer may take: one that does not come by then will not come at all."""

_KILLED_SECONDS = 0.5

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_INHERITED = {
    # Set where git itself runs us, in a hook: they would name another working tree than the script's.
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE", "GIT_ATTR_SOURCE", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF",
    # They change what a path means.
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
}  # fmt: skip

_SETTINGS = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.checkStat=default",
    "core.trustctime=true",
    "core.quotePath=false",
    "diff.external=",
    "color.ui=never",
    "diff.noprefix=false",
    *(("core.symlinks=true", "core.fileMode=true") if os.name == "posix" else ()),
)


class GitError(Exception):
    """Git is missing, too slow, or refuses; the text says which."""


class NotARepositoryError(GitError):
    """The directory is in no git working tree."""


class GitTime:
    """The time that is left for several commands."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._answered = False

    def left(self) -> float:
        """Seconds for the next command; few before the first answer."""
        left = max(0.0, self._end - time.monotonic())
        return left if self._answered else min(left, FIRST_SECONDS)

    def answered(self) -> None:
        """Notes that git answers at all."""
        self._answered = True

    def said(self) -> str:
        """How long git had."""
        return f"{self._seconds if self._answered else min(self._seconds, FIRST_SECONDS):.0f} s"


class Git:
    """The working tree around a directory; a context, within which git works on a copy of the index.

    (`git diff` writes to the index what it learns of the files, whatever GIT_OPTIONAL_LOCKS says.)

    Attributes:
      root: top directory of the working tree.
      deadline: what its commands may still take.

    Raises:
      GitError: there is no git, or it refuses the working tree.
      NotARepositoryError: the directory is in no working tree.
    """

    def __init__(self, directory: Path, deadline: GitTime | None = None) -> None:
        self.deadline = deadline or GitTime()
        self._directory = directory
        self._environment = {
            name: value for name, value in os.environ.items() if name not in _INHERITED
        } | _ENVIRONMENT
        self._scratch = ""
        self._settings = list(_SETTINGS)
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

    def ignore_modes(self) -> None:
        """From now on, whether a file is executable makes no difference."""
        self._settings.append("core.fileMode=false")

    def line(self, *arguments: str) -> str:
        """Output of a command as text without the last line's end."""
        return os.fsdecode(self.output(*arguments)).removesuffix("\n")

    def names(self, *arguments: str, given: Sequence[str] | None = None) -> list[str]:
        """Output of a command that ends each name with a NUL; `given` are names for its input."""
        stdin = None if given is None else b"".join(os.fsencode(name) + b"\0" for name in given)
        return [os.fsdecode(name) for name in self.output(*arguments, given=stdin).split(b"\0") if name]

    def output(self, *arguments: str, given: bytes | None = None) -> bytes:
        """Output of a command; `given` is its input.

        Raises:
          GitError: it failed, or took longer than was left.
        """
        settings = [part for setting in self._settings for part in ("-c", setting)]
        command = ["git", "--no-pager", *settings, *arguments]
        status, out, err = _run(command, self._directory, self._environment, given, self.deadline)
        self.deadline.answered()
        if status:
            _raise(arguments, os.fsdecode(err).strip())
        return out


def _run(
    command: Sequence[str],
    directory: Path,
    environment: Mapping[str, str],
    given: bytes | None,
    deadline: GitTime,
) -> tuple[int, bytes, bytes]:
    if shutil.which("git", path=environment.get("PATH", os.defpath)) is None:
        raise GitError("git is not installed")
    seconds = deadline.left()
    try:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise GitError(f"git could not be started: {error}") from None
    try:
        out, err = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(process)
        raise GitError(f"git did not answer within {deadline.said()}") from None
    except BaseException:
        _kill(process)
        raise
    return process.returncode, out, err


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends git and what it has started, and waits for none of them: on a dead mount they never end."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_KILLED_SECONDS)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()


def _raise(arguments: Sequence[str], stderr: str) -> None:
    if "not a git repository" in stderr or "must be run in a work tree" in stderr:
        raise NotARepositoryError("not a git repository")
    if "dubious ownership" in stderr:
        raise GitError(
            "git refuses the working tree because another user owns it; allow it with "
            "'git config --global --add safe.directory DIRECTORY'"
        )
    raise GitError(f"git {arguments[0]} failed: {stderr.splitlines()[0] if stderr else 'no message'}")
