from tests.tensorboard_server import TensorBoard


def error(tensorboard, status, **query):
    response = tensorboard.get("compare", **query)
    assert response.status == status, response.body
    return response.json()["error"]


def test_it_says_what_differs_and_by_how_much(tensorboard: TensorBoard):
    answer = tensorboard.json("compare", run=["intro/a", "expert/b"])
    assert (answer["runs"], answer["baseline"]) == (["intro/a", "expert/b"], "intro/a")
    assert answer["statuses"] == ["completed", "completed"]
    accuracy = answer["metrics"]["train/accuracy"]
    assert (accuracy["values"], accuracy["better"], accuracy["best"]) == ([0.95, 0.96], "up", 1)
    assert [round(delta, 9) for delta in accuracy["deltas"]] == [0, 0.01]
    assert answer["flags"]["lr"] == [0.5, 0.003]
    assert answer["flags"]["model"] == ["intro", "expert"]
    assert answer["same"]["flags"]["fail"] is False
    assert "digits/train" in answer["same"]["datasets"]
    reasons = {(reason["kind"], reason["name"]): reason for reason in answer["reasons"]}
    assert (reasons["flag", "lr"]["a"], reasons["flag", "lr"]["b"]) == (0.5, 0.003)
    assert answer["verdict"]


def test_the_baseline_may_be_any_of_them(tensorboard: TensorBoard):
    answer = tensorboard.json("compare", run=["intro/a", "expert/b"], baseline="expert/b")
    assert (answer["runs"], answer["baseline"]) == (["intro/a", "expert/b"], "expert/b")
    assert [round(delta, 9) for delta in answer["metrics"]["train/accuracy"]["deltas"]] == [-0.01, 0]


def test_three_runs_name_the_run_of_each_reason(tensorboard: TensorBoard):
    answer = tensorboard.json("compare", run=["intro/a", "expert/b", "intro/failed"])
    assert answer["metrics"]["loss"]["values"][2] == "NaN"
    assert {reason["run"] for reason in answer["reasons"]} == {"expert/b", "intro/failed"}


def test_one_run_is_not_enough(fast_tensorboard: TensorBoard):
    assert error(fast_tensorboard, 400, run="intro/a")["hint"].startswith("Name two runs or more")
    assert error(fast_tensorboard, 400, run=["intro/a", "intro/a"])["message"] == "Only one run to compare."


def test_a_baseline_that_is_not_compared_is_an_error(fast_tensorboard: TensorBoard):
    wrong = error(fast_tensorboard, 400, run=["intro/a", "expert/b"], baseline="intro/failed")
    assert wrong["parameter"] == "baseline"


def test_an_unknown_run_is_a_404_with_the_nearest_name(fast_tensorboard: TensorBoard):
    assert error(fast_tensorboard, 404, run=["intro/a", "expert/bb"])["suggestion"] == "expert/b"


def test_what_has_not_changed_is_not_sent_again(fast_tensorboard: TensorBoard):
    query = {"run": ["intro/a", "expert/b"]}
    etag = fast_tensorboard.get("compare", **query).headers["ETag"]
    assert fast_tensorboard.get("compare", {"If-None-Match": etag}, **query).status == 304


def test_only_so_many_runs_are_compared_at_once(fast_tensorboard: TensorBoard):
    response = fast_tensorboard.get("compare", run=[f"run-{number}" for number in range(201)])
    assert response.status == 400
    error = response.json()["error"]
    assert error["message"] == "201 runs are more than the 200 that are compared at once."
    assert error["parameter"] == "run"
    assert fast_tensorboard.get("compare", run=[f"run-{number}" for number in range(200)]).status == 404
