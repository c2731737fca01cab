import csv
import io
import json
import subprocess
from pathlib import Path

from tests.commands.program import complaint_of, tb_lifecycle
from tests.conftest import Project
from tests.logdirs import EventFile
from tests.tensorboard_server import TensorBoard


def _commit(project: Project) -> str:
    command = ["git", "-C", str(project.directory), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_run_is_shown_whole(project: Project) -> None:
    ended = tb_lifecycle("show", project.logdir / "expert" / "b")
    assert ended.status == 0
    assert ended.lines[0] == "b · completed"
    for title in (
        "Stages",
        "Command",
        "Code",
        "Flags",
        "Data",
        "Metrics",
        "Exports",
        "Environment",
        "Packages",
    ):
        assert title in ended.lines, title
    assert _commit(project) in ended.out
    rows = [line.split() for line in ended.lines]
    assert ["train.py", "modified", "2", "0"] in rows
    assert ["lr", "0.003", "0.5", "learning", "rate"] in rows
    digests = [row for row in rows if row[:1] == ["digits/train"]]
    assert digests[0][1].startswith("sha256:")
    assert len(digests[0][1]) == len("sha256:") + 64
    assert any(row[:2] == ["export", "directory"] and row[2].startswith("sha256:") for row in rows)
    accuracy = next(row for row in rows if row[:1] == ["train/accuracy"])
    assert accuracy == ["train/accuracy", "0.9600", "0.0100", "0.9600", "0.0100", "0.4850", "19", "20"]


def test_a_failed_run_says_why(project: Project) -> None:
    ended = tb_lifecycle("show", project.logdir / "intro" / "failed")
    assert ended.lines[0] == "failed · failed"
    assert "the loss is not a number" in ended.out


def test_json_is_the_routes_answer(project: Project, fast_tensorboard: TensorBoard) -> None:
    ours = json.loads(tb_lifecycle("show", project.logdir / "expert" / "b", "--format", "json").out)
    routes = fast_tensorboard.json("run", run="expert/b")
    assert set(ours) == set(routes)
    for key in (
        "status",
        "started",
        "code",
        "flags",
        "metrics",
        "datasets",
        "exports",
        "environment",
        "command",
    ):
        assert ours[key] == routes[key], key
    assert ours["run"] == "b"


def test_csv_has_a_row_for_each_value(project: Project) -> None:
    ended = tb_lifecycle("show", project.logdir / "expert" / "b", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    values = {(row["section"], row["name"], row["column"]): row["value"] for row in rows}
    assert values["flags", "lr", "value"] == "0.003"
    assert values["code", "commit", "value"] == _commit(project)
    assert values["metrics", "train/accuracy", "max"] == "0.96"
    assert values["run", "status", "value"] == "completed"


def test_markdown_and_latex(project: Project) -> None:
    run = project.logdir / "expert" / "b"
    assert "| train.py | modified | 2 | 0 |" in tb_lifecycle("show", run, "--format", "markdown").lines
    latex = tb_lifecycle("show", run, "--format", "latex").out
    assert "\\section*{Flags}" in latex
    assert "ml\\_dtypes &" in latex or "typing\\_extensions &" in latex


def test_a_directory_that_is_no_run(project: Project) -> None:
    complaint = complaint_of(tb_lifecycle("show", project.logdir))
    assert "holds runs but is none itself" in complaint
    assert str(project.logdir / "expert" / "b") in complaint
    assert "There is no run in" in complaint_of(tb_lifecycle("show", project.directory))


def test_a_relative_path_from_inside(project: Project) -> None:
    ended = tb_lifecycle("show", ".", directory=project.logdir / "expert" / "b")
    assert ended.lines[0] == "b · completed"


def test_a_directory_whose_file_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "events.out.tfevents.1").write_text("version https://git-lfs.github.com/spec/v1")
    assert "is a pointer to a file" in complaint_of(tb_lifecycle("show", tmp_path))


def test_damage_is_said_beside_json(tmp_path: Path) -> None:
    path = EventFile(tmp_path).scalars("loss", [1.0, 2.0]).path
    path.write_bytes(path.read_bytes() + bytes(100))
    ended = tb_lifecycle("show", tmp_path, "--format", "json")
    (notice,) = json.loads(ended.out)["notices"]
    assert "is damaged" in notice
    assert ended.err.strip() == notice
