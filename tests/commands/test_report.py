import csv
from pathlib import Path

import pytest

from tests.commands.program import complaint_of, tb_lifecycle
from tests.conftest import Project


def test_each_kind_of_file(project: Project, tmp_path: Path) -> None:
    pair = (project.logdir / "intro" / "a", project.logdir / "expert" / "b")
    begins = {
        "html": "<!DOCTYPE html>",
        "md": "# expert/b against intro/a by ",
        "tex": "\\documentclass",
        "csv": "section,",
    }
    for end, start in begins.items():
        path = tmp_path / f"report.{end}"
        ended = tb_lifecycle("report", *pair, "--to", path)
        assert (ended.status, ended.lines) == (0, [str(path)])
        assert path.read_text(encoding="utf-8").startswith(start)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == 2
    assert " by " in page
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()))
    assert {"section": "flags", "name": "lr", "column": "expert/b", "value": "0.003"} in rows


def test_a_file_of_another_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    ended = tb_lifecycle("report", tmp_path / "none", tmp_path / "nothing", "--to", tmp_path / "report.pdf")
    assert complaint_of(ended).endswith("report.pdf ends in none of .html, .md, .tex, .csv.")


def test_what_is_wrong_with_the_place_is_said(project: Project, tmp_path: Path) -> None:
    pair = (project.logdir / "intro" / "a", project.logdir / "expert" / "b")
    ended = tb_lifecycle("report", *pair, "--to", tmp_path / "none" / "report.md")
    assert "none" in complaint_of(ended)
    assert "Traceback" not in ended.err


def test_groups_with_the_expression_that_made_them(project: Project, tmp_path: Path) -> None:
    runs = [project.logdir / name for name in ("intro/a", "expert/b")]
    path = tmp_path / "report.html"
    assert (
        tb_lifecycle("report", *runs, "--group-by", "flag.model", "--title", "A & B", "--to", path).status
        == 0
    )
    page = path.read_text(encoding="utf-8")
    assert "<title>A &amp; B</title>" in page
    assert "<code>group by flag.model</code>" in page
    assert "Comparison of 2 groups, 3 runs" in page


@pytest.mark.parametrize("end", ["html", "md"])
def test_runs_of_no_common_logdir(project: Project, tmp_path: Path, end: str) -> None:
    pair = (project.logdir / "intro" / "a", project.logdir / "expert" / "b")
    path = tmp_path / f"report.{end}"
    # A home directory is no log directory.
    ended = tb_lifecycle("report", *pair, "--to", path, HOME=str(project.logdir))
    assert ended.status == 0, ended.err
    text = path.read_text(encoding="utf-8")
    assert "none in common" in text
    assert end == "md" or text.count("<figure>") == 2
