from __future__ import annotations

import contextlib
import os
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
