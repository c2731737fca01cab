from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tb_lifecycle.format.lifecycle_pb2 import Code, SourceFile
from tb_lifecycle.recording.code import capture_code as code_module
from tb_lifecycle.recording.code import left_out
from tb_lifecycle.recording.code import patch as patch_module
from tb_lifecycle.recording.code.capture_code import capture_code
from tb_lifecycle.recording.code.state import code_state
from tb_lifecycle.recording.redaction.redactor import Redactor
from tests.recording.repository import ENVIRONMENT, Repository, Stored


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "project")
    made.write("train.py", "lr = 0.1\nepochs = 3\n")
    made.write("model.py", "units = 32\n")
    made.write("gone.py", "x = 1\n")
    made.write(".gitignore", "ignored.py\n*.bin\n")
    made.commit("Train")
    monkeypatch.chdir(made.root)
    return made


def capture(repository: Repository, **options: object) -> tuple[Code, Stored, Redactor]:
    stored, redactor = Stored(), Redactor()
    code = capture_code(repository.root / "train.py", stored, redactor, **options)  # type: ignore[arg-type]
    return code, stored, redactor


def files(code: Code) -> dict[str, SourceFile]:
    return {file.path: file for file in code.files}


def contents(stored: Stored) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(stored.data["sources"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def restored(repository: Repository, commit: str, patch: bytes, to: Path) -> Path:
    """The working tree again, from the commit and the patch."""
    repository.git("worktree", "add", "--quiet", "--detach", str(to), commit)
    subprocess.run(["git", "apply", "--binary"], cwd=to, input=patch, check=True)
    return to


def test_a_clean_tree(repository: Repository) -> None:
    repository.git("remote", "add", "origin", "https://ana:secret99@example.com/mnist.git")
    code, stored, redactor = capture(repository)
    assert code.commit == repository.git("rev-parse", "HEAD")
    assert (code.branch, code.author, code.subject, code.committed) == ("main", "Ana", "Train", 1767323045.0)
    assert code.root == str(repository.root)
    assert code.remote == "https://[removed]@example.com/mnist.git"
    assert [entry.where for entry in redactor.entries] == ["remote"]
    assert list(code.cut) == []
    assert not code.HasField("patch")
    assert contents(stored) == {"train.py": b"lr = 0.1\nepochs = 3\n"}
    state = code_state(code, "train.py")
    assert (state.commit, state.has_git, state.dirty, state.changed_files) == (code.commit, True, False, 0)
    assert (state.patch_saved, state.source_files, state.entry) == (True, 1, "train.py")


def test_a_dirty_tree_can_be_made_again(repository: Repository, tmp_path: Path) -> None:
    repository.write("train.py", "lr = 0.2\nepochs = 3\nmore = 1\n")
    repository.write("new.py", "y = 2\n")
    repository.git("add", "new.py")
    repository.write("weights.dat", bytes(range(256)))
    repository.git("add", "weights.dat")
    repository.write("untracked ü.py", "z = 3\n")
    repository.write("ignored.py", "secret = 1\n")
    (repository.root / "gone.py").unlink()
    code, stored, _ = capture(repository)
    states = {path: (file.state, file.added, file.removed) for path, file in files(code).items()}
    assert states == {
        "train.py": ("modified", 2, 1),
        "new.py": ("added", 1, 0),
        "weights.dat": ("added", 0, 0),
        "gone.py": ("deleted", 0, 1),
        "untracked ü.py": ("untracked", 0, 0),
    }
    assert code_state(code, "").dirty
    assert code_state(code, "").changed_files == 5
    assert code_state(code, "").patch_saved
    assert contents(stored)["untracked ü.py"] == b"z = 3\n"
    again = restored(repository, code.commit, stored.data["patch"], tmp_path / "again")
    for name in ("train.py", "new.py", "weights.dat", "model.py"):
        assert (again / name).read_bytes() == (repository.root / name).read_bytes()
    assert not (again / "gone.py").exists()


def test_odd_names(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ['qu"ote\ttab.py', "new\nline.py", "-dash.py", "ü b/ä.py", ":(top)x.py", "*.py", "back\\slash.py"]
    for name in names:
        repository.write(name, "a = 1\n")
    repository.commit("Odd")
    for name in names:
        repository.write(name, 'a = 2\npassword = "hunter2"\n' if name == "ü b/ä.py" else "a = 2\n")
    monkeypatch.setattr(patch_module, "LARGEST_PATCH", 3000)
    repository.write("*.py", "a = 3\n" * 1000)
    code, stored, _ = capture(repository)
    assert set(names) <= set(files(code))
    assert [line.split(": ")[0] for line in code.cut if "patch" in line] == ["*.py", "ü b/ä.py"]
    again = restored(repository, code.commit, stored.data["patch"], tmp_path / "again")
    for name in names[:5]:
        assert (again / name).read_text().startswith("a = 2\n")
    assert (again / "*.py").read_text() == "a = 1\n"


def test_an_environment_in_the_project_is_not_its_source(repository: Repository) -> None:
    for name in (
        "env/pyvenv.cfg",
        "env/lib/site-packages/library.py",
        "c/e/conda-meta/history",
        "c/e/lib/x.py",
    ):
        repository.write(name, "x = 1\n")
    repository.write("c/own.py", "x = 1\n")
    repository.write("pyvenv.cfg", "home = /usr/bin\n")  # made in the project's own directory
    code, stored, _ = capture(repository)
    assert set(files(code)) == {"train.py", "c/own.py", "pyvenv.cfg"}
    assert "env/lib/site-packages/library.py" not in contents(stored)


def test_an_untracked_file_of_any_kind_is_recorded(repository: Repository) -> None:
    repository.write("data.csv", "1,2\n")
    repository.write("__pycache__/model.cpython-311.pyc", b"\0")
    code, stored, _ = capture(repository)
    assert list(files(code)) == ["data.csv", "train.py"]
    assert contents(stored)["data.csv"] == b"1,2\n"
    assert code_state(code, "").dirty


def test_the_output_of_runs_is_no_source(repository: Repository) -> None:
    repository.write("runs/a/events.out.tfevents.1.host", b"")
    repository.write("runs/a/train/config.json", "{}")
    repository.write("out/notes.md", "x")
    repository.write("lib/notes.md", "x")
    code, _, _ = capture(repository, run_directory="out")
    assert sorted(files(code)) == ["lib/notes.md", "train.py"]


def test_a_detached_head_says_where(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--detach")
    code, _, _ = capture(repository)
    assert code.commit
    assert code.branch == f"detached at {code.commit[:7]}"


def test_a_repository_without_commits(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    empty.write("train.py", "a = 1\n")
    empty.git("add", "train.py")
    empty.write("b.py", "b = 1\n")
    code, stored, _ = capture(empty)
    assert (code.commit, code.branch) == ("", "main")
    assert {path: file.state for path, file in files(code).items()} == {
        "train.py": "added",
        "b.py": "untracked",
    }
    assert contents(stored) == {"train.py": b"a = 1\n", "b.py": b"b = 1\n"}
    assert list(code.cut) == ["no commit is known: the repository has none yet"]
    assert code_state(code, "").has_git


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side" / "train.py").write_text("lr = 9\n")
    code = capture_code(tmp_path / "side" / "train.py", Stored(), Redactor())
    assert (code.branch, code.root) == ("side", str(tmp_path / "side"))
    assert files(code)["train.py"].state == "modified"


def test_a_submodule_is_named(repository: Repository, tmp_path: Path) -> None:
    library = Repository(tmp_path / "library")
    library.write("lib.py", "v = 1\n")
    library.commit()
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library.root), "lib"
    )
    repository.commit("Library")
    (repository.root / "lib" / "lib.py").write_text("v = 2\n")
    repository.write("model.py", "units = 64\n")
    repository.git(
        "config", "--file", ".git/modules/lib/config", "remote.origin.url", "https://a:b@x.org/l.git"
    )
    code, stored, _ = capture(repository)
    assert [(item.path, item.commit, item.remote) for item in code.repositories] == [
        ("lib", library.git("rev-parse", "HEAD"), "https://[removed]@x.org/l.git")
    ]
    assert files(code)["lib/lib.py"].state == "modified"
    assert contents(stored)["lib/lib.py"] == b"v = 2\n"
    assert b"units = 64" in stored.data["patch"]
    assert b"Subproject" not in stored.data["patch"]
    assert code_state(code, "").patch_saved


def test_settings_of_the_user_do_not_matter(repository: Repository, tmp_path: Path) -> None:
    settings = {
        "diff.noprefix": "true",
        "color.ui": "always",
        "diff.submodule": "log",
        "diff.relative": "true",
        "diff.external": "false",
        "diff.renames": "copies",
        "core.pager": "false",
        "diff.context": "0",
        "status.showUntrackedFiles": "no",
        "log.showSignature": "true",
    }
    for name, value in settings.items():
        repository.git("config", name, value)
    repository.write(".order", "train.py\n")
    repository.git("config", "diff.orderFile", ".order")
    repository.write("model.py", "units = 1\n")
    repository.write("train.py", "lr = 1\n")
    repository.write("new.py", "")
    code, stored, _ = capture(repository)
    assert sorted(files(code)) == [".order", "model.py", "new.py", "train.py"]
    again = restored(repository, code.commit, stored.data["patch"], tmp_path / "again")
    assert (again / "model.py").read_text() == "units = 1\n"


def test_nothing_is_written_to_the_repository(repository: Repository) -> None:
    repository.write("train.py", "lr = 7\n")
    os.utime(repository.root / "model.py", (1, 1))
    before = (repository.root / ".git" / "index").read_bytes()
    capture(repository)
    assert (repository.root / ".git" / "index").read_bytes() == before


def test_a_large_change_is_left_out_and_named(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patch_module, "LARGEST_PATCH", 2000)
    repository.write(
        "model.py", "".join(f"x{i} = {i}\n" for i in range(175))
    )  # less than the limit, its patch is not
    repository.write("big.py", "x = 1\n" * 1000)
    repository.git("add", "big.py")
    repository.write("train.py", "lr = 0.3\n")
    code, stored, _ = capture(repository)
    assert [line.split(":")[0] for line in code.cut] == ["big.py", "model.py"]
    again = restored(repository, code.commit, stored.data["patch"], tmp_path / "again")
    assert (again / "train.py").read_text() == "lr = 0.3\n"
    assert (again / "model.py").read_text() == "units = 32\n"
    assert not (again / "big.py").exists()
    assert not code_state(code, "").patch_saved


def test_a_secret_leaves_the_patch_and_the_other_hunks_apply(repository: Repository, tmp_path: Path) -> None:
    lines = [f"a{i} = {i}\n" for i in range(40)]
    repository.write("model.py", 'api_key = "old-secret"\n' + "".join(lines))
    repository.commit("Model")
    lines[30] = "a30 = 'changed'\n"
    repository.write("model.py", 'api_key = "new-secret"\n' + "".join(lines))
    repository.write("train.py", 'password = "hunter2"\nlr = 0.1\nepochs = 3\n')
    code, stored, redactor = capture(repository)
    patch = stored.data["patch"]
    assert b"secret" not in patch
    assert b"hunter2" not in patch
    assert b"hunter2" not in b"".join(contents(stored).values())
    assert {(entry.where, entry.name) for entry in redactor.entries} == {
        ("patch", "model.py"),
        ("patch", "train.py"),
    }
    assert (
        "model.py: a secret was removed from its patch; 1 of its 2 hunks no longer applies, the others do"
        in code.cut
    )
    assert "train.py: a secret was removed from its patch" in code.cut
    again = tmp_path / "again"
    repository.git("worktree", "add", "--quiet", "--detach", str(again), code.commit)
    done = subprocess.run(
        ["git", "apply", "--reject"], cwd=again, input=patch, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "a30 = 'changed'" in (again / "model.py").read_text()
    assert (again / "train.py").read_text() == 'password = "[removed]"\nlr = 0.1\nepochs = 3\n'


def test_a_private_key_in_a_patch_keeps_the_lines_countable(repository: Repository, tmp_path: Path) -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIE\nabc\n-----END PRIVATE KEY-----\n"
    repository.write("key.md", key)
    repository.git("add", "key.md")
    code, stored, _ = capture(repository)
    again = restored(repository, code.commit, stored.data["patch"], tmp_path / "again")
    assert (again / "key.md").read_text() == "[removed]\n" * 4


def test_more_files_than_are_listed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_module, "MOST_FILES", 2)
    for name in ("a.py", "b.py", "c.py", "d.py"):
        repository.write(name, "")
    repository.write("train.py", "lr = 2\n")
    repository.write("model.py", "units = 2\n")
    (repository.root / "gone.py").unlink()
    code, stored, _ = capture(repository)
    assert code_state(code, "").changed_files == 2
    assert list(code.cut) == [
        "4 more changed or untracked files are not recorded: too many",
        "1 more changed files are in the patch, and not listed",
    ]
    assert stored.data["patch"].count(b"diff --git") == 3
    assert not code_state(code, "").patch_saved


def test_more_is_cut_than_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_module, "LARGEST_PATCH", 100)
    for name in ("train.py", "model.py", "gone.py"):
        repository.write(name, "x = 2\n" * 100)
    monkeypatch.setattr(left_out._bounded, "__defaults__", (1,))
    code, _, _ = capture(repository)
    assert list(code.cut) == ["3 more files were left out or altered"]
    assert not code_state(code, "").patch_saved


def test_without_git_the_sources_are_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "train.py"
    script.write_text("a = 1\n")
    monkeypatch.chdir(tmp_path)
    stored = Stored()
    code = capture_code(script, stored, Redactor())
    assert list(code.cut) == ["no commit is known: not a git repository"]
    assert (code.root, contents(stored)) == (str(tmp_path), {"train.py": b"a = 1\n"})
    state = code_state(code, "train.py")
    assert (state.has_git, state.dirty, state.patch_saved, state.source_files) == (False, False, False, 1)


def test_git_is_missing(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = repository.git("rev-parse", "HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    code, stored, _ = capture(repository)
    assert (code.commit, code.branch, code.root) == (commit, "main", str(repository.root))
    assert list(code.cut) == ["changes since the commit are not known: git is not installed"]
    assert code_state(code, "").changes_unknown
    assert not code_state(code, "").patch_saved
    assert "train.py" in contents(stored)


def test_a_repository_of_another_user_says_what_to_do(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repository.git("rev-parse", "HEAD")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, stored, _ = capture(repository)
    assert "safe.directory" in code.cut[0]
    assert code.commit == commit
    assert "train.py" in contents(stored)


def test_a_damaged_repository_keeps_what_is_known(repository: Repository) -> None:
    repository.write("model.py", "units = 8\n")
    blob = repository.git("rev-parse", "HEAD:model.py")
    damaged = repository.root / ".git" / "objects" / blob[:2] / blob[2:]
    damaged.chmod(0o644)
    damaged.unlink()
    code, stored, _ = capture(repository)
    assert code.commit == repository.git("rev-parse", "HEAD")
    assert any("are not known: git" in line for line in code.cut)
    assert "train.py" in contents(stored)


def test_the_working_directory_s_repository_is_taken_for_an_installed_script(repository: Repository) -> None:
    script = Path(sys.executable).with_name("pytest")
    code = capture_code(script, Stored(), Redactor())
    assert code.root == str(repository.root)
    assert code.commit
