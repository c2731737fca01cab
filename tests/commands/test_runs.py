import csv
import io
import json
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.commands.program import complaint_of, tb_lifecycle
from tests.conftest import Project
from tests.logdirs import EventFile, make_record
from tests.tensorboard_server import TensorBoard


def test_the_table_shows_what_tells_runs_apart(project: Project) -> None:
    ended = tb_lifecycle("runs", project.logdir)
    assert ended.status == 0
    assert ended.lines[0].split() == [
        *("name", "status", "started", "duration", "tags", "lr", "model", "fail", "loss", "train/accuracy"),
        "code.commit",
    ]
    assert [line.split()[:2] for line in ended.lines[1:]] == [
        ["expert/b", "completed"],
        ["intro/failed", "failed"],
        ["intro/a", "completed"],
    ]
    assert "0.003  expert  False  0.00015          0.9600" in ended.lines[1]
    assert "NaN" in ended.lines[2]
    assert ended.err == ""


def test_columns_of_a_table_are_aligned(project: Project) -> None:
    lines = tb_lifecycle("runs", project.logdir, "--columns", "name, flag.lr").lines
    assert lines == [
        "name          flag.lr",
        "expert/b        0.003",
        "intro/failed        9",
        "intro/a           0.5",
    ]


def test_where_sort_columns_and_limit(project: Project) -> None:
    ended = tb_lifecycle(
        *("runs", project.logdir, "--where", "flag.lr < 1", "--sort", "-flag.lr", "--limit", "1"),
        *("--columns", "name, -flag.lr, max(loss)", "--format", "csv"),
    )
    assert ended.out == "name,'-flag.lr,max(loss)\nintro/a,-0.5,0.5\n"  # a text to a spreadsheet
    assert ended.err == "1 of 2 matching runs shown.\n"


def test_no_match_says_so(project: Project) -> None:
    ended = tb_lifecycle("runs", project.logdir, "--where", "flag.lr > 100")
    assert ended.status == 0
    assert len(ended.lines) == 1
    assert ended.err == "No run of 3 matches --where.\n"


def test_an_empty_logdir_says_so(tmp_path: Path) -> None:
    ended = tb_lifecycle("runs", tmp_path)
    assert ended.status == 0
    assert ended.err == f"There are no runs in {tmp_path} yet.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["--where", "flag.lrr < 1"],
            "--where, character 1 (flag.lrr): No run has the flag lrr. Did you mean flag.lr?",
        ),
        (["--where", "flag.lr <"], "--where, character 9 (<): The expression ends too soon."),
        (["--sort", "name, -flag.modle"], "--sort, character 8 (flag.modle): No run has the flag modle."),
        (["--columns", "name, min(flag.lr)"], "--columns, character 11 (flag.lr): min() takes a metric."),
    ],
)
def test_a_bad_expression_is_one_line_with_its_place(
    project: Project, arguments: list[str], says: str
) -> None:
    assert says in complaint_of(tb_lifecycle("runs", project.logdir, *arguments))


def test_csv_is_whole_and_raw(project: Project) -> None:
    rows = list(csv.DictReader(io.StringIO(tb_lifecycle("runs", project.logdir, "--format", "csv").out)))
    assert [row["name"] for row in rows] == ["expert/b", "intro/failed", "intro/a"]
    expert, failed, intro = rows
    assert float(expert["metric.loss"]) == pytest.approx(0.003 / 20)
    assert expert["flag.lr"] == "0.003"
    assert json.loads(expert["tags"]) == ["expert"]
    assert expert['dataset["digits/train"]'].startswith("sha256:")
    assert len(expert["code.commit"]) == 40
    assert failed["metric.loss"] == "NaN"
    assert failed["export.export"] == ""
    assert float(intro["started"]) > 1.7e9


def test_json_is_the_routes_answer(project: Project, fast_tensorboard: TensorBoard) -> None:
    ours = json.loads(tb_lifecycle("runs", project.logdir, "--format", "json").out)
    routes = fast_tensorboard.json("runs")
    assert set(ours) == set(routes)
    assert ours["runs"] == routes["runs"]
    assert ours["total"] == ours["all"] == 3
    assert [column["id"] for column in ours["columns"]] == [column["id"] for column in routes["columns"]]
    loss = next(column for column in ours["columns"] if column["id"] == "metric.loss")
    assert loss["values"][1] == "NaN"


def test_markdown(project: Project) -> None:
    ended = tb_lifecycle("runs", project.logdir, "--format", "markdown", "--columns", "name, flag.lr, 'a|b'")
    assert ended.lines[:3] == [
        "| name | flag.lr | 'a\\|b' |",
        "| --- | ---: | --- |",
        "| expert/b | 0.003 | a\\|b |",
    ]


