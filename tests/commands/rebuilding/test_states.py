"""Every state of a repository in which the code is called recorded is rebuilt byte for byte; the others say
why not."""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tb_lifecycle.commands.checking.checks import check_files
from tb_lifecycle.commands.rebuilding.rebuild import rebuild
from tb_lifecycle.format.lifecycle_pb2 import Code, RunDetails
from tb_lifecycle.reading.one_run.details_json import describe_code
from tb_lifecycle.reading.one_run.recorded_files import RunFiles
from tb_lifecycle.recording.code.capture_code import capture_code
from tb_lifecycle.recording.code.state import code_state
from tb_lifecycle.recording.redaction.redactor import Redactor
from tb_lifecycle.recording.writing.stored_files import store
from tests.recording.repository import ENVIRONMENT, Repository

State = Callable[[Repository], None]
RECORDED: list[tuple[str, State]] = []
UNKNOWN: list[tuple[str, State, str]] = []


def recorded(state: State) -> State:
    RECORDED.append((state.__name__, state))
    return state


def unknown(says: str) -> Callable[[State], State]:
    def add(state: State) -> State:
        UNKNOWN.append((state.__name__, state, says))
        return state

    return add


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "project")
    for name, content in {
        "train.py": "lr = 0.1\nepochs = 3\n",
        "lib/layers.py": "units = 32\n",
        "lib/deep/more.py": "x = 1\n",
        "notes.txt": "one\ntwo\nthree\n",
        "weights.bin": bytes(range(256)) * 4,
        ".gitignore": "ignored*\n__pycache__/\n",
    }.items():
        made.write(name, content)
    made.write("run.sh", "echo\n").chmod(0o755)
    (made.root / "current").symlink_to("lib")
    made.commit("Train")
    monkeypatch.chdir(made.root)
    return made


class Recorded:
    """A code record with its stored files, as a reader gives them."""

    def __init__(self, directory: Path, repository: Repository) -> None:
        keep = partial(store, directory)
        self.code: Code = capture_code(repository.root / "train.py", keep, Redactor(), directory)
        self.description = describe_code(code_state(self.code, "train.py"), self.code)
        details = RunDetails()
        details.code.CopyFrom(Code.FromString(self.code.SerializeToString()))
        self._files = RunFiles("run", details, directory)

    def file(self, _run: str, path: str) -> tuple[bytes, int]:
        return self._files.read(path)

    def rebuild(self, to: Path) -> list[str]:
        return rebuild(self, "run", self.description, to)  # type: ignore[arg-type]


def tree(root: Path) -> dict[bytes, tuple[str, bytes]]:
    """Every file and link below a directory, but for git's own: kind and content."""
    found = {}
    for directory, names, files in os.walk(os.fsencode(root)):
        names[:] = [name for name in names if name not in (b".git", b"__pycache__")]
        for name in [*files, *names]:
            path = os.path.join(directory, name)  # noqa: PTH118 - bytes
            relative = os.path.relpath(path, os.fsencode(root))
            if os.path.islink(path):  # noqa: PTH114
                found[relative] = "link", os.readlink(path)  # noqa: PTH115
            elif name in files and name != b".git" and not name.startswith(b"ignored"):
                kind = "program" if os.access(path, os.X_OK) else "file"
                with open(path, "rb") as file:  # noqa: PTH123
                    found[relative] = kind, file.read()
    return found


@recorded
def clean(_: Repository) -> None:
    pass


@recorded
def modified_staged_added_deleted_renamed(repository: Repository) -> None:
    repository.write("train.py", "lr = 0.2\nepochs = 3")  # no line's end
    repository.write("notes.txt", "staged\n")
    repository.git("add", "notes.txt")
    repository.write("notes.txt", "staged, and changed again \t\n")
    repository.write("added.txt", "a\n")
    repository.write("empty.txt", "")
    repository.git("add", "added.txt", "empty.txt")
    repository.git("mv", "lib/deep/more.py", "lib/moved.py")
    (repository.root / "lib/layers.py").unlink()
    repository.write("weights.bin", bytes(reversed(range(256))) * 5)


@recorded
def intended_to_be_added(repository: Repository) -> None:
    repository.write("soon.txt", "soon\n")
    repository.git("add", "--intent-to-add", "soon.txt")


