import subprocess
from pathlib import Path

import pytest

from tests.commands.program import complaint_of, tb_lifecycle
from tests.commands.test_verify import SCRIPT, Tree
from tests.conftest import Project
from tests.logdirs import EventFile, make_record


def _dirty_tree(tmp_path: Path) -> Tree:
    """A run of a changed script, a deleted module and an untracked one, whose repository has moved on."""
    tree = Tree(tmp_path / "project")
    (tree.root / "train.py").write_text(SCRIPT.replace("import helper", "import fresh"), encoding="utf-8")
    (tree.root / "fresh.py").write_text("Z = 1\n", encoding="utf-8")
    (tree.root / "other.py").unlink()
    tree.train()
    tree.git("checkout", "--quiet", ".")
    (tree.root / "fresh.py").unlink()
    (tree.root / "helper.py").write_text("X = 9\n", encoding="utf-8")
    tree.git("commit", "--quiet", "--all", "--message", "Later")
    return tree


def test_the_working_tree_is_rebuilt_as_it_was(tmp_path: Path) -> None:
    tree, to = _dirty_tree(tmp_path), tmp_path / "again"
    ended = tb_lifecycle("reproduce", tree.run, "--to", to)
    assert ended.status == 0, ended.out + ended.err
    assert (to / "train.py").read_text(encoding="utf-8") == SCRIPT.replace("import helper", "import fresh")
    assert (to / "fresh.py").read_text(encoding="utf-8") == "Z = 1\n"
    assert (to / "helper.py").read_text(encoding="utf-8") == "X = 1\n"
    assert not (to / "other.py").exists()
    assert "numpy==" in (to / "lifecycle-requirements.txt").read_text(encoding="utf-8")
    assert "train.py" in ended.lines[-1]
    log = subprocess.run(["git", "-C", to, "log", "--format=%s"], capture_output=True, text=True, check=True)
    assert log.stdout == "Train\n"


def test_the_steps_alone_change_nothing(tmp_path: Path) -> None:
    tree = _dirty_tree(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    ended = tb_lifecycle("reproduce", tree.run)
    assert ended.status == 0
    assert ended.lines[0] == f"tb-lifecycle reproduce {tree.run} --to DIR"
    assert any(line.startswith("cd DIR && python train.py") for line in ended.lines)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_printed_steps_do_what_they_say(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "project")
    (tree.root / "helper.py").write_text("X = 2\n" * 20_000, encoding="utf-8")
    tree.train()
    steps = [step for step in tb_lifecycle("reproduce", tree.run).lines if step.startswith("git ")]
    assert len(steps) == 3
    subprocess.run(["bash", "-e", "-c", "\n".join(steps)], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "DIR" / "helper.py").read_text(encoding="utf-8").startswith("X = 2\n")


def test_the_command_runs_again_as_a_new_run(project: Project, tmp_path: Path) -> None:
    run, to = project.logdir / "expert" / "b", tmp_path / "again"
    before = sorted(path.name for path in run.rglob("*"))
    ended = tb_lifecycle("reproduce", run, "--to", to, "--run")
    assert ended.status == 0, ended.out + ended.err
    assert "trained expert" in ended.out
    rows = [line.split() for line in ended.lines]
    assert ["train/accuracy", "↑", "0.9600", "0.9600", "0"] in rows
    assert sorted(path.name for path in run.rglob("*")) == before
    assert tb_lifecycle("show", to / "lifecycle-run").status == 0


def test_a_command_that_fails_again_is_a_no(project: Project, tmp_path: Path) -> None:
    ended = tb_lifecycle(
        "reproduce", project.logdir / "intro" / "failed", "--to", tmp_path / "again", "--run"
    )
    assert ended.status == 1
    assert "It ended with status 1." in ended.out


def test_data_that_have_changed_are_a_no(tmp_path: Path) -> None:
    tree = _dirty_tree(tmp_path)
    (tree.root / "data" / "a.txt").write_text("2\n", encoding="utf-8")
    ended = tb_lifecycle("reproduce", tree.run, "--to", tmp_path / "again")
    assert ended.status == 1
    assert "words/train" in ended.out


def test_nothing_is_written_over(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    run = project.logdir / "expert" / "b"
    assert f"{tmp_path} is not empty." in complaint_of(tb_lifecycle("reproduce", run, "--to", tmp_path))


@pytest.mark.parametrize("target", ["missing.txt", "there.txt", None])
def test_the_code_s_own_list_of_packages_stays(target: str | None, tmp_path: Path) -> None:
    tree, outside = Tree(tmp_path / "project"), tmp_path / "outside"
    outside.mkdir()
    (outside / "there.txt").write_text("mine")
    own = tree.root / "lifecycle-requirements.txt"
    if target is None:
        own.write_text("theirs")
    else:
        own.symlink_to(outside / target)
    tree.git("add", own.name)
    tree.git("commit", "--quiet", "--message", "Own list")
    tree.train()
    ended = tb_lifecycle("reproduce", tree.run, "--to", tmp_path / "again")
    assert ended.status == 0, ended.out + ended.err
    assert "packages are not listed" in ended.out
    assert "packages are listed" not in ended.out
    rebuilt = tmp_path / "again" / own.name
    if target is None:
        assert rebuilt.read_text() == "theirs"
    else:
        assert rebuilt.readlink() == outside / target
    assert [path.name for path in outside.iterdir()] == ["there.txt"]
    assert (outside / "there.txt").read_text() == "mine"


def test_a_new_run_does_not_go_through_a_link_of_the_code(tmp_path: Path) -> None:
    tree, outside = Tree(tmp_path / "project"), tmp_path / "outside"
    outside.mkdir()
    (tree.root / "lifecycle-run").symlink_to(outside)
    tree.git("add", "lifecycle-run")
    tree.git("commit", "--quiet", "--message", "A link")
    tree.train()
    ended = tb_lifecycle("reproduce", tree.run, "--to", tmp_path / "again", "--run")
    assert ended.status == 2
    assert "lifecycle-run of its own" in ended.err
    assert not list(outside.iterdir())


def test_a_commit_that_is_nowhere(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "project")
    tree.train()
    tree.run.rename(tmp_path / "moved")
    tree.root.rename(tmp_path / "gone")
    complaint = complaint_of(tb_lifecycle("reproduce", tmp_path / "moved", "--to", tmp_path / "again"))
    assert "no remote was recorded" in complaint


def test_a_run_without_code_is_not_called_rebuilt(tmp_path: Path) -> None:
    record = make_record()
    record.code.gap = "it was still being read when the run ended"
    EventFile(tmp_path / "run").run(record)
    ended = tb_lifecycle("reproduce", tmp_path / "run", "--to", tmp_path / "again")
    assert ended.status != 0
    assert "No code of this run is recorded" in complaint_of(ended)
    assert "rebuilt" not in ended.out
