"""The `sweep` route, asked until it is ready."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.logdirs import START, EventFile, make_record
from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

LRS = (1e-4, 1e-3, 1e-2)
OPTIMIZERS = ("adam", "sgd")
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TensorBoard]:
    """Six settings of three seeds, one run of them failed, one NaN."""
    logdir = tmp_path_factory.mktemp("sweep")
    names = [write(logdir, *flags) for flags in product(LRS, OPTIMIZERS, SEEDS)]
    with running_tensorboard("--logdir", str(logdir), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs(*names)
        yield tensorboard


def write(logdir: Path, lr: float, opt: str, seed: int) -> str:
    name = f"lr{lr:g}-{opt}-s{seed}"
    figure = 0.9 - 0.1 * abs(math.log10(lr) + 3) + 0.01 * (opt == "adam") + 0.001 * (seed - 2)
    flags = {"lr": lr, "opt": opt, "seed": seed, "rundir": f"x/{name}"}
    status = lifecycle_pb2.FAILED if name == "lr0.01-sgd-s3" else lifecycle_pb2.COMPLETED
    figure = math.nan if name == "lr0.01-sgd-s2" else figure
    record = make_record(
        flags=flags, metrics={"val/accuracy": [0.1, figure]}, started=START + seed + lr, status=status
    )
    EventFile(logdir / name).run(record)
    return name


def ask(board: TensorBoard, **parameters: str) -> dict[str, Any]:
    end = time.monotonic() + 60
    while not (answer := board.json("sweep", **parameters))["ready"]:
        assert time.monotonic() < end
    return answer


def test_settings_are_ranked_and_what_does_not_count_is_counted(board: TensorBoard) -> None:
    answer = ask(board)
    assert (answer["metric"], answer["better"], answer["runs"], answer["settings"]) == (
        "val/accuracy",
        "up",
        18,
        6,
    )
    assert (answer["valued"], answer["diverged"], answer["left_out"]) == (16, 1, {"failed": 1})
    assert [row["label"] for row in answer["ranking"][:2]] == ["lr0.001-adam", "lr0.001-sgd"]
    assert [row["rank"] for row in answer["ranking"]] == [1, 2, 3, 3, 5, 6]  # equal figures share a rank
    assert answer["baseline"] == "group:seed:lr0.0001-adam-s1"
    assert answer["importance"]["silent"].startswith("Too few to say which flags matter: 6 settings")
    assert [marginal["flag"] for marginal in answer["marginals"]] == ["lr", "opt"]


def test_the_parameters_choose(board: TensorBoard) -> None:
    answer = ask(board, baseline="lr0.001-adam-s2", where="flag.opt == 'adam'", better="down", value="best")
    assert answer["baseline_chosen"]
    assert answer["ranking"][0]["label"] != "lr0.001-adam"
    assert (answer["settings"], answer["better"]) == (3, "down")
    base = next(row for row in answer["ranking"] if row["word"] == "baseline")
    assert base["label"] == "lr0.001-adam"


@pytest.mark.parametrize(
    ("parameters", "status", "message", "parameter"),
    [
        ({"metric": "val/acuracy"}, 404, "Did you mean 'val/accuracy'?", None),
        ({"where": "flag.lrr > 1"}, 400, "flag.lr", "where"),
        ({"value": "mean"}, 400, "it can be last or best", "value"),
        ({"better": "left"}, 400, "it can be up or down", "better"),
    ],
)
def test_a_mistake_is_told(
    board: TensorBoard, parameters: dict[str, str], status: int, message: str, parameter: str | None
) -> None:
    response = board.get("sweep", **parameters)
    assert response.status == status
    error = response.json()["error"]
    assert message in f"{error['message']} {error['hint']}"
    assert error["parameter"] == parameter


def test_no_runs_and_no_metric_are_no_mistake(board: TensorBoard) -> None:
    answer = ask(board, where="flag.lr > 1e9")
    assert (answer["runs"], answer["ranking"], answer["sentence"]) == (0, None, None)


def test_a_member_that_ends_without_a_figure_is_counted_at_once(tmp_path: Path) -> None:
    names = [write(tmp_path, 1e-3, "adam", seed) for seed in SEEDS]
    going = EventFile(tmp_path / "lr0.001-adam-s4")
    flags = {"lr": 1e-3, "opt": "adam", "seed": 4, "rundir": "x/lr0.001-adam-s4"}
    running = make_record(flags=flags, metrics={}, started=START + 9, status=lifecycle_pb2.RUNNING)
    failed = make_record(flags=flags, metrics={}, started=START + 9, status=lifecycle_pb2.FAILED)
    going.run(running, time.time())
    with running_tensorboard("--logdir", str(tmp_path), READERS["data server"]) as board:
        board.wait_for_runs(*names, "lr0.001-adam-s4")
        end = time.monotonic() + 30
        assert ask(board)["ranking"][0]["left_out"] == {"running": 1}
        going.run(failed, time.time())
        while (row := ask(board)["ranking"][0])["left_out"] != {"failed": 1}:
            assert time.monotonic() < end, row
        assert (row["n"], len(row["members"])) == (3, 4)
