from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving.export_location import locate
from tb_lifecycle.serving.recorded_bytes import check_recorded


def save(path: Path, content: bytes = b"graph") -> Path:
    """What lies where a SavedModel does: nothing here reads it."""
    (path / "variables").mkdir(parents=True)
    (path / "saved_model.pb").write_bytes(content)
    (path / "variables" / "data").write_bytes(b"weights")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    directory = tmp_path / "runs" / "expert"
    with tb_lifecycle.start_run(directory):
        tb_lifecycle.log_export(save(directory / "model" / "export"))
    return directory


@pytest.mark.parametrize("target", [".", "model/export"])
def test_what_was_recorded_is_served(run: Path, target: str) -> None:
    assert check_recorded(locate(run / target)) is None


def test_a_run_that_was_moved_is_served(run: Path) -> None:
    moved = run.rename(run.parent / "moved")
    assert check_recorded(locate(moved)) is None


@pytest.mark.parametrize("path", ["saved_model.pb", "variables/data"])
def test_other_bytes_of_the_same_size_are_not(run: Path, path: str) -> None:
    file = run / "model" / "export" / path
    before = file.stat()
    file.write_bytes(file.read_bytes()[::-1])

    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ServingError, match=r"is not what the run recorded.*--unverified"):
        check_recorded(locate(run))


def test_one_file_more_or_less_is_another_model(run: Path) -> None:
    (run / "model" / "export" / "more").write_bytes(b"")
    with pytest.raises(ServingError, match="is not what the run recorded"):
        check_recorded(locate(run))
    (run / "model" / "export" / "more").unlink()
    (run / "model" / "export" / "variables" / "data").unlink()
    with pytest.raises(ServingError, match="is not what the run recorded"):
        check_recorded(locate(run))


def test_an_export_beside_the_recorded_one_is_not_it(run: Path) -> None:
    shutil.rmtree(run / "model" / "export")
    save(run / "model" / "other")
    with pytest.raises(ServingError, match=r"is none of the exports.*--unverified"):
        check_recorded(locate(run))


def test_numbered_exports_are_checked_each(tmp_path: Path) -> None:
    directory = tmp_path / "expert"
    with tb_lifecycle.start_run(directory):
        save(directory / "export" / "1", b"one")
        tb_lifecycle.log_export(directory / "export")
    assert check_recorded(locate(directory / "export")) is None
    save(directory / "export" / "2", b"two")
    with pytest.raises(ServingError, match="none of the exports"):
        check_recorded(locate(directory / "export"))


def test_a_model_within_a_recorded_directory_is_checked_with_it(tmp_path: Path) -> None:
    directory = tmp_path / "expert"
    with tb_lifecycle.start_run(directory):
        save(directory / "out" / "saved")
        (directory / "out" / "vocabulary.txt").write_text("a b")
        tb_lifecycle.log_export(directory / "out")
    assert check_recorded(locate(directory / "out" / "saved")) is None
    (directory / "out" / "vocabulary.txt").write_text("b a")
    with pytest.raises(ServingError, match="is not what the run recorded"):
        check_recorded(locate(directory / "out" / "saved"))


def test_what_nobody_recorded_is_served_and_said(tmp_path: Path) -> None:
    assert check_recorded(locate(save(tmp_path / "models" / "toy"))) is None
    directory = tmp_path / "expert"
    with tb_lifecycle.start_run(directory):
        save(directory / "export")
    assert "not known" in str(check_recorded(locate(directory)))
