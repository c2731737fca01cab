from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tb_lifecycle.recording.digests.of_files import digest_file, digest_tree, is_temporary, tree_files


def make(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.mark.parametrize("content", [b"", b"abc", bytes(range(256)) * 40_000])
def test_a_file_s_digest_is_sha256_of_its_bytes(tmp_path: Path, content: bytes) -> None:
    path = make(tmp_path, {"a": content}) / "a"
    assert digest_file(path) == (hashlib.sha256(content).digest(), len(content))


FILES = {"b.bin": b"2", "a/c.bin": b"33", "a.bin": b""}


def test_a_tree_s_digest_does_not_depend_on_its_place(tmp_path: Path) -> None:
    one, other = make(tmp_path / "one", FILES), make(tmp_path / "other", dict(reversed(FILES.items())))
    tree = digest_tree(tree_files(one))
    assert tree == digest_tree(tree_files(other))
    assert (tree.size, tree.files) == (3, 3)


@pytest.mark.parametrize(
    "changed",
    [
        {**FILES, "b.bin": b"3"},
        {**FILES, "new": b""},
        {"b.bin": b"2", "a/d.bin": b"33", "a.bin": b""},
        {"b.bin": b"33", "a/c.bin": b"2", "a.bin": b""},
        {"b.bin": b"2", "a/c.bin": b"33"},
    ],
)
def test_a_tree_s_digest_changes_with_names_and_contents(tmp_path: Path, changed: dict[str, bytes]) -> None:
    before = digest_tree(tree_files(make(tmp_path / "one", FILES))).digest
    assert digest_tree(tree_files(make(tmp_path / "other", changed))).digest != before


def test_hidden_and_temporary_files_are_left_out(tmp_path: Path) -> None:
    extra = {
        ".git/x": b"1",
        "__pycache__/y.pyc": b"1",
        "a~": b"1",
        "b.tmp": b"1",
        ".DS_Store": b"1",
        "d/.x/y": b"1",
    }
    plain = digest_tree(tree_files(make(tmp_path / "plain", FILES)))
    assert digest_tree(tree_files(make(tmp_path / "extra", FILES | extra))) == plain


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path / "data", FILES)
    (tmp_path / "data" / "link").symlink_to(tmp_path / "data" / "a")
    (tmp_path / "data" / "a" / "loop").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "nowhere").symlink_to(tmp_path / "missing")
    names = set(tree_files(tmp_path / "data"))
    assert {"a.bin", "b.bin", "a/c.bin", "link/c.bin"} <= names
    assert len(names) < 20


def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    make(tmp_path, {os.fsdecode(b"caf\xe9"): b"1"})
    assert digest_tree(tree_files(tmp_path)).files == 1


def test_progress_is_told_every_byte(tmp_path: Path) -> None:
    told: list[int] = []
    digest_tree(tree_files(make(tmp_path, FILES)), told.append)
    assert sum(told) == 3


def test_nothing_at_all(tmp_path: Path) -> None:
    assert digest_tree(tree_files(tmp_path)).digest == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("name", ["data.csv", "a.b", "temporary", "x.tmp.csv"])
def test_ordinary_names(name: str) -> None:
    assert not is_temporary(name)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read counts, in digest and size alike, and is not remembered."""
    path = make(tmp_path, {"a.bin": b"1" * 100}) / "a.bin"
    os.utime(path, (1, 1))
    real = os.stat

    def smaller(place: object, *args: object, **options: object) -> os.stat_result:
        status = list(real(place, *args, **options))  # type: ignore[call-overload]
        if os.fspath(place) == str(path):  # type: ignore[call-overload]
            status[6] = 40  # as it was before the others were written
        return os.stat_result(status)

    monkeypatch.setattr(os, "stat", smaller)
    tree = digest_tree({"a.bin": path})
    assert tree.size == 100
    assert tree.parts == (("a.bin", hashlib.sha256(b"1" * 100).digest(), 100),)
    assert digest_file(path) == (hashlib.sha256(b"1" * 100).digest(), 100)
