"""A logdir that any released version wrote stays readable, and means the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import tb_lifecycle
from tb_lifecycle.reading.open_logdir import open_logdir

VERSIONS = sorted(
    path for path in Path(__file__).parent.iterdir() if path.is_dir() and path.name[0].isdigit()
)
DIGITS = "sha256:8b6e60aec72420abc62d4a6ff214c03eadc7237239ddd69b38f48548ad1bd023"
EXPORT = "sha256:038dd4aeb1dcfd618a96f01bed32264409c98269dd85c98ecb8c36d550650c22"


def test_this_version_has_one() -> None:
    assert Path(__file__).parent / tb_lifecycle.__version__ in VERSIONS


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_the_table(version: Path) -> None:
    table = tb_lifecycle.load_runs(str(version)).sort("name")
    assert table.names == ["a/badly", "a/well", "again"]
    columns: dict[str, list[Any]] = {
        "status": ["failed", "completed", "completed"],
        "flag.lr": [0.5, 0.1, 0.3],
        "flag.layers": [[16, 10]] * 3,
        "flag.optimizer.name": ["sgd"] * 3,
        "flag.optimizer.beta": [None] * 3,
        "flag.warm": [False] * 3,
        'dataset["digits/train"]': [DIGITS] * 3,
        "export.export": [None, EXPORT, EXPORT],
        "code.dirty": [True] * 3,
        "tags": [["golden"]] * 3,
        "user": ["ana"] * 3,
        "host": ["laptop"] * 3,
        'metric["validation/accuracy"]': [0.95] * 3,
    }
    assert {name: table.column(name) for name in columns} == columns


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_a_run_whole_wherever_it_lies(version: Path, tmp_path: Path) -> None:
    shutil.copytree(version, tmp_path / "copied")
    with open_logdir(str(tmp_path / "copied")) as reader:
        run = reader.describe("again")
        failed = reader.describe("a/badly")
        script, _ = reader.file("a/well", "train.py", 0, None)
    assert [each["status"] for each in run["incarnations"]] == ["completed", "completed"]
    assert run["flag_details"]["lr"]["help"] == "learning rate"
    assert run["code"]["remote"] == "https://git.example.com/ana/digits.git"
    assert run["notes"] == "Kept as it was written."
    assert failed["exit"]["code"] == 1
    assert script.decode().endswith("# not committed\n")
