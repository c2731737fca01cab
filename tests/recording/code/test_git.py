from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tb_lifecycle.recording.code import git as git_module
from tb_lifecycle.recording.code.git import Git, GitError, GitTime, NotARepositoryError
from tests.recording.repository import Repository


def test_the_root_is_found_from_below(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "a b")
    repository.write("deep/er/x.py", "")
    assert Git(tmp_path / "a b" / "deep" / "er").root == tmp_path / "a b"


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError):
        Git(tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        Git(tmp_path)


def test_a_git_that_hangs_is_given_up_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nsleep 61.25 & echo $! > child; wait\n")  # the child holds the pipe too
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(git_module, "FIRST_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(GitError, match="git did not answer within"):
        Git(tmp_path)
    assert time.monotonic() - began < 5
    child = int((tmp_path / "child").read_text())
    assert wait_for(lambda: not is_running(child), 5)


def test_all_commands_share_the_time(tmp_path: Path) -> None:
    git = Git(Repository(tmp_path).root, GitTime(0.0 + 20))
    git.deadline = GitTime(0.0)
    with pytest.raises(GitError, match="did not answer within 0 s"):
        git.line("status")


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def wait_for(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_a_failure_says_which_command(tmp_path: Path) -> None:
    git = Git(Repository(tmp_path).root)
    with pytest.raises(GitError, match="git cat-file failed: fatal: "):
        git.output("cat-file", "-p", "0" * 40)


def test_a_hook_of_another_repository_does_not_mislead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Repository(tmp_path / "other")
    mine = Repository(tmp_path / "mine")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert Git(mine.root).root == mine.root


def test_it_can_be_asked_while_the_interpreter_ends(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.write("train.py", "lr = 0.1\n")
    repository.commit()
    repository.write("train.py", "lr = 0.2\n")
    code = """
import atexit, pathlib, sys
from tb_lifecycle.recording.code.git import Git

with Git(pathlib.Path(sys.argv[1])) as git:
    atexit._run_exitfuncs()
    print(git.output("diff", "--no-ext-diff", "HEAD").decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "+lr = 0.2" in done.stdout
    assert "deleted file" not in done.stdout
