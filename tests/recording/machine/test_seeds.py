from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tb_lifecycle
from tb_lifecycle.recording.machine.seeds import is_seed_flag, seeded_generators
from tests.recording.runs_on_disk import read_details, read_run
from tests.recording.scripts import run_script

SEEDED = "import sys, numpy, tb_lifecycle\nnumpy.random.seed({seed})\n"


@pytest.mark.parametrize(
    "name",
    ["seed", "seeds", "random_seed", "np-seed", "dataSeed", "SEED", "data.seed", "rng", "random_state"],
)
def test_a_flag_named_like_a_seed(name: str) -> None:
    assert is_seed_flag(name)


@pytest.mark.parametrize("name", ["seeded_from", "linseed_oil", "lr", "orange", "proceed"])
def test_a_flag_that_only_sounds_like_one(name: str) -> None:
    assert not is_seed_flag(name)


def test_switches_are_no_seeds() -> None:
    read = {"PYTHONHASHSEED": "0", "TF_DETERMINISTIC_OPS": "1", "cudnn deterministic": "True", "torch": "7"}
    assert seeded_generators(read) == ["torch"]


def test_a_switch_alone_leaves_the_gap(tmp_path: Path) -> None:
    code = "import sys, tb_lifecycle\ntb_lifecycle.start_run(sys.argv[1])"
    run_script(tmp_path / "r", code, PYTHONHASHSEED="0")
    assert read_details(tmp_path / "r").environment.seeds["PYTHONHASHSEED"] == "0"
    assert list(read_run(tmp_path / "r").seeds.set) == []


def test_a_seed_flag_without_a_value_is_none(tmp_path: Path) -> None:
    with tb_lifecycle.start_run(tmp_path, console=False) as run:
        run.log_flags({"seed": None, "other_seed": 3})
        run.log_flags({"third_seed": 1})
        run.log_flags({"third_seed": None})
    assert "other_seed" in read_run(tmp_path).seeds.set
    assert not {"seed", "third_seed"} & set(read_run(tmp_path).seeds.set)


@pytest.mark.parametrize("use", ["run.log_scalar('a', 1, 0)\nnumpy.random.random(9)", "pass"])
def test_seeding_after_the_start_is_seen(tmp_path: Path, use: str) -> None:
    code = (
        "import sys, numpy, tb_lifecycle\nrun = tb_lifecycle.start_run(sys.argv[1])\n"
        f"run._recorder._capture.join()\nnumpy.random.seed(5)\n{use}"
    )
    done = run_script(tmp_path / "r", code)
    assert done.returncode == 0, done.stderr
    assert list(read_run(tmp_path / "r").seeds.set) == ["numpy"]
    assert read_details(tmp_path / "r").environment.seeds["numpy"] == "5"


def test_the_first_seed_that_was_seen_stays(tmp_path: Path) -> None:
    state = np.random.get_state()
    try:
        np.random.seed(5)
        with tb_lifecycle.start_run(tmp_path, console=False) as run:
            run._recorder._capture.join()  # type: ignore[attr-defined]
            np.random.seed(6)
    finally:
        np.random.set_state(state)
    assert read_details(tmp_path).environment.seeds["numpy"] == "5"


def test_a_restart_begins_without_the_seeds_of_before(tmp_path: Path) -> None:
    start = "tb_lifecycle.start_run(sys.argv[1]).log_flags({'seed': 1})"
    run_script(tmp_path / "r", SEEDED.format(seed=5) + start)
    assert list(read_run(tmp_path / "r").seeds.set) == ["numpy", "seed"]
    run_script(tmp_path / "r", "import sys, tb_lifecycle\ntb_lifecycle.start_run(sys.argv[1])")
    assert list(read_run(tmp_path / "r").seeds.set) == ["seed"]
