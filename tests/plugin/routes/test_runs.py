import time

import pytest

from tests.conftest import Project
from tests.tensorboard_server import TensorBoard

FIXED = [
    "name", "status", "started", "duration", "tags", "user", "host",
    "stage.code", "stage.prepare", "stage.train", "stage.compare", "stage.serve",
    "code.commit", "code.branch", "code.dirty",
]  # fmt: skip


def values(answer, expression):
    (column,) = [column for column in answer["columns"] if column["id"] == expression]
    return dict(zip(answer["runs"], column["values"], strict=True))


def error(tensorboard, **query):
    response = tensorboard.get("runs", **query)
    assert response.status == 400, response.body
    return response.json()["error"]


def test_without_parameters_it_has_every_run_newest_first_and_every_column(
    tensorboard: TensorBoard, project: Project
):
    answer = tensorboard.json("runs")
    assert answer["runs"] == ["expert/b", "intro/failed", "intro/a"]
    assert (answer["total"], answer["all"], answer["complete"], answer["notices"]) == (3, 3, True, [])
    assert [answer[key] for key in ("listed", "offset", "reading", "stale", "unread")] == [3, 0, False, 0, []]
    assert project.last_written() <= answer["read"] <= time.time()
    ids = [column["id"] for column in answer["columns"]]
    assert ids[: len(FIXED)] == FIXED
    assert ids[len(FIXED) :] == [
        "flag.fail", "flag.lr", "flag.model", "flag.rundir",
        "metric.loss", 'metric["train/accuracy"]',
        'dataset["digits/train"]', "export.export",
    ]  # fmt: skip
    assert values(answer, "status") == {
        "expert/b": "completed",
        "intro/failed": "failed",
        "intro/a": "completed",
    }
    assert values(answer, "flag.lr") == {"expert/b": 0.003, "intro/failed": 9, "intro/a": 0.5}
    assert values(answer, "flag.fail") == {"expert/b": False, "intro/failed": True, "intro/a": False}
    assert values(answer, "tags")["expert/b"] == ["expert"]
    assert values(answer, "metric.loss")["intro/failed"] == "NaN"
    assert values(answer, "export.export")["intro/failed"] is None
    assert values(answer, "export.export")["intro/a"].startswith("sha256:")
    assert values(answer, "code.dirty") == {"expert/b": True, "intro/failed": False, "intro/a": False}
    assert values(answer, "stage.train")["intro/a"] == "recorded"


def test_a_column_says_what_it_is(fast_tensorboard: TensorBoard):
    columns = {column["id"]: column for column in fast_tensorboard.json("runs")["columns"]}
    described = {key: value for key, value in columns['metric["train/accuracy"]'].items() if key != "values"}
    assert described == {
        "id": 'metric["train/accuracy"]', "kind": "metric", "type": "number", "label": "train/accuracy",
        "unit": None, "better": "up", "default": True, "exact": True,
    }  # fmt: skip
    assert columns["metric.loss"]["better"] == "down"
    assert (columns["started"]["unit"], columns["duration"]["unit"]) == ("epoch s", "s")
    assert columns["tags"]["type"] == "list"


def test_filter_sort_columns_and_limit_work_together(tensorboard: TensorBoard):
    answer = tensorboard.json(
        "runs", where="status == 'completed'", sort='-metric["train/accuracy"]', limit=1,
        columns=' name ,max(metric["train/accuracy"]) , flag.lr * 2',
    )  # fmt: skip
    assert answer["runs"] == ["expert/b"]
    assert (answer["total"], answer["all"]) == (2, 3)
    assert [column["id"] for column in answer["columns"]] == [
        "name",
        'max(metric["train/accuracy"])',
        "flag.lr * 2",
    ]
    assert [column["values"] for column in answer["columns"]] == [["expert/b"], [0.96], [0.006]]


def test_an_offset_leaves_out_the_first(fast_tensorboard: TensorBoard):
    answer = fast_tensorboard.json("runs", offset=1, limit=1, columns="name")
    assert (answer["runs"], answer["offset"], answer["total"]) == (["intro/failed"], 1, 3)
    assert fast_tensorboard.json("runs", offset=3, columns="name")["runs"] == []
    assert error(fast_tensorboard, offset=-1)["parameter"] == "offset"


def test_blank_parameters_are_as_good_as_none(fast_tensorboard: TensorBoard):
    plain = fast_tensorboard.json("runs")
    blank = fast_tensorboard.json("runs", where="", columns=" ", sort="", limit="")
    assert blank["runs"] == plain["runs"]
    assert blank["columns"] == plain["columns"]


@pytest.mark.parametrize("parameter", ["where", "sort", "columns"])
def test_a_name_that_no_run_has_is_an_error_with_place_and_suggestion(
    tensorboard: TensorBoard, parameter: str
):
    wrong = error(tensorboard, **{parameter: "flag.modle"})
    assert wrong["parameter"] == parameter
    assert wrong["position"] == {"start": 0, "end": 10}
    assert wrong["suggestion"] == "flag.model"
    assert "modle" in wrong["message"]


