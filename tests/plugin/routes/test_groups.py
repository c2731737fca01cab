"""Groups: in the `runs` route, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.format import lifecycle_pb2
from tests.logdirs import START, EventFile, make_record
from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

FIGURES = {"slow": [0.900, 0.905, 0.910, 0.5], "fast": [0.950, 0.955, 0.962, 0.951]}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TensorBoard]:
    """Two settings of four seeds, of which one run failed; and a run by itself, on other data."""
    logdir = tmp_path_factory.mktemp("groups")
    for setting, figures in FIGURES.items():
        for seed, figure in enumerate(figures):
            name = f"{setting}-s{seed}"
            failed = (setting, seed) == ("slow", 3)
            write(logdir / name, {"opt": setting, "seed": seed, "rundir": f"x/{name}"}, figure, failed=failed)
    write(logdir / "alone", {"opt": "fast", "lr": 1}, 0.99, digest=b"z" * 32)
    with running_tensorboard("--logdir", str(logdir), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs(
            "alone", *(f"{setting}-s{seed}" for setting in FIGURES for seed in range(4))
        )
        yield tensorboard


def write(
    directory: Path,
    flags: dict[str, object],
    figure: float,
    *,
    failed: bool = False,
    digest: bytes = b"a" * 32,
) -> None:
    EventFile(directory).scalars("val/accuracy", [figure]).run(
        make_record(
            flags=flags,
            metrics={"val/accuracy": [figure]},
            datasets={"digits/validation": digest},
            status=lifecycle_pb2.FAILED if failed else lifecycle_pb2.COMPLETED,
        ),
        START + 60,
    )


def column(answer: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in answer["columns"] if each["id"] == name]
    return dict(found)


def test_a_row_is_a_group(board: TensorBoard) -> None:
    answer = board.json("runs", group="seed", sort='-metric["val/accuracy"]')
    assert [group["label"] for group in answer["groups"]] == ["alone", "fast", "slow"]
    assert [group["n"] for group in answer["groups"]] == [1, 4, 3]
    assert [group["left_out"] for group in answer["groups"]] == [{}, {}, {"failed": 1}]
    (failed,) = answer["groups"][2]["out"]
    assert answer["groups"][2]["members"][failed] == "slow-s3"
    assert [group["out"] for group in answer["groups"][:2]] == [[], []]
    assert sorted(answer["groups"][1]["members"]) == [f"fast-s{seed}" for seed in range(4)]
    assert answer["runs"] == [f"group:{group['key']}" for group in answer["groups"]]
    assert (answer["total"], answer["matching"], answer["all"], answer["listed"]) == (3, 9, 9, 9)
    assert answer["seeds"] is True
    accuracy = column(answer, 'metric["val/accuracy"]')
    assert accuracy["values"] == accuracy["mean"] == [0.99, pytest.approx(0.9545), pytest.approx(0.905)]
    assert accuracy["sd"] == [None, pytest.approx(0.00544671), pytest.approx(0.005)]
    assert accuracy["low"][2] == pytest.approx(0.905 - 4.302653 * 0.005 / 3**0.5, abs=1e-7)
    assert accuracy["high"][2] == pytest.approx(0.905 + 4.302653 * 0.005 / 3**0.5, abs=1e-7)
    assert (accuracy["n"], accuracy["better"], accuracy["exact"]) == ([1, 4, 3], "up", True)
    assert column(answer, "flag.opt")["values"] == ["fast", "fast", "slow"]
    assert column(answer, "flag.seed")["varied"] == [1, 2]
    assert column(answer, "flag.seed")["span"] == [None, [0, 3], [0, 3]]
    assert "span" not in column(answer, "flag.opt")
    assert "mean" not in column(answer, "flag.seed")


def test_where_columns_and_limit_go_with_groups(board: TensorBoard) -> None:
    answer = board.json(
        "runs",
        group="flag.opt",
        where="flag.seed < 2",
        columns='name, max(metric["val/accuracy"])',
        sort="name",
        limit=1,
    )
    assert [group["key"] for group in answer["groups"]] == ['{"flag.opt":"fast"}']
    assert answer["total"] == 2
    assert [each["values"] for each in answer["columns"]] == [["flag.opt=fast"], [pytest.approx(0.9525)]]
    assert board.json("runs", group="flag.opt", offset=1, sort="name")["groups"][0]["n"] == 3


def test_without_groups_there_are_none(board: TensorBoard) -> None:
    assert board.json("runs", columns="name")["groups"] is None
    assert board.json("compare", run=["slow-s0", "fast-s0"])["groups"] is None


def test_a_wrong_expression_has_its_place_as_javascript_counts(board: TensorBoard) -> None:
    text = "'😀' == name, flag.optt"
    response = board.get("runs", group=text)
    assert response.status == 400
    error = response.json()["error"]
    assert (error["parameter"], error["suggestion"]) == ("group", "flag.opt")
    utf16 = text.encode("utf-16-le")
    place = error["position"]
    assert utf16[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == "flag.optt"
    assert board.get("runs", group=text, errors="inline").status == 200


def test_groups_are_compared(board: TensorBoard) -> None:
    keys = {group["label"]: group["key"] for group in board.json("runs", group="seed")["groups"]}
    names = [f"group:{keys['slow']}", f"group:{keys['fast']}"]
    answer = board.json("compare", run=names)
    verdict = answer["verdict"]
    assert (verdict["word"], verdict["n"], verdict["method"]) == ("better", [3, 4], "welch")
    assert verdict["interval"][0] > 0
    assert verdict["p"] < 0.001
    assert [group["label"] for group in answer["groups"]] == ["slow", "fast"]
    accuracy = answer["metrics"]["val/accuracy"]
    assert accuracy["values"] == [pytest.approx(0.905), pytest.approx(0.9545)]
    assert (accuracy["n"], accuracy["sd"][0]) == ([3, 4], pytest.approx(0.005))
    assert answer["flags"] == {"opt": ["slow", "fast"]}
    assert (answer["reasons"][0]["kind"], answer["reasons"][0]["name"]) == ("flag", "opt")
    assert board.json("compare", run=names, baseline=names[1])["verdict"]["word"] == "worse"


def test_a_group_keeps_its_key_while_the_filter_leaves_out_its_first(board: TensorBoard) -> None:
    keys = {group["label"]: group["key"] for group in board.json("runs", group="seed")["groups"]}
    left = board.json("runs", group="seed", where="flag.seed > 1")
    assert {group["label"]: group["key"] for group in left["groups"]} == {
        "slow": keys["slow"],
        "fast": keys["fast"],
    }
    one = board.json("runs", group="seed", key=keys["slow"])
    assert ([group["label"] for group in one["groups"]], one["total"]) == (["slow"], 1)
    names = [f"group:{keys['slow']}", f"group:{keys['fast']}"]
    assert board.json("compare", run=names, where="flag.seed > 0")["verdict"]["n"] == [2, 3]


def test_runs_with_the_same_seeds_are_paired(board: TensorBoard) -> None:
    names = ["group:seed:slow-s1", "group:seed:fast-s2"]  # any member finds its group
    verdict = board.json("compare", run=names, where="flag.seed < 3")["verdict"]
    assert (verdict["method"], verdict["n"]) == ("paired", [3, 3])
    assert "paired by seed" in verdict["text"]


def test_a_run_is_compared_with_a_group(board: TensorBoard) -> None:
    verdict = board.json("compare", run=["group:seed:slow-s0", "fast-s0"])["verdict"]
    assert (verdict["word"], verdict["method"], verdict["n"]) == ("better", "one against many", [3, 1])


def test_groups_on_other_data_are_not_comparable(board: TensorBoard) -> None:
    verdict = board.json("compare", run=["group:seed:slow-s0", "group:seed:alone"])["verdict"]
    assert (verdict["word"], verdict["interval"]) == ("not comparable", None)
    mixed = board.json("compare", run=['group:{"flag.opt":"slow"}', 'group:{"flag.opt":"fast"}'])
    assert mixed["verdict"]["word"] == "not comparable"
    assert "The runs of flag.opt=fast were evaluated on different data." in mixed["warnings"]


@pytest.mark.parametrize(
    "name",
    ["group:seed:nobody", 'group:{"flag.opt":"none"}', "group:", "group:[1]", f"group:{'[' * 5000}", "x"],
)
def test_an_unknown_group_is_a_404(board: TensorBoard, name: str) -> None:
    assert board.get("compare", run=["group:seed:slow-s0", name]).status == 404


def test_a_key_with_a_wrong_expression_is_a_400(board: TensorBoard) -> None:
    response = board.get("compare", run=["group:seed:slow-s0", 'group:{"flag.optt":1}'])
    assert response.status == 400
    assert response.json()["error"]["parameter"] == "run"


def test_a_budget_is_one_of_three(board: TensorBoard) -> None:
    names = ["group:seed:slow-s0", "group:seed:fast-s0"]
    for kind in ("step", "time"):
        assert board.json("compare", run=names, budget=kind)["budget"]["kind"] == kind
    samples = board.json("compare", run=["slow-s0", "fast-s0"], budget="samples")
    assert samples["budget"]["text"].startswith("At equal samples nothing can be compared: no flag says")
    response = board.get("compare", run=names, budget="money")
    assert response.status == 400
    assert response.json()["error"]["parameter"] == "budget"


def test_single_runs_have_the_noise_of_seeds_beside_them(board: TensorBoard) -> None:
    verdict = board.json("compare", run=["slow-s0", "fast-s0"])["verdict"]
    assert (verdict["word"], verdict["noise"]["groups"]) == ("one run each", 2)


def test_a_group_has_one_curve_the_mean_of_those_that_count(board: TensorBoard) -> None:
    curves = board.json("scalars", run=["group:seed:slow-s1", "fast-s0"], tag="val/accuracy")["scalars"]
    assert [curve["run"] for curve in curves] == ["group:seed:slow-s1", "fast-s0"]
    assert curves[0]["values"] == [pytest.approx(0.905)]
    half = 4.302653 * 0.005 / 3**0.5
    assert curves[0]["band"] == {
        "n": [3],
        "low": [pytest.approx(0.905 - half, abs=1e-7)],
        "high": [pytest.approx(0.905 + half, abs=1e-7)],
        "members": 3,
        "exact": True,
    }
    assert curves[1]["band"] is None


def test_a_wrong_group_of_curves_is_said(board: TensorBoard) -> None:
    assert board.get("scalars", run="group:seed:nothing").status == 404
    assert board.get("scalars", run='group:{"flag.optt":1}').status == 400
    assert board.get("scalars", run='group:{"flag.opt":"fast"}', where="flag.seed <").status == 400
    query = {"run": 'group:{"flag.opt":"fast"}', "where": "flag.seed < 2", "tag": "val/accuracy"}
    [curve] = board.json("scalars", **query)["scalars"]
    assert curve["band"]["members"] == 2


def test_a_group_on_other_data_does_not_bar_the_others(board: TensorBoard) -> None:
    names = ["group:seed:slow-s0", "group:seed:alone", "group:seed:fast-s0"]
    answer = board.json("compare", run=names)
    verdict = answer["verdict"]
    assert (verdict["word"], verdict["about"]) == ("better", 2)
    assert [side and side["word"] for side in verdict["sides"]] == [None, "not comparable", "better"]
    assert answer["doubtful"] == ["group:seed:alone"]
