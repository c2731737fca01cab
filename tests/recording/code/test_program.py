from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tb_lifecycle.commands.run_directory import describe_directory
from tb_lifecycle.recording.code.program import find_code

MARK = "the_text_of_it = 1\n"
CODE = (
    f"import tb_lifecycle\n{MARK}with tb_lifecycle.start_run('run') as run: run.log_scalar('loss', 1.0, 0)\n"
)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["python", "-c", "x"], "x"),
        (["python", "-cx"], "x"),
        (["python", "-Ic", "x", "-c", "y"], "x"),
        (["python", "-W", "error", "-X", "dev", "-u", "-c", "x"], "x"),
        (["python", "train.py"], None),
        (["python", "-m", "pkg"], None),
        (["python", "-c"], None),
    ],
)
def test_the_code_of_a_command_line(arguments: list[str], code: str | None) -> None:
    assert find_code(arguments) == code


def _start(way: str, home: Path) -> None:
    (home / "program.py").write_text(CODE)
    with zipfile.ZipFile(home / "app.pyz", "w") as app:
        app.writestr("__main__.py", CODE)
    command = {"-c": ["-c", CODE, "--lr", "1"], "file": ["-"], "pipe": ["-"], "zip": ["app.pyz"]}[way]
    with (home / "program.py").open() as file:
        given = {"stdin": file} if way == "file" else {"input": CODE, "text": True}
        subprocess.run([sys.executable, *command], cwd=home, check=True, capture_output=True, **given)  # type: ignore[call-overload]


@pytest.mark.parametrize("way", ["-c", "file", "pipe", "zip"])
def test_a_program_without_a_file(way: str, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("run/\napp.pyz\nprogram.py\n")
    subprocess.run([*git, "add", "-A"], cwd=tmp_path, check=True)
    subprocess.run([*git, "commit", "-qm", "one"], cwd=tmp_path, check=True)
    _start(way, tmp_path)
    seen = describe_directory(str(tmp_path / "run"))
    files = {file["path"]: file for file in seen["code"]["files"]}
    stage = seen["stages"]["code"]
    if way == "pipe":
        assert stage["state"] == "partial"
        assert "the program came from standard input" in stage["gaps"][0]["text"]
        return
    assert stage["state"] == "recorded", stage
    assert seen["code"]["dirty"] is False
    [file] = [file for file in files.values() if file["state"] in ("program", "ignored")]
    assert file["path"] == ("app.pyz" if way == "zip" else "lifecycle-program.py")
    assert file["content"]
    assert file["size"] == (len(CODE) if way != "zip" else (tmp_path / "app.pyz").stat().st_size)
