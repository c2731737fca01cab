from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.format.lifecycle_pb2 import Code, SourceFile
from tb_lifecycle.recording.code.content import digest_content

SCRIPT = """
import sys, tb_lifecycle
with tb_lifecycle.start_run(sys.argv[1]) as run:
    run.log_flags({"lr": 0.1, "seed": int(sys.argv[2]), "rundir": sys.argv[1]})
    run.log_scalar("accuracy", 0.9, step=1)
"""


def file(path: str, state: str, digest: bytes = b"d") -> SourceFile:
    return SourceFile(path=path, state=state, digest=digest, mode=0o100644)


def digest(*files: SourceFile, **rest: object) -> bytes:
    return digest_content(Code(**{"commit": "a", "files": files, **rest}))  # type: ignore[arg-type]


def test_it_is_of_what_the_commit_does_not_have() -> None:
    clean = digest()
    assert len(clean) == 32
    assert digest(file("a.py", "", b"x")) == clean
    changed = digest(file("a.py", "modified", b"x"))
    assert changed not in (
        clean,
        digest(file("a.py", "modified", b"y")),
        digest(file("b.py", "modified", b"x")),
    )
    both = file("a.py", "modified"), file("b.py", "untracked")
    assert digest(*both) == digest(*reversed(both))
    assert digest(file("a.py", "deleted", b"")) not in (b"", clean)


def test_without_a_commit_it_is_of_all_that_was_recorded() -> None:
    assert digest(file("a.py", "", b"x"), commit="") != digest(file("a.py", "", b"y"), commit="")
    assert digest(commit="") == b""


@pytest.mark.parametrize(
    "code",
    [
        Code(commit="a", changes_unknown=True),
        Code(commit="a", files=[file("a.py", "modified", b"")]),
        Code(commit="a", cut=["a.py: changed after the start, and imported after that"], decisive=1),
        Code(commit="a", cut=["7 more changed or untracked files are not recorded: too many"], decisive=1),
    ],
    ids=["git", "unreadable", "late", "many"],
)
def test_what_is_not_known_has_none(code: Code) -> None:
    assert digest_content(code) == b""


def test_runs_of_changed_code_are_of_one_setting_only_where_the_change_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    (tmp_path / ".gitignore").write_text("runs/\n")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    for edit, seeds in (("", (1, 2)), ("# one\n", (3, 4)), ("# two\n", (5,))):
        (tmp_path / "train.py").write_text(SCRIPT + edit)
        for seed in seeds:
            command = [sys.executable, "train.py", f"runs/s{seed}", str(seed)]
            subprocess.run(command, cwd=tmp_path, check=True)
    groups = tb_lifecycle.load_runs(tmp_path / "runs").sort("name").group_by("seed").groups
    assert [list(group.members) for group in groups] == [["s1", "s2"], ["s3", "s4"], ["s5"]]
