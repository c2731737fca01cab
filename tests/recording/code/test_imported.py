import importlib.util
import os
import sys
from pathlib import Path

import pytest

from tb_lifecycle.recording.code.imported import find_imported


def load(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, module)
    spec.loader.exec_module(module)


def test_what_a_library_has_generated_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generated, written = tmp_path / "generated_by_a_library.py", tmp_path / "written_by_somebody.py"
    for path in (generated, written):
        path.write_text("x = 1\n", encoding="utf-8")
    os.utime(written, (1e9, 1e9))
    for path in (generated, written):
        load(path, monkeypatch)
    outside = find_imported([Path(__file__).parent]).outside
    assert written in outside
    assert generated not in outside


def test_what_can_be_imported_by_name_is_a_source_however_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    path = tmp_path / "new_and_importable.py"
    path.write_text("x = 1\n", encoding="utf-8")
    load(path, monkeypatch)
    assert path in find_imported([Path(__file__).parent]).outside
