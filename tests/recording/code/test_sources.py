from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tb_lifecycle.format.lifecycle_pb2 import Code
from tb_lifecycle.recording.code import sources
from tb_lifecycle.recording.code.git_changes import Change
from tb_lifecycle.recording.code.left_out import LeftOut
from tb_lifecycle.recording.code.sources import SourceReader, is_source, make_archive
from tb_lifecycle.recording.redaction.redactor import Redactor
from tests.recording.repository import Stored


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project whose script imports a module and a package of its own, and an installed one."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path / ".venv" / "lib"))
    files = {
        "train.py": "import own_module\n",
        "own_module.py": "a = 1\n",
        "own_package/__init__.py": "",
        "own_package/layers.py": "b = 2\n",
        "not_imported.py": "c = 3\n",
        ".venv/pyvenv.cfg": "",
        ".venv/lib/own_dependency.py": "d = 4\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    for name in ("own_module", "own_package.layers", "own_dependency"):
        __import__(name)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in ("own_module", "own_package", "own_package.layers", "own_dependency"):
        sys.modules.pop(name, None)


def read(project: Path, *changes: Change, redactor: Redactor | None = None) -> tuple[Code, dict[str, bytes]]:
    left_out = LeftOut()
    reader, stored, code = SourceReader(redactor or Redactor(), left_out), Stored(), Code()
    reader.read_entry(project / "train.py")
    for change in changes:
        reader.read_changed(project, change)
    reader.finish(project, code, stored, {"train.py", "data.csv"} if changes else None)
    left_out.fill(code)
    with zipfile.ZipFile(io.BytesIO(stored.data["sources"])) as archive:
        return code, {name: archive.read(name) for name in archive.namelist()}


def test_the_script_and_what_it_imports(project: Path) -> None:
    code, contents = read(project)
    assert contents == {
        "own_module.py": b"a = 1\n",
        "own_package/__init__.py": b"",
        "own_package/layers.py": b"b = 2\n",
        "train.py": b"import own_module\n",
    }
    assert [file.path for file in code.files] == list(contents)
    for file in code.files:
        assert file.in_sources
        assert file.digest == hashlib.sha256(contents[file.path]).digest()
        assert file.size == len(contents[file.path])
    assert list(code.cut) == []


def test_modules_beside_a_script_outside_the_root(project: Path, tmp_path: Path) -> None:
    reader, stored, code = SourceReader(Redactor(), LeftOut()), Stored(), Code()
    reader.read_entry(project / "train.py")
    (project / "elsewhere").mkdir()
    reader.finish(project / "elsewhere", code, stored)
    assert (tmp_path / "own_module.py").as_posix() in [file.path for file in code.files]


def test_limits_are_kept_and_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_FILE", 100)
    monkeypatch.setattr(sources, "LARGEST_ARCHIVE", 150)
    monkeypatch.setattr(sources, "LARGEST_DIGESTED", 1000)
    (project / "long.py").write_text("x" * 101)
    (project / "huge.py").write_text("x" * 1001)
    (project / "binary.py").write_bytes(b"a\0b")
    for name in ("a", "b", "c"):
        (project / f"{name}.py").write_text("y" * 90)
    changes = [Change(f"{name}.py", "untracked") for name in ("long", "huge", "binary", "a", "b", "c")]
    code, contents = read(project, *changes)
    assert [line.split(":")[0] for line in code.cut] == ["long.py", "huge.py", "b.py", "c.py"]
    assert code.decisive == 4
    assert contents["binary.py"] == b"a\0b"
    assert "a.py" in contents
    assert "own_module.py" in contents
    files = {file.path: file for file in code.files}
    assert not files["long.py"].in_sources
    assert files["long.py"].digest == hashlib.sha256(b"x" * 101).digest()
    assert (files["huge.py"].digest, files["huge.py"].size) == (b"", 1001)


def test_imported_files_are_bounded(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_IMPORTED", 1)
    code, contents = read(project)
    assert sorted(contents) == ["own_module.py", "train.py"]
    assert list(code.cut) == ["2 more imported files are not listed"]


def test_data_is_listed_when_changed_but_not_kept(project: Path) -> None:
    (project / "data.csv").write_text("1,2\n")
    code, contents = read(project, Change("data.csv", "modified", 1, 1))
    assert "data.csv" not in contents
    [data] = [file for file in code.files if file.path == "data.csv"]
    assert (data.state, data.added, data.removed, data.in_sources) == ("modified", 1, 1, False)
    assert data.digest


def test_secrets_leave_the_content_and_the_digest_is_the_file_s(project: Path) -> None:
    text = 'api_key = "abc123"\n'
    (project / "keys.py").write_text(text)
    redactor = Redactor()
    code, contents = read(project, Change("keys.py", "untracked"), redactor=redactor)
    assert contents["keys.py"] == b'api_key = "[removed]"\n'
    assert (
        next(file for file in code.files if file.path == "keys.py").digest
        == hashlib.sha256(text.encode()).digest()
    )
    assert list(code.cut) == ["keys.py: a secret was removed from its recorded content"]
    assert [(entry.where, entry.name) for entry in redactor.entries] == [("patch", "keys.py")]


def test_a_file_that_is_not_utf_8_is_kept_as_it_is(project: Path) -> None:
    (project / "latin.py").write_bytes(b"# caf\xe9\n")
    _, contents = read(project, Change("latin.py", "untracked"))
    assert contents["latin.py"] == b"# caf\xe9\n"


def test_a_deleted_file_and_one_that_vanishes(project: Path) -> None:
    code, _ = read(project, Change("gone.py", "deleted", 0, 3), Change("vanished.py", "untracked"))
    states = ("deleted", "untracked")
    assert {file.path: file.removed for file in code.files if file.state in states} == {
        "gone.py": 3,
        "vanished.py": 0,
    }


def test_the_archive_is_the_same_for_the_same_contents() -> None:
    assert make_archive({"b": b"2", "a": b"1"}) == make_archive({"a": b"1", "b": b"2"})


def test_an_entry_without_suffix_is_kept(project: Path) -> None:
    (project / "train").write_text("#!/usr/bin/env python\n")
    reader, stored, code = SourceReader(Redactor(), LeftOut()), Stored(), Code()
    reader.read_entry(project / "train")
    reader.finish(project, code, stored)
    assert next(file for file in code.files if file.path == "train").in_sources


@pytest.mark.parametrize("name", ["a.py", "A.YAML", "Makefile", "requirements-dev.txt", "k.cu", "n.ipynb"])
def test_source_names(name: str) -> None:
    assert is_source(Path(name))


@pytest.mark.parametrize("name", ["a.csv", "notes.txt", "m.h5", "a", "x.png", "weights.npz"])
def test_other_names(name: str) -> None:
    assert not is_source(Path(name))
