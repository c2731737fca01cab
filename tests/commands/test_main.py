import subprocess
import sys
from pathlib import Path

import pytest

from tb_lifecycle.commands.main import COMMANDS, main
from tests.commands.program import Ended, complaint_of, tb_lifecycle
from tests.conftest import Project


def _run_here(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Ended:
    try:
        status: object = main(arguments)
    except SystemExit as end:
        status = end.code
    printed = capsys.readouterr()
    return Ended(int(str(status)), printed.out, printed.err)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a command: demo, runs"),
        (["nonsense"], "there is no 'nonsense': choose from demo, runs"),
        (["rusn"], "there is no 'rusn': did you mean 'runs'?"),
        (["runs"], "required: LOGDIR"),
        (["runs", "x", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["runs", "x", "--format", "xml"], "invalid choice: 'xml'"),
        (["runs", "x", "--limit", "many"], "invalid int value: 'many'"),
        (["runs", "x", "--limit", "0"], "--limit is a number of rows, 1 or more, not 0."),
        (["runs", "x", "--limit", "-1"], "--limit is a number of rows, 1 or more, not -1."),
        (["runs", "x", "--sort"], "argument --sort"),
        (["runs", "/no/such/place"], "There is no directory /no/such/place."),
        (["runs", "gs://bucket/runs"], "gs://bucket/runs is not on this machine: paths are local"),
        (
            ["show", "s3://bucket/runs/a"],
            "s3://bucket/runs/a is not on this machine: paths are local",
        ),
        (["show", "/no/such/place"], "There is no directory /no/such/place."),
        (["verify", "/no/such/place"], "There is no directory /no/such/place."),
        (["reproduce", "/no/such/place"], "There is no directory /no/such/place."),
        (["compare"], "required: RUNDIR"),
        (
            ["compare", "gs://bucket/a", "gs://bucket/b"],
            "gs://bucket/a is not on this machine: paths are local",
        ),
    ],
)
def test_bad_usage_is_one_line_and_status_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = complaint_of(_run_here(arguments, capsys))
    assert complaint.startswith("tb-lifecycle")
    assert says.lower() in complaint.lower()


def test_help_names_every_command() -> None:
    ended = tb_lifecycle("--help")
    assert ended.status == 0
    for command in COMMANDS:
        assert f"\n  {command} " in ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended = _run_here([command, "--help"], capsys)
    assert ended.status == 0, ended.err
    assert ended.out.startswith(f"usage: tb-lifecycle {command}")


def test_version() -> None:
    assert tb_lifecycle("--version").out == "tb-lifecycle 0.1.0\n"


def test_importing_the_command_is_cheap() -> None:
    code = (
        "import sys, tb_lifecycle.commands.main; "
        "assert not {'tensorflow', 'tensorboard', 'numpy'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_reader_that_goes_away_is_no_error(project: Project) -> None:
    program = f"{sys.executable} -m tb_lifecycle.commands.main runs {project.logdir}"
    command = f"{program} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    assert done.stderr == ""


def test_an_encoding_without_the_characters_is_no_error(project: Project) -> None:
    ended = tb_lifecycle("runs", project.logdir, "--columns", "'é–'", PYTHONIOENCODING="ascii")
    assert ended.status == 0
    assert "\\xe9\\u2013" in ended.out


def test_a_file_is_no_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for command in ("runs", "show", "verify", "reproduce"):
        assert f"{file} is a file" in complaint_of(_run_here([command, str(file)], capsys))
