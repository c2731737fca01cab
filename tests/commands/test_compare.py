import csv
import io
import json

from tests.commands.program import complaint_of, tb_lifecycle
from tests.conftest import Project
from tests.tensorboard_server import TensorBoard


def test_two_runs(project: Project) -> None:
    ended = tb_lifecycle("compare", project.logdir / "intro" / "a", project.logdir / "expert" / "b")
    assert ended.status == 0
    assert ended.lines[0].startswith("expert/b has a loss 0.02485 lower than intro/a. One run each:")
    rows = [line.split() for line in ended.lines]
    assert ["train/accuracy", "↑", "0.9500", "0.9600", "+0.0100", "(+1.1%)"] in rows
    why = rows[rows.index(["Why,", "the", "likeliest", "first"]) + 2 :]
    assert [row[1:3] for row in why[:3]] == [["code", "train.py"], ["flag", "model"], ["flag", "lr"]]
    assert ["lr", "0.5", "0.003"] in rows


def test_the_baseline_may_be_any_run(project: Project) -> None:
    intro, expert = project.logdir / "intro" / "a", project.logdir / "expert" / "b"
    for arguments in ((intro, expert, "--baseline", expert), (intro, "--baseline", expert)):
        answer = json.loads(tb_lifecycle("compare", *arguments, "--format", "json").out)
        assert answer["baseline"] == "expert/b"
        assert answer["verdict"]["text"].startswith("intro/a has a loss 0.02485 higher than expert/b.")


def test_json_is_the_routes_answer(project: Project, fast_tensorboard: TensorBoard) -> None:
    arguments = (project.logdir / "intro" / "a", project.logdir / "expert" / "b", "--format", "json")
    ours = json.loads(tb_lifecycle("compare", *arguments).out)
    routes = fast_tensorboard.json("compare", run=["intro/a", "expert/b"])
    assert ours == routes


def test_three_runs(project: Project) -> None:
    runs = [project.logdir / name for name in ("intro/a", "intro/failed", "expert/b")]
    ended = tb_lifecycle("compare", *runs)
    assert "Note: intro/failed failed: its figures are those of an unfinished run." in ended.out
    rows = list(csv.DictReader(io.StringIO(tb_lifecycle("compare", *runs, "--format", "csv").out)))
    values = {(row["section"], row["name"], row["column"]): row["value"] for row in rows}
    assert values["metrics", "loss", "intro/failed"] == "NaN"
    assert values["flags", "lr", "expert/b"] == "0.003"


def test_markdown_and_latex(project: Project) -> None:
    runs = (project.logdir / "intro" / "a", project.logdir / "expert" / "b")
    assert "| lr | 0.5 | 0.003 |" in tb_lifecycle("compare", *runs, "--format", "markdown").lines
    assert "lr & 0.5 & 0.003 \\\\" in tb_lifecycle("compare", *runs, "--format", "latex").lines


def test_what_cannot_be_compared(project: Project) -> None:
    run = project.logdir / "intro" / "a"
    assert "There is nothing to compare with." in complaint_of(tb_lifecycle("compare", run))
    assert "There is nothing to compare with." in complaint_of(
        tb_lifecycle("compare", run, "--baseline", run)
    )
    assert "A run is given twice." in complaint_of(
        tb_lifecycle("compare", run, run.parent / ".." / "intro" / "a")
    )
    assert "holds runs but is none itself" in complaint_of(tb_lifecycle("compare", run, project.logdir))
