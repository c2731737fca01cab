from __future__ import annotations

from pathlib import Path

from tb_lifecycle.recording.code.git_files import Head, read_head
from tests.recording.repository import Repository


def test_a_branch(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    commit = repository.commit()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert read_head(tmp_path / "deep" / "er") == Head(tmp_path, commit, "main")


def test_packed_references(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    commit = repository.commit()
    repository.git("checkout", "--quiet", "-b", "feature/x")
    repository.git("pack-refs", "--all")
    assert read_head(tmp_path) == Head(tmp_path, commit, "feature/x")


def test_a_detached_head(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    commit = repository.commit()
    repository.git("checkout", "--quiet", "--detach")
    assert read_head(tmp_path) == Head(tmp_path, commit, "")


def test_a_worktree(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "main")
    commit = repository.commit()
    repository.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    assert read_head(tmp_path / "side") == Head(tmp_path / "side", commit, "side")


def test_no_commit_yet(tmp_path: Path) -> None:
    Repository(tmp_path)
    assert read_head(tmp_path) == Head(tmp_path, "", "main")


def test_no_repository_or_a_damaged_one(tmp_path: Path) -> None:
    assert read_head(tmp_path) is None
    (tmp_path / ".git").write_bytes(b"gitdir: nowhere")
    assert read_head(tmp_path) is None
    (tmp_path / ".git").write_bytes(b"\xff\xfe")
    assert read_head(tmp_path) is None
