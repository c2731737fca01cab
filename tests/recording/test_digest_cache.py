from __future__ import annotations

import os
from pathlib import Path

import pytest

from tb_lifecycle.recording import digest_cache
from tb_lifecycle.recording.digest_cache import DigestCache


class Reader:
    """Computes a digest and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.path.read_bytes()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was last changed long ago; everything is large enough to be kept on disk."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(digest_cache, "KEPT_ON_DISK", 1)
    monkeypatch.setattr(digest_cache, "REMEMBERED", 1)
    path = tmp_path / "data.bin"
    path.write_bytes(b"one")
    os.utime(path, (1, 1))
    return path


def test_an_unchanged_file_is_read_once(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader) for _ in range(3)] == [b"one"] * 3
    assert reader.times == 1


def test_another_process_reads_it_from_the_disk(file: Path, tmp_path: Path) -> None:
    reader = Reader(file)
    DigestCache().get(file, reader)
    assert DigestCache().get(file, reader) == b"one"
    assert reader.times == 1
    [kept] = (tmp_path / "cache").rglob("*.json")
    kept.write_text("{")
    assert DigestCache().get(file, reader) == b"one"
    assert reader.times == 2


def test_a_smaller_file_is_read_each_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_cache, "REMEMBERED", 4)
    cache, reader = DigestCache(), Reader(file)
    assert [cache.get(file, reader) for _ in range(2)] == [b"one"] * 2
    assert reader.times == 2


def test_a_small_file_is_kept_in_memory_only(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest_cache, "KEPT_ON_DISK", 4)
    DigestCache().get(file, Reader(file))
    assert not (tmp_path / "cache").exists()


def test_a_changed_file_is_read_again(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    cache.get(file, reader)
    file.write_bytes(b"two")
    os.utime(file, (1, 1))  # the same size and the same time of change
    assert cache.get(file, reader) == b"two"
    assert DigestCache().get(file, reader) == b"two"


def test_a_file_that_was_just_written_is_not_remembered(file: Path) -> None:
    cache, reader = DigestCache(), Reader(file)
    os.utime(file)
    cache.get(file, reader)
    cache.get(file, reader)
    assert reader.times == 2


def test_a_cache_that_cannot_be_written_is_no_fault(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert DigestCache().get(file, Reader(file)) == b"one"
