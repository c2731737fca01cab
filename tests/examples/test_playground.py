from __future__ import annotations

import sys

import numpy as np
import pytest

from tests.examples.conftest import EXAMPLES, Runner


@pytest.fixture(autouse=True)
def _examples_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    for name in ("playground_points", "playground_network"):
        sys.modules.pop(name, None)


def test_one_run_has_figures_and_the_boundary_as_an_image(runner: Runner) -> None:
    flags = ["--data", "xor", "--epochs", "30", "--layers", "8,6", "--lr", "0.1"]
    printed = runner.run("playground.py", "play", *flags, data=False)
    assert "validation/accuracy" in printed
    assert runner.value("play", 'metric["validation/accuracy"] > 0.9') is True
    assert runner.value("play", "flag.layers") == "8,6"
    images = [
        (event.step, value.tag)
        for event in runner.events("play/boundary")
        for value in event.summary.value
        if value.metadata.plugin_data.plugin_name == "images" or value.tag == "decision boundary"
    ]
    assert images == [(0, "decision boundary"), (30, "decision boundary")]


def test_the_sweep_makes_a_run_each(runner: Runner) -> None:
    printed = runner.run("playground_sweep.py", "sweep", "--limit", "3", "--epochs", "2", data=False)
    assert "[3/3]" in printed
    assert [name for name in sorted(runner.table().names) if name.startswith("sweep/")] == [
        "sweep/circle-00",
        "sweep/circle-01",
        "sweep/circle-02",
    ]


@pytest.mark.parametrize("kind", ["circle", "xor", "gauss", "spiral"])
def test_points_have_two_colours_in_equal_parts(kind: str) -> None:
    import playground_points

    points = playground_points.KINDS[kind](500, 0.0, np.random.default_rng(1))
    assert points.places.shape == (500, 2)
    assert np.abs(points.places).max() < 6
    assert set(points.colours) == {-1, 1}
    assert abs(points.colours.mean()) < 0.15


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
@pytest.mark.parametrize("regularization", ["none", "l1", "l2"])
def test_a_step_goes_down_the_slope_of_the_loss(activation: str, regularization: str) -> None:
    import playground_network
    import playground_points

    points = playground_points.xor(50, 0.0, np.random.default_rng(1))
    network = playground_network.Network([3, 2], activation, np.random.default_rng(2))
    rate = 0.0 if regularization == "none" else 0.1

    def loss() -> float:
        every = np.concatenate([weight.ravel() for weight in network.weights])
        penalty = {"none": 0.0, "l1": np.abs(every).sum(), "l2": (every**2).sum() / 2}[regularization]
        return network.evaluate(points)["loss"] + rate * float(penalty)

    weight = network.weights[0]
    before = weight.copy()
    weight[1, 2] += 1e-6
    higher = loss()
    weight[1, 2] -= 2e-6
    slope = (higher - loss()) / 2e-6
    weight[:] = before
    network.step(points, 1.0, regularization, rate)
    assert before[1, 2] - network.weights[0][1, 2] == pytest.approx(slope, rel=1e-3, abs=1e-7)
