"""What `import tb_lifecycle` gives, and what it costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tb_lifecycle

HEAVY = ("numpy", "google.protobuf", "tensorboard", "tensorflow", "typing_extensions", "logging")


@pytest.mark.parametrize("name", tb_lifecycle.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(tb_lifecycle, name) is not None
    assert name in dir(tb_lifecycle)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'log_everything'"):
        _ = tb_lifecycle.log_everything


def loaded_after(code: str) -> list[str]:
    check = f"{code}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    found: list[str] = ast.literal_eval(done.stdout)
    return found


def test_import_loads_nothing_heavy() -> None:
    assert loaded_after("import tb_lifecycle") == []


def test_recording_loads_neither_tensorflow_nor_numpy(tmp_path: Path) -> None:
    code = (
        f"import tb_lifecycle as t; t.start_run({str(tmp_path)!r}); t.log_scalar('a', 1, step=0); t.end_run()"
    )
    assert not {"tensorflow", "numpy"} & {*loaded_after(code)}


def test_the_module_only_exports_again() -> None:
    tree = ast.parse(Path(tb_lifecycle.__file__).read_text(encoding="utf-8"))
    defined = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert defined == {"__getattr__", "__dir__"}
