from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.recording.code.installed import is_installed


@pytest.mark.parametrize("file", [json.__file__, np.__file__, str(Path(sys.executable).with_name("pytest"))])
def test_what_comes_with_python_or_a_package(file: str) -> None:
    assert is_installed(file)


def test_what_is_being_written(tmp_path: Path) -> None:
    assert not is_installed(__file__)
    assert not is_installed(tmp_path / "train.py")


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta"])
def test_an_environment_inside_the_project(tmp_path: Path, mark: str) -> None:
    (tmp_path / "env" / "lib").mkdir(parents=True)
    (tmp_path / "env" / mark).mkdir()
    assert is_installed(tmp_path / "env" / "lib" / "x.py")
    assert not is_installed(tmp_path / "x.py")