@recorded
def untracked_of_every_kind(repository: Repository) -> None:
    for name, content in {
        "prompt.txt": "tell\n", "launch": "x", "page.j2": "{{ x }}", "labels.csv": "1\r\n2\n", "empty.py": "",
        "small.bin": b"\0\1\2", ".hidden/conf.yaml": "a: 1\n", "deep/er/x.md": "# x", "latin.txt": b"caf\xe9",
        "ü b/ä.py": "y = 1\n", 'qu"ote\ttab.py': "q\n", "-dash.py": "d\n", "*.py": "s\n",
        "new\nline.py": "n\n",
    }.items():  # fmt: skip
        repository.write(name, content)
    repository.write("tool", "#!/bin/sh\n").chmod(0o755)
    (repository.root / "here").symlink_to("train.py")
    (repository.root / "nowhere").symlink_to("/nonexistent/place")
    (repository.root / "deep/up").symlink_to("../lib")


@recorded
def modes(repository: Repository) -> None:
    (repository.root / "train.py").chmod(0o755)
    (repository.root / "run.sh").chmod(0o644)
    repository.write("notes.txt", "changed and executable\n").chmod(0o755)


@recorded
def modes_that_git_is_told_to_ignore(repository: Repository) -> None:
    repository.git("config", "core.fileMode", "false")
    (repository.root / "train.py").chmod(0o755)


@recorded
def an_index_in_two_parts(repository: Repository) -> None:
    repository.git("update-index", "--split-index")
    repository.git("update-index", "--index-version", "4")
    repository.write("train.py", "lr = 4\n")
    repository.write("more.txt", "m\n")
    repository.git("add", "more.txt")


@recorded
def a_commit_that_is_replaced(repository: Repository) -> None:
    repository.write("train.py", "lr = 11\n")
    repository.commit("Next")
    repository.git("replace", "HEAD", "HEAD~1")


@recorded
def a_link_elsewhere(repository: Repository) -> None:
    (repository.root / "current").unlink()
    (repository.root / "current").symlink_to("lib/deep")


@recorded
def a_link_became_a_file(repository: Repository) -> None:
    (repository.root / "current").unlink()
    repository.write("current", "text\n")


@recorded
def a_file_became_a_link(repository: Repository) -> None:
    (repository.root / "notes.txt").unlink()
    (repository.root / "notes.txt").symlink_to("train.py")


@recorded
def a_directory_became_a_link(repository: Repository) -> None:
    (repository.root / "lib").rename(repository.root / "lib2")
    (repository.root / "lib").symlink_to("lib2")


@recorded
def a_file_became_a_directory(repository: Repository) -> None:
    (repository.root / "notes.txt").unlink()
    repository.write("notes.txt/inside.txt", "i\n")


