from typing import Any

import pytest

from tb_lifecycle.reading.comparing.facts import SECTIONS, facts_of
from tb_lifecycle.reading.records.packages import Package
from tests.reading.runs import describe

FILES = [
    {"path": "train.py", "state": "modified", "digest": "sha256:11", "content": True},
    {"path": "model.py", "state": "", "digest": "sha256:22", "content": False},
]
WHOLE = describe(
    "a",
    host="gpu-1",
    flags={"lr": 0.5, "width": None},
    flag_details={"lr": {"set": True}, "width": {"set": False}, "depth": {}},
    datasets=[
        {"name": "digits", "split": "train", "digest": "sha256:aa"},
        {"name": "words", "split": "", "digest": ""},
        {"name": "bare"},
    ],
    code={
        "commit": "0123456789" * 4,
        "branch": "main",
        "remote": "git@x:y.git",
        "dirty": True,
        "root": "/home/ana/mnist",
        "patch": {"digest": "sha256:77"},
        "files": FILES,
    },
    environment={
        "python": "3.11.9",
        "implementation": "CPython",
        "lock_file": "uv.lock",
        "builds": {"torch cuda": "12.6"},
        "packages": {"numpy": "2.1.0", "mnist": "1.0", "near": "0.1"},
        "direct": {"mnist": "git+https://x/mnist@c7d0"},
        "editable": ["near"],
        "variables": {"PYTHONHASHSEED": "0", "TZ": "UTC"},
        "seeds": {"PYTHONHASHSEED": "0", "torch": "1"},
    },
    hardware={
        "cpu": "EPYC",
        "cores": 16,
        "usable_cores": 8,
        "memory": 64,
        "memory_limit": 32,
        "platform": "Linux",
        "container": "docker",
        "gpus": [
            {"name": "V100", "driver": "550"},
            {"name": "A100", "driver": "535"},
            {"name": "A100", "driver": "550"},
            {"name": "", "driver": ""},
        ],
        "scheduler": {"SLURM_JOB_ID": "7"},
    },
    ranks=[{"rank": 1, "differs": []}, {"rank": 2, "differs": ["numpy 1.0", "host"]}],
    command={
        "argv": ["train.py"],
        "line": "python src/train.py",
        "directory": "/home/ana/mnist",
        "interpreter": "/usr/bin/python3",
        "entry": "src/train.py",
        "module": "",
    },
)


def test_everything_that_is_compared() -> None:
    facts = facts_of(WHOLE)
    assert facts.run == "a"
    assert tuple(facts.sections) == SECTIONS
    assert facts.sections == {
        "flags": {"lr": 0.5, "width": None},
        "seeds": {"torch": "1"},  # the other one is a variable
        "datasets": {"digits/train": "sha256:aa", "words": None, "bare": None},
        "code": {
            "commit": "0123456789" * 4,
            "branch": "main",
            "remote": "git@x:y.git",
            "dirty": True,
            "patch": "sha256:77",
        },
        "environment": {
            "python": "3.11.9",
            "implementation": "CPython",
            "lock_file": "uv.lock",
            "torch cuda": "12.6",
            "numpy": "2.1.0",
            "mnist": "1.0 from git+https://x/mnist@c7d0",
            "near": "0.1, editable",
        },
        "variables": {"PYTHONHASHSEED": "0", "TZ": "UTC"},
        "hardware": {
            "cpu": "EPYC",
            "cores": 16,
            "usable_cores": 8,
            "memory": 64,
            "memory_limit": 32,
            "platform": "Linux",
            "container": "docker",
            "gpus": "2 × A100, 1 × V100, 1 × unnamed",
            "driver": "535, 550",
            "SLURM_JOB_ID": "7",
            "host": "gpu-1",
        },
        "ranks": {"processes": 3, "rank 1": "as the first", "rank 2": "numpy 1.0, host"},
        "command": {
            "line": "python src/train.py",
            "directory": "/home/ana/mnist",
            "interpreter": "/usr/bin/python3",
            "entry": "src/train.py",
        },
    }
    assert facts.packages == {
        "numpy": Package("2.1.0"),
        "mnist": Package("1.0", "git+https://x/mnist@c7d0"),
        "near": Package("0.1", editable=True),
    }
    assert facts.files == {"train.py": FILES[0], "model.py": FILES[1]}
    assert facts.entry == "src/train.py"
    assert facts.set_flags == {"lr"}


@pytest.mark.parametrize("nothing", [{}, dict.fromkeys(WHOLE, None)])
def test_a_run_of_which_nothing_is_recorded(nothing: dict[str, Any]) -> None:
    facts = facts_of({**nothing, "run": "a"})
    assert facts.sections == {section: {} for section in SECTIONS}
    assert (facts.packages, facts.files, facts.entry, facts.set_flags) == ({}, {}, "", frozenset())


@pytest.mark.parametrize(
    ("command", "root", "entry"),
    [
        ({"entry": "train.py", "directory": "/home/ana/mnist/src"}, "/home/ana/mnist", "src/train.py"),
        ({"entry": "/home/ana/mnist/train.py", "directory": "/tmp"}, "/home/ana/mnist", "train.py"),
        ({"entry": "/opt/tools/train.py", "directory": "/home/ana"}, "/home/ana/mnist", "train.py"),
        ({"entry": "src/train.py", "directory": "/home/ana"}, "", "train.py"),
        ({"entry": "src/train.py"}, "/home/ana", "train.py"),
        ({"entry": "__main__.py", "module": "mnist.train"}, "/home/ana", "mnist.train"),
        ({"entry": ""}, "/home/ana", ""),
    ],
)
def test_what_was_run(command: dict[str, str], root: str, entry: str) -> None:
    assert facts_of(describe("a", command=command, code={"root": root})).entry == entry


def test_a_commit_without_a_branch_is_detached() -> None:
    code = facts_of(describe("a", code={"commit": "0123456789", "branch": ""})).sections["code"]
    assert code == {"commit": "0123456789", "branch": "detached at 0123456", "dirty": False}
    assert facts_of(describe("a", code={"branch": "main"})).sections["code"] == {"branch": "main"}
