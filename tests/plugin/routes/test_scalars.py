import pytest

from tests.tensorboard_server import TensorBoard


def test_it_has_a_curve_for_each_run_and_tag(tensorboard: TensorBoard):
    curves = tensorboard.json("scalars", run=["intro/a", "expert/b"], tag="train/accuracy")["scalars"]
    assert [(curve["run"], curve["tag"]) for curve in curves] == [
        ("intro/a", "train/accuracy"),
        ("expert/b", "train/accuracy"),
    ]
    assert curves[0]["steps"] == list(range(20))
    assert curves[0]["values"] == pytest.approx([step / 20 for step in range(20)], rel=1e-6)
    assert len(curves[0]["wall_times"]) == 20
    assert curves[0]["wall_times"] == sorted(curves[0]["wall_times"])


def test_without_a_tag_it_has_every_metric(tensorboard: TensorBoard):
    curves = tensorboard.json("scalars", run="intro/failed")["scalars"]
    assert sorted(curve["tag"] for curve in curves) == ["loss", "train/accuracy"]
    (loss,) = [curve for curve in curves if curve["tag"] == "loss"]
    assert loss["values"][-1] == "NaN"


def test_a_run_without_the_tag_has_no_entry(tensorboard: TensorBoard):
    assert tensorboard.json("scalars", run="intro/a", tag="nothing") == {"scalars": []}


def test_points_caps_a_curve(tensorboard: TensorBoard):
    (curve,) = tensorboard.json("scalars", run="intro/a", tag="loss", points=5)["scalars"]
    assert 0 < len(curve["steps"]) <= 5
    assert tensorboard.get("scalars", run="intro/a", points=0).status == 400


def test_an_unknown_run_is_a_404(fast_tensorboard: TensorBoard):
    assert fast_tensorboard.get("scalars", run=["intro/a", "nothing"]).status == 404


def test_any_number_of_points_may_be_asked_for(tensorboard: TensorBoard):
    curves = tensorboard.json("scalars", run="intro/a", tag="loss", points=10**17)["scalars"]
    assert [len(curve["steps"]) for curve in curves] == [20]
