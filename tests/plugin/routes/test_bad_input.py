"""Groups, comparisons and sweeps of logdirs that no chart likes: answers come, and say what is left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import odd_sweeps
from tests.tensorboard_server import READERS, TensorBoard, running_tensorboard

# Seconds for the slowest answer, of 60,000 figures: a few, and more only where something is squared.
PATIENCE = 90.0

# By the name of a sweep of `odd_sweeps`: its settings, how many of the first one's runs count, and what its
# verdict and the sweep's sentence say.
TRUTHS: dict[str, tuple[int, int, str, str]] = {
    "nan": (4, 0, "nothing that counts has a number of it in lr0.001", "no setting has a figure"),
    "one_point": (4, 3, "lr1 is better than lr0.001", "3 of 3 settings are better"),
    "no_points": (4, 3, "no metric in common", ""),
    "identical": (4, 3, "Neither side spreads", "all 4 settings have the same figure, 0.5000"),
    "groups_of_one": (12, 1, "One run each", "one run each: there is no interval"),
    "mixed_flag": (8, 3, "better than r{00,08,16}", "settings are better than r{00,08,16}"),
    "hostile_names": (12, 3, "than %s{}", "better than"),
    "many_tags": (4, 3, "lr1 is better than lr0.001", "lr1 is the best"),
    "many_flags": (4, 3, "lr1 is better than lr0.001", "lr1 is the best"),
    "many_categories": (1000, 1, "One run each", "one run each: there is no interval"),
}


@pytest.fixture(
    scope="module", params=[*odd_sweeps.SMALL, *odd_sweeps.WIDE], ids=lambda write: write.__name__
)
def odd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, TensorBoard]]:
    """A TensorBoard of each of the sweeps, which has read all of it, by its name."""
    write: Callable[[Path], None] = request.param
    logdir = tmp_path_factory.mktemp("odd") / write.__name__
    write(logdir)
    with running_tensorboard("--logdir", str(logdir), READERS["data server"]) as tensorboard:
        tensorboard.wait_for_runs(*(path.name for path in logdir.iterdir()))
        yield write.__name__, tensorboard


@pytest.mark.slow
@pytest.mark.server
def test_every_answer_is_truthful(odd: tuple[str, TensorBoard]) -> None:
    name, board = odd
    groups = ask(board, "runs", group="seed")
    if name == "constant_flags":
        assert [group["n"] for group in groups["groups"]] == [12]
        return
    settings, counted, judged, said = TRUTHS[name]
    assert len(groups["groups"]) == settings
    assert all(
        group["n"] + sum(group["left_out"].values()) == len(group["members"]) for group in groups["groups"]
    )
    first = min(groups["groups"], key=lambda group: group["label"])
    assert first["n"] == counted
    by_label = sorted(zip((group["label"] for group in groups["groups"]), groups["runs"], strict=True))
    sides = [run for _, run in by_label[:6]]
    assert judged in ask(board, "compare", run=sides)["verdict"]["text"]
    members = sorted(run for group in groups["groups"] for run in group["members"])
    assert ask(board, "compare", run=[members[0], members[-1]])["verdict"]["word"] in (None, "one run each")
    sweep = ask(board, "sweep")
    end = time.monotonic() + PATIENCE
    while not sweep["ready"]:
        assert time.monotonic() < end
        sweep = ask(board, "sweep")
    sentence = sweep["sentence"] or {}
    assert said in (sentence.get("known") or "")
    assert sweep["importance"] is None or sweep["importance"]["silent"]


def ask(board: TensorBoard, route: str, **parameters: Any) -> Any:
    began = time.monotonic()
    response = board.get(route, **parameters)
    assert time.monotonic() - began < PATIENCE
    assert response.status == 200, response.body[:500]
    return response.json()
