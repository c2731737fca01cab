import csv
import io
import json
from pathlib import Path

import pytest

from tb_lifecycle.commands.shared_logdir import common_logdir
from tests.commands.program import complaint_of, tb_lifecycle
from tests.conftest import Project
from tests.logdirs import START, EventFile, make_record
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


FIGURES = {"slow": [0.900, 0.905, 0.910], "fast": [0.950, 0.955, 0.962]}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two settings of three seeds, and a run by itself."""
    logdir = tmp_path_factory.mktemp("seeds")
    for setting, figures in FIGURES.items():
        for seed, figure in enumerate(figures):
            record(logdir / f"{setting}-s{seed}", {"opt": setting, "seed": seed}, figure)
    record(logdir / "alone", {"opt": "other"}, 0.99)
    return logdir


def record(directory: Path, flags: dict[str, object], figure: float) -> None:
    made = make_record(
        flags=flags, metrics={"val/accuracy": [figure]}, datasets={"digits/validation": b"a" * 32}
    )
    EventFile(directory).scalars("val/accuracy", [figure]).run(made, START + 60)


def test_runs_are_folded_into_groups(seeds: Path) -> None:
    runs = [seeds / f"{setting}-s{seed}" for setting in FIGURES for seed in range(3)]
    ended = tb_lifecycle("compare", *runs, "--group-by", "seed")
    assert ended.status == 0
    assert ended.lines[0].startswith("By val/accuracy, fast is better than slow: a difference of 0.0507")
    assert "3 against 3 runs, paired by seed." in ended.lines[0]
    rows = [line.split() for line in ended.lines]
    assert ["val/accuracy", "↑", "0.9050", "0.0050", "0.9557", "0.0060", "+0.0507", "(+5.6%)"] in rows
    assert rows[1][:4] == ["slow", "n", "=", "3"]
    for name in ("csv", "markdown", "latex"):
        out = tb_lifecycle("compare", *runs, "--group-by", "seed", "--format", name).out
        assert "better" in out, name
    answer = json.loads(tb_lifecycle("compare", *runs, "--group-by", "seed", "--format", "json").out)
    assert answer["verdict"]["word"] == "better"
    assert [group["n"] for group in answer["groups"]] == [3, 3]


def test_only_the_given_runs_are_in_a_group_unless_each_stands_for_its_own(seeds: Path) -> None:
    def groups(*names: str, by: str = "seed") -> list[tuple[str, int]]:
        ended = tb_lifecycle(
            "compare", *(seeds / name for name in names), "--group-by", by, "--format", "json"
        )
        return [(group["label"], group["n"]) for group in json.loads(ended.out)["groups"]]

    assert groups("slow-s0", "slow-s2", "fast-s1") == [("slow", 2), ("fast-s1", 1)]
    assert groups("slow-s0", "fast-s1") == [("slow", 3), ("fast", 3)]
    assert groups("fast-s0", "slow-s1", by="flag.opt") == [("flag.opt=fast", 3), ("flag.opt=slow", 3)]


def test_a_wrong_grouping_is_said(seeds: Path) -> None:
    pair = (seeds / "slow-s0", seeds / "fast-s0")
    said = complaint_of(tb_lifecycle("compare", *pair, "--group-by", "flag.optt"))
    assert "--group-by flag.optt: " in said
    assert "all of one group by seed" in complaint_of(
        tb_lifecycle("compare", seeds / "slow-s0", seeds / "slow-s1", "--group-by", "seed")
    )
    assert "is not in --logdir" in complaint_of(tb_lifecycle("compare", *pair, "--logdir", seeds / "alone"))


def test_single_runs_have_the_noise_of_the_logdirs_seeds_beside_them(seeds: Path) -> None:
    ended = tb_lifecycle("compare", seeds / "slow-s0", seeds / "alone")
    assert "One run each: a difference without an interval." in ended.lines[0]
    assert "Runs that differ only by seed differ by ± 0.006 here (1 group)" in ended.out
    assert "alone is the best of 7 runs by val/accuracy" in ended.out


def test_runs_without_a_logdir_of_their_own_are_compared_by_themselves(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tb_lifecycle.commands.shared_logdir._MOST_ENTRIES", 1)
    assert common_logdir([str(seeds / "slow-s0"), str(seeds / "alone")]) is None
    assert common_logdir(["/", "/"]) is None
