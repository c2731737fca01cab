"""The whole demo once, as its users run it; then what can go wrong with it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import tb_lifecycle
from tb_lifecycle.commands.demo import planned_runs, tensorboard
from tb_lifecycle.errors import LifecycleError

COMMAND = [sys.executable, "-m", "tb_lifecycle.commands.main", "demo", "--no-serve", "--logdir"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The logdir that the demo made, and what it printed."""
    root = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [*COMMAND, "demo-runs"], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return root / "demo-runs", done.stdout


def test_every_run_is_complete_with_every_stage(demo: tuple[Path, str]) -> None:
    table = tb_lifecycle.load_runs(demo[0])
    assert len(table) == 7
    assert set(table.column("status")) == {"completed"}
    models = table.where('has(metric["validation/accuracy"])')
    for stage in ("code", "prepare", "train", "compare"):
        assert models.column(f"stage.{stage}") == ["recorded"] * 6


def test_every_network_beats_every_regression(demo: tuple[Path, str]) -> None:
    table = tb_lifecycle.load_runs(demo[0])
    best_first = table.where("has(flag.lr)").sort('-metric["validation/accuracy"]').names
    assert [name.split("/")[0] for name in best_first] == ["expert"] * 3 + ["intro"] * 3


def test_the_best_run_has_answered_a_request(demo: tuple[Path, str]) -> None:
    table = tb_lifecycle.load_runs(demo[0])
    served = table.where('stage.serve == "recorded"').names
    assert served == table.sort('-metric["validation/accuracy"]').names[:1]


def test_it_says_how_far_it_is(demo: tuple[Path, str]) -> None:
    for number in range(1, 9):
        assert f"[{number}/8] " in demo[1]
    assert ":predict says " in demo[1]
    assert "expert/lr0.001  " in demo[1]


def test_a_second_time_nothing_is_trained_again(demo: tuple[Path, str]) -> None:
    done = subprocess.run([*COMMAND, str(demo[0])], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("already there") == 7


def test_a_script_that_fails_stops_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "import sys; print('half way'); sys.exit('out of luck')"]
    with pytest.raises(LifecycleError, match="ended with 1"):
        planned_runs.train(planned_runs.PlannedRun("x", tmp_path, command))
    printed = capsys.readouterr()
    assert "half way" in printed.out
    assert "out of luck" in printed.err


def test_without_tensorflow_it_is_one_line_and_2(tmp_path: Path) -> None:
    program = (
        "import importlib.util, sys\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'tensorflow' else find(name, *rest)\n"
        "from tb_lifecycle.commands.main import main\n"
        "sys.exit(main(['demo', '--no-serve', '--logdir', sys.argv[1]]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "runs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("pip install 'tb_lifecycle[demo]'")
    assert not (tmp_path / "runs").exists()


def test_tensorboard_gets_a_port_that_is_free() -> None:
    port = tensorboard.free_port()
    with socket.create_server(("127.0.0.1", port)):
        assert tensorboard.free_port() != port