@recorded
def line_endings_by_setting(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.write("train.py", "lr = 0.1\r\nepochs = 3\r\n")  # git calls it unchanged
    repository.write("notes.txt", "one\r\nother\r\n")


@recorded
def line_endings_by_attribute(repository: Repository) -> None:
    repository.write(".gitattributes", "*.py text eol=crlf\n*.txt text=auto\n")
    repository.write("train.py", "lr = 0.1\r\nepochs = 3\r\n")
    repository.commit("Attributes")
    repository.write("lib/layers.py", "units = 64\r\n")
    repository.write("notes.txt", "one\r\ntwo\r\nthree\r\n")
    repository.git("add", "--renormalize", ".")


@recorded
def attributes_without_effect(repository: Repository) -> None:
    repository.write(".gitattributes", "* text=auto\n*.bin binary\nnotes.txt diff=other -diff\n")
    repository.commit("Attributes")
    repository.write("notes.txt", "one\n2\n")


@recorded
def a_filter(repository: Repository) -> None:
    repository.write(".gitattributes", "*.txt filter=case\n")
    repository.git("config", "filter.case.clean", "tr A-Z a-z")
    repository.git("config", "filter.case.smudge", "tr a-z A-Z")
    repository.write("notes.txt", "ONE\nTWO\nTHREE\n")
    repository.write("more.txt", "MORE\n")
    repository.commit("Filter")
    repository.write("more.txt", "MORE\nAND MORE\n")


@recorded
def ident_and_encoding(repository: Repository) -> None:
    repository.write(".gitattributes", "*.py ident\n*.txt working-tree-encoding=UTF-16LE\n")
    repository.write("train.py", "# $Id$\nlr = 1\n")
    repository.write("notes.txt", "ü\n".encode("utf-16-le"))
    repository.commit("Odd")
    (repository.root / "train.py").unlink()
    repository.git("checkout", "train.py")
    repository.write("lib/layers.py", "# $Id: mine $\n")


@recorded
def hidden_from_git(repository: Repository) -> None:
    repository.git("update-index", "--assume-unchanged", "train.py")
    repository.git("update-index", "--skip-worktree", "notes.txt", "weights.bin")
    repository.write("train.py", "lr = 9\n")
    repository.write("notes.txt", "mine\n")
    (repository.root / "weights.bin").unlink()


@recorded
def changed_within_its_times(repository: Repository) -> None:
    path = repository.root / "train.py"
    before = path.stat()
    path.write_text("lr = 0.3\nepochs = 3\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    repository.git("config", "core.trustctime", "false")


@recorded
def a_merge_that_waits(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write("notes.txt", "theirs\n")
    repository.commit("Theirs")
    repository.git("checkout", "--quiet", "main")
    repository.write("notes.txt", "ours\n")
    repository.commit("Ours")
    with pytest.raises(AssertionError):
        repository.git("merge", "other")
    assert "<<<<<<<" in (repository.root / "notes.txt").read_text()


@recorded
def settings_of_the_user(repository: Repository) -> None:
    for name, value in {
        "diff.noprefix": "true", "diff.context": "0", "diff.renames": "copies", "core.fileMode": "true",
        "diff.ignoreSubmodules": "all", "core.symlinks": "false", "status.showUntrackedFiles": "no",
    }.items():  # fmt: skip
        repository.git("config", name, value)
    repository.write("train.py", "lr = 0.1\nepochs = 4\n")
    repository.write("new.txt", "n\n")


@recorded
def a_detached_commit_that_no_branch_has(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--detach")
    repository.write("train.py", "lr = 5\n")
    repository.commit("Lonely")


@recorded
def no_commit_yet(repository: Repository) -> None:
    repository.git("update-ref", "-d", "HEAD")
    repository.write("train.py", "lr = 7\n")
    repository.write("untracked.txt", "u\n")


@recorded
def an_ignored_module_that_was_imported(repository: Repository) -> None:
    module = types.ModuleType("ignored_settings")
    module.__file__ = str(repository.write("ignored_settings.py", "V = 7\n"))
    sys.modules["ignored_settings"] = module


def _with_submodule(repository: Repository) -> Path:
    library = Repository(repository.root.parent / "library")
    library.write("lib.py", "v = 1\n")
    library.write("other.py", "w = 1\n")
    library.commit()
    allow = ("-c", "protocol.file.allow=always")
    repository.git(*allow, "submodule", "--quiet", "add", str(library.root), "vendor/lib")
    repository.commit("Library")
    return repository.root / "vendor/lib"


@recorded
def a_submodule(repository: Repository) -> None:
    _with_submodule(repository)


@recorded
def a_submodule_with_changes(repository: Repository) -> None:
    at = _with_submodule(repository)
    (at / "lib.py").write_text("v = 2\n")
    (at / "new.py").write_text("n = 1\n")
    (at / "other.py").unlink()


@unknown("its commit")
def a_submodule_with_a_commit_of_its_own(repository: Repository) -> None:
    at = _with_submodule(repository)
    (at / "lib.py").write_text("v = 3\n")
    Repository(at).commit("Mine")


@recorded
def a_repository_of_its_own_within(repository: Repository) -> None:
    inner = Repository(repository.root / "nested")
    inner.write("inner.py", "i = 1\n")
    inner.commit()
    inner.write("inner.py", "i = 2\n")


@unknown("no commit yet")
def a_repository_within_that_has_no_commit(repository: Repository) -> None:
    Repository(repository.root / "nested").write("inner.py", "i = 1\n")


@unknown("no UTF-8")
def an_odd_name(repository: Repository) -> None:
    Path(os.fsdecode(os.fsencode(repository.root) + b"/caf\xe9.py")).write_text("x = 1\n")


@recorded
def an_odd_name_that_git_tracks(repository: Repository) -> None:
    path = Path(os.fsdecode(os.fsencode(repository.root) + b"/caf\xe9.py"))
    path.write_text("x = 1\n")
    repository.commit("Odd")
    path.write_text("x = 2\n")


@unknown("it has 300,000 bytes")
def a_large_untracked_file(repository: Repository) -> None:
    repository.write("data.bin", b"\0" * 300_000)


@unknown("not in the patch")
def a_large_change(repository: Repository) -> None:
    repository.write("weights.bin", os.urandom(2_000_000))


@unknown("are not recorded: too many")
def more_files_than_are_kept(repository: Repository) -> None:
    for number in range(520):
        repository.write(f"many/{number}.txt", "x\n")


@unknown("a secret was removed")
def a_secret_in_a_change(repository: Repository) -> None:
    repository.write("train.py", 'password = "hunter2"\nlr = 0.1\n')


@unknown("a secret was removed")
def a_secret_in_an_untracked_file(repository: Repository) -> None:
    repository.write("new.py", 'password = "hunter2"\n')


@unknown("its content is not recorded, it has")
def a_file_that_a_filter_keeps_elsewhere(repository: Repository) -> None:
    repository.git("config", "filter.away.clean", "sha256sum")
    repository.write(".gitattributes", "*.npz filter=away\n")
    repository.write("model.npz", os.urandom(400_000))
    repository.commit("Large")


@unknown("its name says that it holds a secret")
def a_file_of_secrets(repository: Repository) -> None:
    repository.write("api_token.txt", "0123456789\n")


@unknown("sparse checkout")
def a_large_sparse_checkout(repository: Repository) -> None:
    for number in range(520):
        repository.write(f"many/{number}.txt", "x\n")
    repository.commit("Many")
    repository.git("sparse-checkout", "set", "lib")


@unknown("changes since the commit are not known")
def a_damaged_index(repository: Repository) -> None:
    (repository.root / ".git/index").write_bytes(b"DIRC garbage")


@unknown("imported from outside the working tree")
def a_module_from_elsewhere(repository: Repository) -> None:
    path = repository.root.parent / "elsewhere" / "ignored_settings.py"
    path.parent.mkdir()
    path.write_text("V = 1\n")
    os.utime(path, (1e9, 1e9))  # it was there before the process
    module = types.ModuleType("ignored_settings")
    module.__file__ = str(path)
    module.__spec__ = types.SimpleNamespace(origin=str(path))  # type: ignore[assignment]
    sys.modules["ignored_settings"] = module


@pytest.fixture(autouse=True)
def forget_the_module() -> object:
    yield
    sys.modules.pop("ignored_settings", None)


@pytest.mark.parametrize("state", [state for _, state in RECORDED], ids=[name for name, _ in RECORDED])
def test_what_is_recorded_is_rebuilt(state: State, repository: Repository, tmp_path: Path) -> None:
    state(repository)
    before = tree(repository.root)
    record = Recorded(tmp_path / "run", repository)
    assert not record.code.decisive, list(record.code.cut)
    assert code_state(record.code, "").gap == ""
    differing = [
        check for check in check_files(record.description["files"], repository.root) if check.outcome != "ok"
    ]
    assert not differing, "as recorded right after it was recorded"
    assert record.rebuild(tmp_path / "again") == []
    again = tree(tmp_path / "again")
    if state is an_ignored_module_that_was_imported:
        assert (tmp_path / "again/ignored_settings.py").read_text() == "V = 7\n"
    assert again == before


@pytest.mark.parametrize(
    ("state", "says"), [(state, says) for _, state, says in UNKNOWN], ids=[name for name, *_ in UNKNOWN]
)
def test_what_is_not_known_is_said(state: State, says: str, repository: Repository, tmp_path: Path) -> None:
    state(repository)
    record = Recorded(tmp_path / "run", repository)
    lost = record.code.cut[: record.code.decisive]
    assert any(says in line for line in lost), list(record.code.cut)
    assert code_state(record.code, "").gap
    assert not code_state(record.code, "").patch_saved
    assert record.code.commit == repository.git("rev-parse", "HEAD")
    assert record.rebuild(tmp_path / "again")
