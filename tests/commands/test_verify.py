import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.program import Ended, complaint_of, tb_lifecycle

SCRIPT = """
import pathlib
import helper
import numpy
import tb_lifecycle

with tb_lifecycle.start_run("runs/a"):
    tb_lifecycle.log_dataset("words", "data", split="train")
    tb_lifecycle.log_dataset("numbers", numpy.arange(3))
    tb_lifecycle.log_scalar("loss", 1.0, step=0)
    pathlib.Path("runs/a/model.txt").write_text("weights")
    tb_lifecycle.log_export("runs/a/model.txt")
"""


class Tree:
    """A repository with a script, a module, data, and a run `runs/a` of the script."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.run = root / "runs" / "a"
        root.mkdir()
        (root / "data").mkdir()
        for name, text in {
            "train.py": SCRIPT,
            "helper.py": "X = 1\n",
            "other.py": "Y = 1\n",
            "data/a.txt": "1\n",
            ".gitignore": "__pycache__\n",
        }.items():
            (root / name).write_text(text, encoding="utf-8")
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "Train")

    def train(self) -> None:
        done = subprocess.run(
            [sys.executable, "train.py"], cwd=self.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def git(self, *arguments: str) -> None:
        identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path / "project")
    made.train()
    return made


def _rows(ended: Ended) -> list[list[str]]:
    return [line.split(None, 2) for line in ended.lines[1:-1]]


def test_an_unchanged_world_verifies(tree: Tree) -> None:
    ended = tb_lifecycle("verify", tree.run)
    assert ended.status == 0, ended.out
    assert [row[:2] for row in _rows(ended)] == [
        ["code", "ok"],
        ["code", "ok"],
        ["data", "ok"],
        ["data", "cannot"],
        ["export", "ok"],
    ]
    assert ended.lines[-1].strip() == "4 ok, 1 cannot be told."


def _change_script(tree: Tree) -> None:
    (tree.root / "train.py").write_text(SCRIPT + "# more\n", encoding="utf-8")


def _change_module(tree: Tree) -> None:
    (tree.root / "helper.py").write_text("X = 2\n", encoding="utf-8")


def _change_unused_file(tree: Tree) -> None:
    (tree.root / "other.py").write_text("Y = 2\n", encoding="utf-8")


def _commit_more(tree: Tree) -> None:
    _change_module(tree)
    tree.git("commit", "--quiet", "--all", "--message", "More")


def _change_data(tree: Tree) -> None:
    (tree.root / "data" / "a.txt").write_text("2\n", encoding="utf-8")


def _add_data(tree: Tree) -> None:
    (tree.root / "data" / "b.txt").write_text("2\n", encoding="utf-8")


def _make_executable(tree: Tree) -> None:
    (tree.root / "helper.py").chmod(0o755)


def _move_behind_link(tree: Tree) -> None:
    """The bytes are the same, read through a link."""
    (tree.root / "helper.py").rename(tree.root / "elsewhere.py")
    (tree.root / "helper.py").symlink_to("elsewhere.py")


def _remove_data(tree: Tree) -> None:
    (tree.root / "data" / "a.txt").unlink()
    (tree.root / "data").rmdir()


def _change_export(tree: Tree) -> None:
    (tree.run / "model.txt").write_text("others", encoding="utf-8")


def _remove_export(tree: Tree) -> None:
    (tree.run / "model.txt").unlink()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_change_script, "train.py"),
        (_change_module, "helper.py"),
        (_change_unused_file, "other.py"),
        (_commit_more, "1 file has changed"),
        (_change_data, "a.txt changed"),
        (_add_data, "b.txt is new"),
        (_make_executable, "executable or not"),
        (_move_behind_link, "helper.py"),
        (_remove_data, "nothing is at"),
        (_change_export, "model.txt"),
        (_remove_export, "nothing is at"),
    ],
)
def test_a_changed_world_does_not(tree: Tree, change: Callable[[Tree], None], says: str) -> None:
    change(tree)
    ended = tb_lifecycle("verify", tree.run)
    assert ended.status == 1, ended.out
    differing = [row for row in _rows(ended) if row[1] == "differs"]
    assert any(says in row[2] for row in differing), ended.out


def test_code_that_was_not_recorded_whole_does_not_verify(tmp_path: Path) -> None:
    made = Tree(tmp_path / "project")
    (made.root / "large.bin").write_bytes(b"\0" * 300_000)
    made.train()
    ended = tb_lifecycle("verify", made.run)
    assert ended.status == 1, ended.out
    assert "large.bin: its content is not recorded" in ended.out
    again = tb_lifecycle("reproduce", made.run, "--to", tmp_path / "again")
    assert again.status == 1
    assert "large.bin: its content is not recorded" in again.out


def test_a_commit_with_the_same_files_verifies(tree: Tree) -> None:
    tree.git("commit", "--quiet", "--allow-empty", "--message", "Nothing")
    assert tb_lifecycle("verify", tree.run).status == 0


def test_a_moved_run_without_its_code_cannot_tell(tree: Tree, tmp_path: Path) -> None:
    tree.run.rename(tmp_path / "moved")
    tree.root.rename(tmp_path / "gone")
    ended = tb_lifecycle("verify", tmp_path / "moved")
    assert ["code", "cannot"] in [row[:2] for row in _rows(ended)]
    assert ["export", "ok"] in [row[:2] for row in _rows(ended)]


def test_a_run_without_a_record_cannot_be_verified(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no run in" in complaint_of(tb_lifecycle("verify", tmp_path / "empty"))
