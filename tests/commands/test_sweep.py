import json
import math
from itertools import product
from pathlib import Path

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.commands.program import complaint_of, tb_lifecycle
from tests.logdirs import START, EventFile, make_record


@pytest.fixture
def logdir(tmp_path: Path) -> Path:
    """Settings of three seeds, best at lr 0.001; the largest lr diverges. One good mixture is missing."""
    lrs, decays, batches = (1e-4, 1e-3, 1e-2, 1e-1), (0.0, 0.1), (32, 64)
    for number, (lr, decay, batch, seed) in enumerate(product(lrs, decays, batches, (1, 2, 3))):
        if (lr, decay, batch) == (1e-3, 0.1, 64):
            continue
        name = f"lr{lr:g}-d{decay:g}-b{batch}-s{seed}"
        figure = 0.9 - 0.1 * abs(math.log10(lr) + 3) + 0.1 * decay + 0.0003 * batch + 0.0007 * (number % 5)
        flags = {"lr": lr, "decay": decay, "batch": batch, "seed": seed, "rundir": f"runs/{name}"}
        argv = ["train.py", *(f"--{flag}={value}" for flag, value in flags.items())]
        record = make_record(
            started=START + number, flags=flags, metrics={"accuracy": [math.nan if lr == 0.1 else figure]}
        )
        details = lifecycle_pb2.RunDetails(command=lifecycle_pb2.Command(argv=argv, entry="train.py"))
        EventFile(tmp_path / name).run(record).record("lifecycle/details", details)
    return tmp_path


def test_a_sweep_is_said_in_sections(logdir: Path) -> None:
    ended = tb_lifecycle("sweep", logdir, "--limit", "3")
    assert ended.status == 0
    text = ended.out
    assert "45 runs in 15 settings by accuracy; up is better; 12 diverged." in text
    assert "lr0.001-d0.1-b32" in text
    assert "Best settings" in text
    assert "Too few to say which flags matter: 15 settings, needs 20." in text
    assert "0.001 holds 5 of the best 5 runs" in text
    assert "corrected for all 10 settings with two runs or more (Holm)" in text


def test_what_was_never_run_is_proposed_with_its_commands(logdir: Path) -> None:
    answer = json.loads(tb_lifecycle("sweep", logdir, "--format", "json").out)
    assert answer["next"]["changes"] in ({"batch": 64}, {"decay": 0.1})
    assert len(answer["commands"]) == 3
    first = next(each.split() for each in answer["commands"] if "--seed=1" in each)
    assert {"--lr=0.001", "--decay=0.1", "--batch=64", "--seed=1"} <= set(first)
    (place,) = [word for word in first if word.startswith("--rundir=")]
    assert not (logdir / place.rpartition("/")[2]).exists()


def test_metric_filter_baseline_and_direction_are_chosen(logdir: Path) -> None:
    options = ("--metric", "accuracy", "--where", "flag.batch == 32", "--better", "down", "--best")
    ended = tb_lifecycle("sweep", logdir, *options, "--baseline", "lr0.01-d0-b32-s2", "--format", "json")
    answer = json.loads(ended.out)
    assert (answer["settings"], answer["better"], answer["baseline_chosen"]) == (8, "down", True)
    assert next(row["label"] for row in answer["ranking"] if row["word"] == "baseline") == "lr0.01-d0-b32"


def test_one_run_is_one(logdir: Path) -> None:
    text = tb_lifecycle(
        "sweep",
        logdir,
        "--where",
        "flag.lr == 0.001 and flag.decay == 0 and flag.batch == 32 and flag.seed == 1",
    ).out
    assert "1 run in 1 setting by accuracy" in text


@pytest.mark.parametrize("format_name", ["csv", "markdown", "latex"])
def test_every_format_has_the_settings(logdir: Path, format_name: str) -> None:
    assert "lr0.001-d0.1-b32" in tb_lifecycle("sweep", logdir, "--format", format_name).out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--metric", "acuracy"), "Did you mean 'accuracy'?"),
        (("--where", "flag.lrr < 1"), "--where, character 1 (flag.lrr)"),
        (("--where", "flag.lr > 99"), "to look at"),
        (("--limit", "0"), "--limit is a number of settings"),
    ],
)
def test_a_mistake_is_one_line(logdir: Path, options: tuple[str, ...], said: str) -> None:
    assert said in complaint_of(tb_lifecycle("sweep", logdir, *options))
