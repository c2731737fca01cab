import pytest

from tests.conftest import Project
from tests.tensorboard_server import TensorBoard


def test_it_has_one_run_whole(tensorboard: TensorBoard, project: Project):
    run = tensorboard.json("run", run="expert/b")
    assert (run["run"], run["status"], run["tags"]) == ("expert/b", "completed", ["expert"])
    assert run["started"] < run["ended"]
    assert run["duration"] == pytest.approx(run["ended"] - run["started"], abs=0.01)
    assert {name: value for name, value in run["flags"].items() if name != "rundir"} == {
        "lr": 0.003,
        "model": "expert",
        "fail": False,
    }
    assert run["flag_details"]["lr"] == {
        "default": 0.5,
        "type": "float",
        "help": "learning rate",
        "set": True,
    }
    assert run["command"]["line"].startswith("python train.py") or "train.py" in run["command"]["line"]
    assert run["exit"]["code"] == 0
    assert run["code"]["dirty"] is True
    assert run["code"]["subject"] == "Train"
    assert run["code"]["patch"]["path"].startswith("lifecycle/patch-")
    (source,) = [file for file in run["code"]["files"] if file["path"] == "train.py"]
    assert (source["state"], source["content"], source["added"]) == ("modified", True, 2)
    assert "numpy" in run["environment"]["packages"]
    accuracy = run["metrics"]["train/accuracy"]
    assert (accuracy["first"], accuracy["last"], accuracy["step"], accuracy["count"]) == (0.01, 0.96, 19, 20)
    assert (accuracy["exact"], accuracy["better"]) == (True, "up")
    (dataset,) = run["datasets"]
    assert (dataset["name"], dataset["split"], dataset["rows"]) == ("digits", "train", 10)
    assert dataset["digest"].startswith("sha256:")
    (export,) = run["exports"]
    assert (export["name"], export["path"], export["size"]) == ("export", "model/export", 100)
    assert list(run["stages"]) == ["code", "prepare", "train", "compare", "serve"]
    assert run["stages"]["serve"]["state"] == "partial"
    assert run["stages"]["compare"]["state"] == "recorded"
    assert [incarnation["status"] for incarnation in run["incarnations"]] == ["completed"]
    assert "lifecycle/console.log" in [file["path"] for file in run["files"]]
    assert project.logdir.name not in run["run"]


def test_a_failed_run_says_how(tensorboard: TensorBoard):
    run = tensorboard.json("run", run="intro/failed")
    assert run["status"] == "failed"
    assert run["exit"]["exception"].startswith("RuntimeError")
    assert "the loss is not a number" in run["exit"]["traceback"]
    assert run["metrics"]["loss"]["last"] == "NaN"
    assert run["exports"] == []


def test_an_unknown_run_is_a_404_with_the_nearest_name(tensorboard: TensorBoard):
    response = tensorboard.get("run", run="expert/bb")
    assert response.status == 404
    error = response.json()["error"]
    assert (error["parameter"], error["suggestion"]) == ("run", "expert/b")
    assert error["hint"] == "Did you mean 'expert/b'?"


@pytest.mark.parametrize("route", ["run", "lineage", "scalars", "compare", "file"])
def test_a_missing_name_is_an_error_that_shows_the_form(fast_tensorboard: TensorBoard, route: str):
    response = fast_tensorboard.get(route)
    assert response.status == 400
    error = response.json()["error"]
    assert (error["message"], error["parameter"]) == ("The parameter run is missing.", "run")
    assert f"{route}?run=" in error["hint"]


def test_what_has_not_changed_is_not_sent_again(tensorboard: TensorBoard):
    etag = tensorboard.get("run", run="intro/a").headers["ETag"]
    assert tensorboard.get("run", {"If-None-Match": etag}, run="intro/a").status == 304
    assert tensorboard.get("run", {"If-None-Match": etag}, run="expert/b").status == 200
