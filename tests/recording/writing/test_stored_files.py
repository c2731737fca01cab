from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tb_lifecycle.recording.writing.stored_files import INLINE_BYTES, store


def test_few_bytes_stay_in_the_record(tmp_path: Path) -> None:
    data = b"x" * INLINE_BYTES
    file = store(tmp_path, "patch", ".diff", data)
    assert (file.data, file.path, file.size, file.kind) == (data, "", len(data), "patch")
    assert file.digest == hashlib.sha256(data).digest()
    assert not list(tmp_path.iterdir())


def test_many_bytes_become_a_file_named_by_its_content(tmp_path: Path) -> None:
    data = b"y" * (INLINE_BYTES + 1)
    file = store(tmp_path, "sources", ".zip", data)
    assert file.path == f"lifecycle/sources-{hashlib.sha256(data).hexdigest()[:12]}.zip"
    assert (tmp_path / file.path).read_bytes() == data
    assert (file.data, file.size) == (b"", len(data))
    assert store(tmp_path, "sources", ".zip", data) == file
    assert [path.name for path in (tmp_path / "lifecycle").iterdir()] == [Path(file.path).name]


def test_a_file_that_was_cut_short_is_written_again(tmp_path: Path) -> None:
    data = b"z" * 5000
    path = tmp_path / store(tmp_path, "patch", ".diff", data).path
    path.write_bytes(data[:10])
    store(tmp_path, "patch", ".diff", data)
    assert path.read_bytes() == data


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "lifecycle").touch()
    with pytest.raises(OSError, match="lifecycle"):
        store(tmp_path, "patch", ".diff", b"x" * 5000)
