from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.commands.rebuilding import placing
from tb_lifecycle.commands.rebuilding.rebuild import rebuild


@pytest.mark.parametrize(
    "name",
    [
        "../out.py", "a/../../out.py", "/tmp/out.py", "", ".", "a/..", ".git/hooks/post-checkout",
        "a/.GIT/config", "link/out.py", "a/inner/out.py", "nul\0.py", "file/out.py",
    ],
)  # fmt: skip
def test_nothing_is_written_outside(name: str, tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "to"
    outside.mkdir()
    (root / "a").mkdir(parents=True)
    (root / "file").write_text("x")
    (root / "link").symlink_to(outside)
    (root / "a/inner").symlink_to("../../outside")
    with pytest.raises((placing.OutsideError, OSError)):
        placing.write(root, name, b"evil", None)
    assert not list(outside.iterdir())
    assert not (tmp_path / "out.py").exists()
    (outside / "out.py").touch()
    (tmp_path / "out.py").touch()
    with contextlib.suppress(placing.OutsideError, OSError, ValueError):
        placing.remove(root, name)
    assert (outside / "out.py").exists(), "nothing is removed there either"
    assert (tmp_path / "out.py").exists()


def test_a_link_in_a_file_s_place_is_replaced_not_followed(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside.txt", tmp_path / "to"
    outside.write_text("mine")
    root.mkdir()
    (root / "a.txt").symlink_to(outside)
    placing.write(root, "a.txt", b"theirs", "100755")
    assert outside.read_text() == "mine"
    assert not (root / "a.txt").is_symlink()
    assert os.access(root / "a.txt", os.X_OK)
    placing.write(root, "deep/er/link", b"../../outside", "120000")
    assert os.readlink(root / "deep/er/link") == "../../outside"  # noqa: PTH115


@pytest.mark.parametrize(
    ("before", "mode", "after"),
    [
        (0o640, "100755", 0o750), (0o600, "100755", 0o700), (0o644, "100755", 0o755),
        (0o755, "100644", 0o644), (0o750, None, 0o750), (0o640, "100644", 0o640), (0o200, "100755", 0o300),
    ],
)  # fmt: skip
def test_who_may_read_a_program_may_run_it(tmp_path: Path, before: int, mode: str | None, after: int) -> None:
    place = tmp_path / "a"
    place.touch()
    place.chmod(before)
    placing.set_executable(place, mode)
    assert stat.S_IMODE(place.stat().st_mode) == after


class Crafted:
    """A record that somebody has written to do harm."""

    def file(self, _run: str, _path: str) -> tuple[bytes, int]:
        return b"evil", 4


def test_a_crafted_record_writes_nothing_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    names = ["../outside/a", str(outside / "b"), "here/c", ".git/hooks/post-checkout", "fine.py"]
    files: list[dict[str, Any]] = [
        {"path": name, "state": "untracked", "digest": "sha256:00", "content": True, "mode": "100644"}
        for name in names
    ]
    files.append(
        {"path": "here", "state": "untracked", "digest": "sha256:00", "content": True, "mode": "120000"}
    )
    files.append({"path": "../outside/keep", "state": "deleted"})
    (outside / "keep").touch()
    code = {"files": files, "repositories": [{"path": "../outside/r", "commit": "0" * 40, "remote": "x"}]}
    left_out = rebuild(Crafted(), "run", code, tmp_path / "to")  # type: ignore[arg-type]
    assert [path.name for path in outside.iterdir()] == ["keep"]
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == ["fine.py", "here"]
    assert len(left_out) == 6


def git(directory: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", "-C", str(directory), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def contents(root: Path) -> dict[str, tuple[object, ...]]:
    """What is below a directory: kinds, modes, bytes, and when they were written."""
    return {
        str(path.relative_to(root)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in root.rglob("*")
    }


def test_a_crafted_commit_leads_nothing_outside(tmp_path: Path) -> None:
    outside, source, to = tmp_path / "outside", tmp_path / "source", tmp_path / "to"
    for directory in (outside / "empty", source):
        directory.mkdir(parents=True)
    for name in ("file", "tool", "keep", "gone"):
        (outside / name).write_text("mine")
    git(source, "init", "--quiet")
    links = {
        "file": "file", "tool": "tool", "again": "tool", "dangling": "new", "directory": "empty",
        "gone": "gone", "here": "", "nested": "empty", "unmoded": "file",
    }  # fmt: skip
    for name, target in links.items():
        (source / name).symlink_to(outside / target)
    git(source, "add", ".")
    git(source, "commit", "--quiet", "--message", "Links")
    mine, evil = (f"sha256:{hashlib.sha256(text).hexdigest()}" for text in (b"mine", b"evil"))

    def file(path: str, digest: str, mode: str | None) -> dict[str, Any]:
        return {"path": path, "state": "modified", "digest": digest, "content": True, "mode": mode}

    code: dict[str, Any] = {
        "root": str(source),
        "commit": git(source, "rev-parse", "HEAD"),
        "files": [
            file("file", evil, "100644"),
            file("tool", mine, "100755"),
            file("again", mine, "100755") | {"content": False},
            file("dangling", evil, "100644"),
            file("directory", evil, "100644"),
            file("unmoded", evil, None),
            file("here/new.py", evil, "100644"),
            file("here/tool", mine, "100755"),
            {"path": "gone", "state": "deleted"},
            {"path": "here/keep", "state": "deleted"},
        ],
        "repositories": [
            {"path": path, "commit": git(source, "rev-parse", "HEAD"), "remote": str(source)}
            for path in ("nested", "here/inner", "dangling")
        ],
    }
    before = contents(outside)
    left_out = rebuild(Crafted(), "run", code, to)  # type: ignore[arg-type]
    assert contents(outside) == before
    for name in ("file", "tool", "dangling", "directory", "unmoded"):
        assert not (to / name).is_symlink()
        assert (to / name).read_bytes() == b"evil"
    assert not os.path.lexists(to / "gone")
    assert sorted(line.split(" ")[0] for line in left_out) == [
        "again", "dangling", "here/inner", "here/keep", "here/new.py", "here/tool", "nested",
    ]  # fmt: skip


def test_what_a_link_leads_to_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "tool").touch(mode=0o644)
    (tmp_path / "link").symlink_to("tool")
    placing.set_executable(tmp_path / "link", "100755")
    assert not os.access(tmp_path / "tool", os.X_OK)
    placing.set_executable(tmp_path / "tool", "100755")
    assert os.access(tmp_path / "tool", os.X_OK)