def test_a_position_counts_from_the_beginning_of_the_whole_parameter(fast_tensorboard: TensorBoard):
    text = "name, status,  flag.modle"
    position = error(fast_tensorboard, columns=text)["position"]
    assert text[position["start"] : position["end"]] == "flag.modle"
    text = "-started, -flag.modle"
    position = error(fast_tensorboard, sort=text)["position"]
    assert text[position["start"] : position["end"]] == "flag.modle"


@pytest.mark.parametrize("where", ["flag.lr <", "flag.lr ** 2", "(", "__import__('os')", "flag.lr.real"])
def test_a_bad_expression_is_an_error_never_an_empty_table(fast_tensorboard: TensorBoard, where: str):
    wrong = error(fast_tensorboard, where=where)
    assert wrong["parameter"] == "where"
    assert wrong["position"] is not None


@pytest.mark.parametrize("parameter", ["where", "sort", "columns"])
def test_who_asks_for_it_gets_an_error_in_an_expression_as_an_answer(
    fast_tensorboard: TensorBoard, parameter: str
):
    query = {parameter: "flag.modle"}
    answer = fast_tensorboard.get("runs", **query, errors="inline")
    assert answer.status == 200
    assert answer.json() == {"error": error(fast_tensorboard, **query)}
    assert fast_tensorboard.json("runs", errors="inline")["total"] == 3


@pytest.mark.parametrize("query", [{"limit": 0}, {"lmit": 1}, {"errors": "outline"}])
def test_an_error_in_another_parameter_is_never_an_answer(fast_tensorboard: TensorBoard, query: dict):
    wrong = error(fast_tensorboard, **{"errors": "inline", **query})
    assert wrong["parameter"] == next(iter(query))


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5"])
def test_a_limit_below_one_or_no_number_is_an_error(fast_tensorboard: TensorBoard, limit: str):
    assert error(fast_tensorboard, limit=limit)["parameter"] == "limit"


def test_an_unknown_parameter_is_an_error(fast_tensorboard: TensorBoard):
    assert error(fast_tensorboard, filter="x")["hint"].endswith(
        "Known here: columns, errors, exact, group, key, limit, offset, sort, where."
    )
    assert fast_tensorboard.get("runs", experiment="defaultExperimentId", _="1").status == 200


def test_what_has_not_changed_is_not_sent_again(tensorboard: TensorBoard):
    first = tensorboard.get("runs")
    assert tensorboard.get("runs", headers={"If-None-Match": first.headers["ETag"]}).status == 304
    assert tensorboard.get("runs", headers={"If-None-Match": first.headers["ETag"]}, limit=1).status == 200
    compressed = tensorboard.get("runs", headers={"Accept-Encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.json()["runs"] == first.json()["runs"]


def test_only_get_and_head_are_possible(fast_tensorboard: TensorBoard):
    assert fast_tensorboard.request("/data/plugin/lifecycle/runs", method="HEAD").body == b""
    refused = fast_tensorboard.request("/data/plugin/lifecycle/runs", method="POST")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert refused.json()["error"]["hint"] == "Use GET."


def test_a_position_counts_as_javascript_does(fast_tensorboard: TensorBoard):
    where = "name != '😀é' and nobody == 1"
    found = error(fast_tensorboard, where=where)
    assert found["position"] == {"start": where.index("nobody") + 1, "end": where.index("nobody") + 7}
    for parameter in ("sort", "columns"):
        found = error(fast_tensorboard, **{parameter: "'😀', 'é', nobody"})
        assert found["position"] == {"start": 11, "end": 17}, parameter


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"columns": ",".join(f"lr+{number}" for number in range(501))}, "More than 500"),
        ({"sort": ",".join(["-lr"] * 5_000)}, "More than 500"),
        ({"where": "+".join(["min(loss)"] * 101)}, "Only 100 figures"),
        ({"where": "0x" + "f" * 20_000 + " > 1"}, "too many digits"),
        ({"where": "9" * 5_000 + " > 1"}, "too many digits"),
        ({"where": "(" * 5_000}, "nested more than 100 deep"),
        ({"where": "matches(name, '(?=a)b')"}, "no regular expression"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_too_much_is_refused_with_its_place(fast_tensorboard: TensorBoard, query, message: str):
    found = error(fast_tensorboard, **query)
    assert message in found["message"]
    assert 0 <= found["position"]["start"] < found["position"]["end"]


def test_a_column_that_is_named_twice_is_answered_once(fast_tensorboard: TensorBoard):
    answer = fast_tensorboard.json("runs", columns="flag.lr, name, flag.lr,name", sort="name")
    assert [column["id"] for column in answer["columns"]] == ["flag.lr", "name"]


def test_infinities_of_huge_numbers_are_values(fast_tensorboard: TensorBoard):
    huge = "7" * 420
    for where in (f"{huge} / 0 > 1", f"-{huge} / 0.0 < 0", f"{huge} * {huge} > 1", f"True / {huge} < 1"):
        assert fast_tensorboard.json("runs", where=where)["total"] == 3, where
    assert fast_tensorboard.json("runs", columns=f"{huge} / 0")["columns"][0]["values"] == ["Infinity"] * 3
