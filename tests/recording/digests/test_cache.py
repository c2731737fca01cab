from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from tb_lifecycle.recording.digests import cache as cache_module
from tb_lifecycle.recording.digests.cache import DigestCache
from tb_lifecycle.recording.digests.of_files import digest_file, digest_tree, tree_files


class Reader:
    """Computes a digest and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times = 0

    def __call__(self) -> tuple[bytes, int]:
        self.times += 1
        content = self.path.read_bytes()
        return content, len(content)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was last changed long ago; everything is large enough to be kept on disk."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 1)
    monkeypatch.setattr(cache_module, "REMEMBERED", 1)
    path = tmp_path / "data.bin"
    path.write_bytes(b"one")
    os.utime(path, (1, 1))
    return path


def test_an_unchanged_file_is_read_once(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader)[0] for _ in range(3)] == [b"one"] * 3
    assert reader.times == 1


def test_another_process_reads_it_from_the_disk(file: Path, tmp_path: Path) -> None:
    reader = Reader(file)
    DigestCache().get(file, reader)
    assert DigestCache().get(file, reader) == (b"one", 3)
    assert reader.times == 1
    [kept] = (tmp_path / "cache").rglob("*.json")
    kept.write_text("{")
    assert DigestCache().get(file, reader) == (b"one", 3)
    assert reader.times == 2


def test_a_smaller_file_is_read_each_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "REMEMBERED", 4)
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader)[0] for _ in range(2)] == [b"one"] * 2
    assert reader.times == 2


def test_a_small_file_is_kept_in_memory_only(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 4)
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader), cache.get(file, reader)] == [(b"one", 3)] * 2
    assert reader.times == 1
    assert not (tmp_path / "cache").exists()


def test_a_changed_file_is_read_again(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    cache.get(file, reader)
    file.write_bytes(b"two")
    os.utime(file, (1, 1))  # the same size and the same time of change
    assert cache.get(file, reader) == (b"two", 3)
    assert DigestCache().get(file, reader) == (b"two", 3)


def test_a_file_that_was_just_written_is_not_remembered(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    os.utime(file)
    cache.get(file, reader)
    cache.get(file, reader)
    assert reader.times == 2


def test_a_cache_that_cannot_be_written_is_no_fault(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert DigestCache().get(file, Reader(file)) == (b"one", 3)


@pytest.fixture
def tree(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of files too small to be kept one by one, that were last changed long ago."""
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 5)
    root = file.parent / "tree"
    for name in ("a", "b/c"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode() * 2)
        os.utime(root / name, (1, 1))
    return root


