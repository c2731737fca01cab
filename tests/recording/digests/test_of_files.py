from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tb_lifecycle.recording.digests import of_files
from tb_lifecycle.recording.digests.cache import REMEMBERED
from tb_lifecycle.recording.digests.of_files import (
    MOST_PARTS,
    TreeDigest,
    combine,
    digest_file,
    digest_tree,
    is_temporary,
    say_left_out,
    tree_files,
    walk_tree,
)
from tb_lifecycle.recording.paths import readable


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


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def test_what_a_tree_s_digest_covers_never_changes(tmp_path: Path) -> None:
    """Runs of years are compared by it."""
    odd = os.fsdecode(b"\xe9")
    make(tmp_path, {"b": b"2", "a/c": b"33", odd: b""})
    hashed = b"".join(
        len(name).to_bytes(8, "little") + name + len(content).to_bytes(8, "little") + sha256(content)
        for name, content in ((b"a/c", b"33"), (b"b", b"2"), (b"\xe9", b""))
    )
    parts = (("a/c", sha256(b"33"), 2), ("b", sha256(b"2"), 1), (odd, sha256(b""), 0))
    assert digest_tree(tree_files(tmp_path)) == TreeDigest(sha256(hashed), 3, 3, parts)


@pytest.mark.parametrize("count", [1, MOST_PARTS, MOST_PARTS + 1])
def test_of_many_files_only_the_whole_is_kept(count: int) -> None:
    named = [(f"{number}", (sha256(b""), number)) for number in range(count)]
    whole = combine(named)
    assert (whole.files, whole.size) == (count, sum(range(count)))
    assert [name for name, _, _ in whole.parts] == (
        [name for name, _ in named] if count <= MOST_PARTS else []
    )


def test_many_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Several threads share them, some files each."""
    make(tmp_path, {f"{number:03}": bytes([number]) for number in range(100)})
    told: list[int] = []
    whole = digest_tree(tree_files(tmp_path), told.append)
    assert whole == combine((f"{number:03}", (sha256(bytes([number])), 1)) for number in range(100))
    assert told == [1] * 100


def test_files_that_lie_nowhere_together(tmp_path: Path) -> None:
    make(tmp_path, {"x/a": b"1", "y/b": b"2"})
    files = {"one": tmp_path / "x" / "a", "two": tmp_path / "y" / "b"}
    assert digest_tree(files) == combine([("one", (sha256(b"1"), 1)), ("two", (sha256(b"2"), 1))])


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    make(tmp_path, {"a": b"", ".git/x": b"", "d/b.tmp": b"", "d/.x/y": b"", "d/c": b""})
    os.mkfifo(tmp_path / "d" / "pipe")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    tree = walk_tree(tmp_path)
    assert tree.left_out == [".git/", "d/.x/", "d/b.tmp", "d/pipe", "itself"]
    assert tree.files == {"a": tmp_path / "a", "d/c": tmp_path / "d" / "c"}
    assert tree.unreadable == []


def test_files_come_by_name_those_of_a_directory_before_those_below_it(tmp_path: Path) -> None:
    make(tmp_path, {"b/y": b"", "b/x": b"", "a/z": b"", "a/q/r": b"", "c": b""})
    assert list(tree_files(tmp_path)) == ["c", "a/z", "a/q/r", "b/x", "b/y"]


def test_a_directory_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert walk_tree(missing).unreadable == [f"{missing}: No such file or directory"]
    assert walk_tree(missing).files == {}


def test_a_directory_that_holds_itself_is_walked_once(tmp_path: Path) -> None:
    make(tmp_path, {"a/b": b""})
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "twin").symlink_to(tmp_path / "a")
    assert list(tree_files(tmp_path)) == ["a/b", "twin/b"]


def test_what_is_not_in_a_digest_is_said() -> None:
    begin = "not in the digest, being hidden, temporary or no file: "
    assert say_left_out([]) == ""
    assert say_left_out(["a~", "b/\n"]) == f"{begin}a~, {readable('b/' + chr(10))}"
    names = [f"{number}~" for number in range(9)]
    assert say_left_out(names[:8]) == begin + ", ".join(names[:8])
    assert say_left_out(names) == begin + ", ".join(names[:8]) + " and 1 more"
    assert say_left_out(["~"] * 2008).endswith(" and 2,000 more")


@pytest.mark.parametrize("size", [REMEMBERED - 1, REMEMBERED, REMEMBERED + 1])
def test_large_and_small_files_of_a_tree_alike(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    make(tmp_path, {"a": content})
    assert digest_tree(tree_files(tmp_path)).parts == (("a", sha256(content), size),)
    assert digest_tree(tree_files(tmp_path), cached=False).parts == (("a", sha256(content), size),)


def test_a_file_larger_than_what_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_files, "_CHUNK", 10)
    content = bytes(range(95))
    path = make(tmp_path, {"a": content}) / "a"
    assert digest_file(path, cached=False) == digest_file(path) == (sha256(content), 95)
    assert of_files._read_small(str(path), 30) == (sha256(content), 95)  # it has grown since


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for cached in (True, False):
        with pytest.raises(FileNotFoundError):
            digest_file(tmp_path / "missing", cached=cached)
        with pytest.raises(FileNotFoundError):
            digest_tree({"missing": tmp_path / "missing"}, cached=cached)
