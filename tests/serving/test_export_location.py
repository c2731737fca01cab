from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving.export_location import SAVED_MODEL_FILE, locate


def _fake_export(path: Path, modified: float = 1.0) -> Path:
    path.mkdir(parents=True)
    (path / SAVED_MODEL_FILE).write_bytes(b"")
    os.utime(path / SAVED_MODEL_FILE, (modified, modified))
    return path


def test_a_run_means_its_recorded_export(run: Path) -> None:
    found = locate(run)
    assert found.path == run / "model" / "export"
    assert (found.model, found.version, found.run, found.name) == ("expert", 1, run, "export")


def test_an_export_belongs_to_the_run_above_it(run: Path) -> None:
    assert locate(run / "model" / "export") == locate(run)


def test_an_export_without_a_run_is_named_by_itself(export: Path) -> None:
    found = locate(export)
    assert (found.path, found.model, found.run) == (export, "toy", None)


def test_of_numbered_versions_the_highest_is_served(tmp_path: Path, export: Path) -> None:
    for version in ("2", "10"):
        shutil.copytree(export, tmp_path / "mnist" / version)
    found = locate(tmp_path / "mnist")
    assert (found.path.name, found.model, found.version) == ("10", "mnist", 10)


def test_of_exports_that_were_not_recorded_the_newest_is_served(tmp_path: Path) -> None:
    _fake_export(tmp_path / "run" / "old", modified=1000)
    _fake_export(tmp_path / "run" / "deeper" / "new", modified=2000)
    found = locate(tmp_path / "run")
    assert (found.path.name, found.model) == ("new", "run")


def test_the_export_of_a_run_below_is_not_the_runs_own(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path / "outer"):
        pass
    with tb_lifecycle.start_run(tmp_path / "outer" / "inner"):
        tb_lifecycle.log_export(_fake_export(tmp_path / "outer" / "inner" / "export"))
    with pytest.raises(ServingError, match="has no SavedModel export"):
        locate(tmp_path / "outer")


def test_a_moved_run_is_still_served(tmp_path: Path, run: Path) -> None:
    shutil.copytree(run, tmp_path / "moved")
    found = locate(tmp_path / "moved")
    assert (found.path, found.model) == (tmp_path / "moved" / "model" / "export", "moved")


def test_a_run_without_export_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match=r"has no SavedModel export.*tf\.saved_model\.save.*log_export"):
        locate(tmp_path)


def test_what_is_no_directory_is_said(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match="no directory"):
        locate(tmp_path / "missing")