def read_files(root: Path, monkeypatch: pytest.MonkeyPatch, *, cached: bool = True) -> list[str]:
    """The files of which a digest of the directory reads the contents."""
    read: list[str] = []
    opened = os.open

    def noted(path: str, flags: int, *arguments: int) -> int:
        if os.fspath(path).startswith(str(root)):
            read.append(Path(path).relative_to(root).as_posix())
        return opened(path, flags, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", noted)
        whole = digest_tree(tree_files(root), cached=cached)
    assert whole == digest_tree(tree_files(root), cached=False)
    return sorted(read)


def test_an_unchanged_directory_s_files_are_read_once(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_files(tree, monkeypatch) == ["a", "b/c"]
    assert read_files(tree, monkeypatch) == []
    assert read_files(tree, monkeypatch, cached=False) == ["a", "b/c"]


def test_of_a_changed_directory_what_changed_is_read(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_files(tree, monkeypatch)
    (tree / "a").write_bytes(b"bb")
    os.utime(tree / "a", (1, 1))  # the same size and the same time of change
    (tree / "new").write_bytes(b"n")  # just written: not remembered
    assert read_files(tree, monkeypatch) == ["a", "new"]
    assert read_files(tree, monkeypatch) == ["new"]


@pytest.mark.parametrize("damage", ["{", "[]", '{"files": 3}', '{"files": {"a": [[1], "x"]}}'])
def test_a_damaged_cache_of_a_directory_is_as_none(
    tree: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    read_files(tree, monkeypatch)
    for kept in (tree.parent / "cache").rglob("*.json"):
        kept.write_text(damage)
    assert read_files(tree, monkeypatch) == ["a", "b/c"]


def test_a_small_directory_is_not_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 1000)
    read_files(tree, monkeypatch)
    assert not (tree.parent / "cache").exists()


def kept_under(cache: Path) -> list[Path]:
    return sorted(path.relative_to(cache) for path in cache.rglob("*") if path.is_file())


def test_where_digests_are_kept(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the guide says; one file each, named by the digest of the path, and nothing half written."""
    DigestCache().get(file, Reader(file))
    name = hashlib.sha256(os.fsencode(file)).hexdigest()[:32] + ".json"
    assert kept_under(tmp_path / "cache") == [Path("tb_lifecycle", "digests", name)]
    kept = json.loads((tmp_path / "cache" / "tb_lifecycle" / "digests" / name).read_bytes())
    assert kept == {"state": list(cache_module.file_state(file)), "digest": b"one".hex()}
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    DigestCache().get(file, Reader(file))
    assert kept_under(tmp_path / "home") == [Path(".cache", "tb_lifecycle", "digests", name)]


def test_a_file_is_remembered_unless_it_shall_be_read(file: Path, tmp_path: Path) -> None:
    digest_file(file, cached=False)
    assert kept_under(tmp_path / "cache") == []
    digest_file(file)
    assert len(kept_under(tmp_path / "cache")) == 1


def test_relative_and_absolute_paths_are_one_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, reader = DigestCache(), Reader(file)
    cache.get(file, reader)
    monkeypatch.chdir(file.parent)
    assert cache.get(Path(file.name), reader) == (b"one", 3)
    assert reader.times == 1


def test_the_states_of_a_file(file: Path) -> None:
    status = file.stat()
    state = cache_module.file_state(file)
    assert state == (3, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    assert cache_module.is_settled(file, state)
    assert not cache_module.is_settled(file, (4, *state[1:]))
    for seconds, settled in ((1, False), (3, True)):
        changed = time.time() - seconds
        os.utime(file, (changed, changed))
        assert cache_module.is_settled(file, cache_module.file_state(file)) is settled


def test_a_file_of_just_the_size_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 3)
    monkeypatch.setattr(cache_module, "REMEMBERED", 3)
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader), cache.get(file, reader), DigestCache().get(file, reader)] == [
        (b"one", 3)
    ] * 3
    assert reader.times == 1


def test_what_grew_while_it_was_read_is_not_remembered(file: Path, tmp_path: Path) -> None:
    cache = DigestCache()
    assert cache.get(file, lambda: (b"more", 4)) == (b"more", 4)
    assert cache.get(file, Reader(file)) == (b"one", 3)
    assert kept_under(tmp_path / "cache") != []


@pytest.mark.usefixtures("file")
def test_of_what_is_kept_of_a_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large together, and not too many."""
    monkeypatch.setattr(cache_module, "KEPT_ON_DISK", 5)
    monkeypatch.setattr(cache_module, "MOST_FILES", 2)
    known = {"a": ((3, 1, 1, 1), b"\1"), "b/c": ((2, 2, 2, 2), b"\2")}
    cache_module.write_tree("/data", known)
    assert cache_module.read_tree("/data") == known
    assert cache_module.read_tree("/dat") == cache_module.read_tree("/data/") == {}
    cache_module.write_tree("/small", {"a": known["a"]})
    assert cache_module.read_tree("/small") == {}
    cache_module.write_tree("/many", {**known, "d": known["a"]})
    assert cache_module.read_tree("/many") == {}


def test_without_a_home_nothing_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")

    def homeless(_path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert DigestCache().get(file, Reader(file)) == (b"one", 3)
