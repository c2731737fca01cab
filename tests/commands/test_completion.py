import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.program import complaint_of, tb_lifecycle

# What bash does when Tab is pressed: the words so far, then what the function leaves in COMPREPLY.
TAB = """
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
function_name=$(complete -p tb-lifecycle | sed -E 's/.*-F ([^ ]+).*/\\1/')
"$function_name" tb-lifecycle "${COMP_WORDS[COMP_CWORD]}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ended = tb_lifecycle("completion", "bash")
    assert (ended.status, ended.err) == (0, "")
    path = tmp_path_factory.mktemp("completion") / "tb-lifecycle"
    path.write_text(ended.out, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ru"], ["runs"]),
        (["v"], ["verify"]),
        (["runs", "--wh"], ["--where"]),
        (["compare", "--ba"], ["--baseline"]),
        (["show", "some"], ["somewhere"]),
    ],
)
def test_bash_completes(words: list[str], offered: list[str], script: Path, tmp_path: Path) -> None:
    (tmp_path / "somewhere").mkdir()
    (tmp_path / "some.txt").touch()
    command = ["bash", "-c", TAB, "bash", str(script), "tb-lifecycle", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == offered


def test_without_shtab_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "shtab.py").write_text("raise ImportError", encoding="utf-8")
    ended = tb_lifecycle("completion", "zsh", PYTHONPATH=str(tmp_path))
    assert "pip install 'tb_lifecycle[completion]'" in complaint_of(ended)


def test_another_shell_is_refused() -> None:
    assert "'bash', 'zsh', 'tcsh'" in complaint_of(tb_lifecycle("completion", "powershell"))


def test_it_runs_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tb_lifecycle", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("tb-lifecycle ")
