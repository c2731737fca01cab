from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = """
import json
import sys

from tb_lifecycle.recording.code.command import capture_command, entry_path
from tb_lifecycle.recording.redaction.redactor import Redactor

redactor = Redactor()
command = capture_command(redactor)
print(json.dumps({
    "argv": list(command.argv), "directory": command.directory, "interpreter": command.interpreter,
    "entry": command.entry, "module": command.module, "pid": command.pid, "path": str(entry_path()),
    "removed": [entry.name for entry in redactor.entries],
}))
"""


def run(arguments: list[str], directory: Path) -> dict[str, object]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "train.py").write_text(REPORT)
    (tmp_path / "package").mkdir()
    for name in ("__init__.py", "__main__.py", "tool.py"):
        (tmp_path / "package" / name).write_text(REPORT if name != "__init__.py" else "")
    return tmp_path


def test_a_script(project: Path) -> None:
    found = run(["sub/train.py", "--lr", "0.1", "--password", "hunter2"], project)
    assert found["argv"] == ["sub/train.py", "--lr", "0.1", "--password", "[removed]"]
    assert found["directory"] == str(project)
    assert found["interpreter"] == sys.executable
    assert found["entry"] == "sub/train.py"
    assert found["module"] == ""
    assert found["path"] == str(project / "sub" / "train.py")
    assert found["removed"] == ["password"]
    assert isinstance(found["pid"], int)


@pytest.mark.parametrize(("module", "file"), [("package", "__main__.py"), ("package.tool", "tool.py")])
def test_a_module(project: Path, module: str, file: str) -> None:
    found = run(["-m", module, "x"], project)
    assert found["module"] == module
    assert found["path"] == str(project / "package" / file)


def test_code_on_the_command_line(project: Path) -> None:
    found = run(["-c", REPORT], project)
    assert (found["entry"], found["module"], found["path"]) == ("", "", "None")


@pytest.mark.parametrize("variable", ["environment", "editor"])
def test_a_notebook(project: Path, variable: str) -> None:
    (project / "study.ipynb").write_text("{}")
    kernel = "get_ipython = lambda: None\n" + REPORT
    if variable == "editor":
        found = run(["-c", f"__vsc_ipynb_file__ = {str(project / 'study.ipynb')!r}\n{kernel}"], project)
    else:
        found = run(["-c", f"import os; os.environ['JPY_SESSION_NAME'] = 'study.ipynb'\n{kernel}"], project)
    assert found["path"] == str(project / "study.ipynb")


def test_the_directory_is_gone(project: Path) -> None:
    (project / "gone").mkdir()
    found = run(["-c", f"import os; os.rmdir({str(project / 'gone')!r})\n{REPORT}"], project / "gone")
    assert found["directory"] == ""