def test_latex(project: Project) -> None:
    ended = tb_lifecycle(
        "runs", project.logdir, "--format", "latex", "--columns", "name, flag.lr, 'a_b & 5%'"
    )
    assert ended.lines == [
        "\\begin{tabular}{lrl}",
        "\\toprule",
        "name & flag.lr & 'a\\_b \\& 5\\%' \\\\",
        "\\midrule",
        "expert/b & 0.003 & a\\_b \\& 5\\% \\\\",
        "intro/failed & 9 & a\\_b \\& 5\\% \\\\",
        "intro/a & 0.5 & a\\_b \\& 5\\% \\\\",
        "\\bottomrule",
        "\\end{tabular}",
    ]


def test_a_missing_value_is_shown_as_missing(project: Project) -> None:
    lines = tb_lifecycle("runs", project.logdir, "--columns", "name, export.export, None").lines
    assert lines[2].split() == ["intro/failed", "–", "–"]


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown", "latex"])
def test_what_is_not_shown_is_said_in_every_format(tmp_path: Path, form: str) -> None:
    EventFile(tmp_path / "sound").scalars("loss", [1.0])
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "events.out.tfevents.1").write_text("this is no event file at all")
    ended = tb_lifecycle("runs", tmp_path, "--format", form)
    assert ended.status == 0
    assert "An event file is no event file and cannot be read: damaged." in ended.err
    if form == "json":
        answer = json.loads(ended.out)
        assert [answer[key] for key in ("runs", "listed", "complete", "reading", "stale", "unread")] == [
            ["sound"], 1, True, False, 0, [],
        ]  # fmt: skip
        assert ended.err.strip().splitlines() == answer["notices"]


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    """Two settings of two seeds; of the second setting one run failed."""
    for lr, seed, figure in ((0.1, 1, 0.90), (0.1, 2, 0.92), (0.2, 1, 0.80), (0.2, 2, 0.7)):
        failed = (lr, seed) == (0.2, 2)
        EventFile(tmp_path / f"lr{lr}-s{seed}").run(
            make_record(
                flags={"lr": lr, "seed": seed},
                metrics={"accuracy": [figure]},
                status=lifecycle_pb2.FAILED if failed else lifecycle_pb2.COMPLETED,
            )
        )
    return tmp_path


GROUPS = ("--group-by", "seed", "--sort", "-accuracy", "--columns", "metric.accuracy, flag.lr")


def test_groups_are_rows(sweep: Path) -> None:
    ended = tb_lifecycle("runs", sweep, *GROUPS)
    assert ended.err == ""
    assert ended.out == (
        "group  n  left out         accuracy  flag.lr\n"
        "lr0.1  2            0.9100 ± 0.0141      0.1\n"
        "lr0.2  1  1 failed           0.8000      0.2\n"
    )


def test_groups_for_a_program_have_each_figure_in_a_column(sweep: Path) -> None:
    one, other = csv.DictReader(io.StringIO(tb_lifecycle("runs", sweep, *GROUPS, "--format", "csv").out))
    assert (one["group"], one["n"], one["left out"], one["flag.lr"]) == ("seed:lr0.1-s1", "2", "", "0.1")
    figures = {part: float(one[f"metric.accuracy{part}"]) for part in ("", " sd", " low", " high", " n")}
    assert figures == pytest.approx(
        {"": 0.91, " sd": 0.0141421356, " low": 0.7829379526, " high": 1.0370620474, " n": 2}
    )
    assert (other["left out"], other["metric.accuracy"], other["metric.accuracy sd"]) == (
        "1 failed",
        "0.8",
        "",
    )


def test_groups_in_the_other_formats(sweep: Path) -> None:
    arguments = ("runs", sweep, "--group-by", "flag.lr", "--sort", "-accuracy", "--limit", "1")
    markdown = tb_lifecycle(*arguments, "--format", "markdown")
    assert "0.9100 ± 0.0141" in markdown.out
    assert markdown.err == "1 of 2 groups shown.\n"
    assert "0.9100 ± 0.0141" in tb_lifecycle(*arguments, "--format", "latex").out
    answer = json.loads(tb_lifecycle(*arguments, "--format", "json").out)
    assert answer["groups"] == [
        {
            "key": '{"flag.lr":0.1}',
            "label": "flag.lr=0.1",
            "members": ["lr0.1-s1", "lr0.1-s2"],
            "n": 2,
            "left_out": {},
            "out": [],
        }
    ]
    assert complaint_of(tb_lifecycle("runs", sweep, "--group-by", "flag.lrr")).startswith(
        "tb-lifecycle runs: --group-by, character 1 (flag.lrr)"
    )
