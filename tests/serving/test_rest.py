from __future__ import annotations

import base64
import json
import math
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from werkzeug.test import Client as WsgiClient

from tb_lifecycle.serving.bounds import Bounds, Room
from tb_lifecycle.serving.export_location import locate
from tb_lifecycle.serving.model import Model
from tb_lifecycle.serving.rest import RestApi
from tb_lifecycle.serving.statuses import Refusal
from tests.serving.conftest import WEIGHTS, Client, serving
from tests.serving.test_connections import connect, whole_answer

IMAGES = [[1.0, 2.0, 3.0, 4.0], [0.25, -0.5, 0.0, 1.0], [0.1, 0.1, 0.1, 0.1]]


def _expected(images: list[list[float]]) -> list[list[float]]:
    return tf.matmul(tf.constant(images), tf.constant(WEIGHTS)).numpy().tolist()


def _as_float32(values: object) -> list[list[float]]:
    return np.asarray(values, np.float32).tolist()


def test_status_is_tensorflow_servings(client: Client) -> None:
    expected = {
        "model_version_status": [
            {"version": "1", "state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
        ]
    }
    assert client.ask("/v1/models/toy").json == expected
    assert client.ask("/v1/models/toy/versions/1").json == expected


def test_metadata_is_tensorflow_servings(client: Client) -> None:
    answer = client.ask("/v1/models/toy/metadata").json
    assert answer["model_spec"] == {"name": "toy", "signature_name": "", "version": "1"}
    signature = answer["metadata"]["signature_def"]["signature_def"]["serving_default"]
    assert signature["method_name"] == "tensorflow/serving/predict"
    assert signature["inputs"]["images"] == {
        "dtype": "DT_FLOAT",
        "tensor_shape": {
            "dim": [{"size": "-1", "name": ""}, {"size": "4", "name": ""}],
            "unknown_rank": False,
        },
        "name": "serving_default_images:0",
    }
    assert signature["outputs"]["scores"]["tensor_shape"]["dim"][1]["size"] == "2"
    assert client.ask("/v1/models/toy/versions/1/metadata").json == answer


def test_rows_get_what_the_model_says(client: Client, model: Model) -> None:
    answer = client.predict({"instances": IMAGES})
    assert answer.status == 200
    assert _as_float32(answer.json["predictions"]) == _expected(IMAGES)
    direct = model.predict("serving_default", {"images": np.asarray(IMAGES, np.float32)})["scores"]
    assert _as_float32(answer.json["predictions"]) == direct.tolist()


def test_columns_get_the_same(client: Client) -> None:
    for body in ({"inputs": IMAGES}, {"inputs": {"images": IMAGES}}):
        answer = client.predict(body)
        assert list(answer.json) == ["outputs"]
        assert _as_float32(answer.json["outputs"]) == _expected(IMAGES)


def test_named_rows_and_versions(client: Client) -> None:
    named = {"instances": [{"images": image} for image in IMAGES]}
    answer = client.ask("/v1/models/toy/versions/1:predict", named)
    assert _as_float32(answer.json["predictions"]) == _expected(IMAGES)


def test_several_inputs_and_outputs_in_both_forms(client: Client) -> None:
    raw = base64.b64encode(b"\xff\x00").decode()
    rows = [
        {"tag": "é", "signal": [1, 2]},
        {"tag": {"b64": base64.b64encode(b"ok").decode()}, "signal": [3, 4.5]},
    ]
    answer = client.predict({"signature_name": "two", "instances": rows})
    assert answer.json["predictions"] == [
        {"raw_bytes": {"b64": base64.b64encode("é".encode()).decode()}, "sum": 3.0, "tag": "é"},
        {"raw_bytes": {"b64": base64.b64encode(b"ok").decode()}, "sum": 7.5, "tag": "ok"},
    ]
    columns = {"tag": [{"b64": raw}], "signal": [[1, 1]]}
    answer = client.predict({"signature_name": "two", "inputs": columns})
    assert answer.json["outputs"]["raw_bytes"] == [{"b64": raw}]
    assert answer.json["outputs"]["sum"] == [2.0]


def test_types_come_back_as_they_went(client: Client) -> None:
    row = {"i": -3, "u": 255, "b": True, "d": 0.1}
    answer = client.predict({"signature_name": "types", "instances": [row]})
    assert answer.json["predictions"] == [row]
    assert '"i": -3,' in answer.text  # an integer, not a decimal


def test_not_a_number_and_infinity_go_both_ways(client: Client) -> None:
    answer = client.ask(
        "/v1/models/toy:predict", data=b'{"signature_name": "log", "instances": [0, -1, Infinity, NaN, 1]}'
    )
    assert "-Infinity" in answer.text
    assert "NaN" in answer.text
    first, second, third, fourth, fifth = answer.json["predictions"]
    assert (first, third, fifth) == (-math.inf, math.inf, 0.0)
    assert math.isnan(second)
    assert math.isnan(fourth)


def test_floats_are_written_short(client: Client) -> None:
    assert "0.6" in client.predict({"instances": [[1, 1, 1, 0]]}).text
    assert "0.6000000238" not in client.predict({"instances": [[1, 1, 1, 0]]}).text


def test_output_without_rows_goes_as_column_only(client: Client) -> None:
    assert client.predict({"signature_name": "total", "inputs": [1, 2, 3]}).json == {"outputs": 6.0}
    answer = client.predict({"signature_name": "total", "instances": [1, 2, 3]})
    assert answer.status == 400
    assert "has no shape information" in answer.error


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "Missing 'inputs' or 'instances' key"),
        ([], 400, "Is not object"),
        ({"instances": [[1]], "inputs": [[1]]}, 400, "only one of 'inputs' or 'instances'"),
        ({"instances": []}, 400, "No values in 'instances' array"),
        ({"instances": [["a"]]}, 400, "is not of expected type: float"),
        ({"instances": [[1, 2, 3]]}, 400, "input images must have shape [-1,4] but has [1,3]"),
        ({"instances": [[1, 2, 3, 4], [1]]}, 400, "Expecting tensor size: 4 but got: 1"),
        ({"signature_name": "nope", "instances": [[1]]}, 400, '"nope" not found in signature def'),
        ({"signature_name": "two", "instances": ["a"]}, 400, "instances is a plain list"),
        ({"signature_name": "two", "inputs": {"tag": ["a"]}}, 400, "Missing named input: signal"),
        ({"signature_name": "pick", "instances": [5]}, 400, "x is too large"),
    ],
)
def test_bad_requests_say_what_is_wrong(client: Client, body: object, status: int, message: str) -> None:
    answer = client.predict(body)
    assert answer.status == status
    assert message in answer.error


def test_what_is_no_json_is_said_so(client: Client) -> None:
    for data in (b"{", b"", b"\xff"):
        answer = client.ask("/v1/models/toy:predict", data=data)
        assert answer.status == 400
        assert answer.error.startswith("JSON Parse error: ")


def test_other_models_and_versions_are_not_found(client: Client) -> None:
    body = {"instances": IMAGES}
    assert client.ask("/v1/models/x:predict", body) == (
        404,
        '{"error": "Servable not found for request: Latest(x)"}',
    )
    assert client.ask("/v1/models/toy/versions/2:predict", body).error == (
        "Servable not found for request: Specific(toy, 2)"
    )
    assert client.ask("/v1/models/x/metadata").error == "Servable not found for request: Latest(x)"
    assert client.ask("/v1/models/x") == (404, '{"error": "Could not find any versions of model x"}')
    assert client.ask("/v1/models/toy/versions/2").error == "Could not find version 2 of model toy"


def test_other_paths_and_methods_are_malformed(client: Client) -> None:
    assert client.ask("/v1/models/toy:predict").status == 400
    assert client.ask("/v1/models").error == "Missing model name in request."
    assert client.ask("/v1/nothing").error == "Malformed request: GET /v1/nothing"
    assert client.ask("/nothing").status == 404
    assert client.ask("/v1/models/toy:classify", {"examples": []}).status == 501


def test_every_prediction_is_counted_and_nothing_else(client: Client) -> None:
    client.counted.clear()
    client.predict({"instances": IMAGES})
    client.predict({"instances": [["a"]]})
    client.ask("/v1/models/toy")
    client.ask("/v1/models/x:predict", {"instances": IMAGES})
    assert client.counted == [True, False]


def test_no_number_or_character_is_an_error_of_ours(client: Client) -> None:
    digits = b"9" * 5_000
    for data, message in (
        (b'{"instances": [[%s, 1, 1, 1]]}' % digits, "too many digits"),
        (b'{"instances": [[%s, 1, 1, 1]]}' % digits[:400], "without loss of precision"),
        (b'{"instances": [[1e999, 1, 1, "\\ud800"]]}', "is not of expected type: float"),
        (b'{"signature_name": "\\udfff", "instances": [1]}', "not found in signature def"),
        (b'{"instances": [%s1%s]}' % (b"[" * 500, b"]" * 500), "nested more than 32 deep"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"instances": [[1, 2, 3, true]]}', "JSON Value: true Type: True is not of expected type: float"),
    ):
        answer = client.ask("/v1/models/toy:predict", data=data)
        assert answer.status == 400, data[:60]
        assert message in answer.error, data[:60]
    strings = b'{"signature_name": "two", "instances": [{"tag": "\\ud800", "signal": [1, 2]}]}'
    assert client.ask("/v1/models/toy:predict", data=strings).status == 200


def test_a_body_or_instances_beyond_the_bounds_are_refused(export: Path, model: Model) -> None:
    bounds = Bounds(body=1_000, instances=3)
    with serving(RestApi(model, locate(export), lambda *_: None, bounds), bounds) as port:
        small = Client(f"http://127.0.0.1:{port}", [])
        assert small.predict({"instances": [[1, 2, 3, 4]] * 3}).status == 200
        answer = small.predict({"instances": [[1, 2, 3, 4]] * 4})
        assert (answer.status, answer.error) == (400, "4 instances are more than the 3 of one request.")
        answer = small.predict({"inputs": [[1, 2, 3, 4]] * 400})
        assert (answer.status, answer.error) == (413, "The request's body is too long.")


def test_a_body_that_does_not_come_is_given_up_and_said(export: Path, model: Model) -> None:
    bounds = Bounds(patience=0.3)
    with serving(RestApi(model, locate(export), lambda *_: None, bounds), bounds) as port:
        head = b"POST /v1/models/toy:predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
        answer = whole_answer(connect(port, head))
        assert b" 408 " in answer.splitlines()[0]
        assert answer.endswith(b'{"error": "The request\'s body comes too slowly."}')


def test_what_nobody_foresaw_has_the_same_shape(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def inputs(self, _name: str) -> None:
            raise KeyError("oops")

    answer = WsgiClient(RestApi(Broken(), locate(export), lambda *_: None)).post(  # type: ignore[arg-type]
        "/v1/models/toy:predict", data=b'{"instances": [1]}'
    )
    assert (answer.status_code, answer.json) == (
        500,
        {"error": "An error in tb_lifecycle itself: KeyError: 'oops'"},
    )
    assert "Traceback" in capsys.readouterr().err


def test_pages_of_other_origins_are_not_answered(client: Client) -> None:
    request = urllib.request.Request(f"{client.url}/v1/models/toy", headers={"Origin": "http://evil.example"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=30)
    with caught.value as answer:
        assert (answer.code, list(json.load(answer))) == (403, ["error"])


def test_memory_for_bodies_is_given_back() -> None:
    room = Room(10)
    for _ in range(3):
        with room.of(6), room.of(4), pytest.raises(Refusal, match="ask again") as caught, room.of(1):
            pass
        assert caught.value.status == 503


def test_no_more_bodies_are_held_at_the_same_time_than_four_of_the_longest(export: Path) -> None:
    body = b'{"instances": [1]}'.ljust(100)
    statuses: list[int] = []

    class Asking:
        """Asks again while it is asked."""

        def inputs(self, _name: str) -> None:
            if len(statuses) < 9:
                statuses.append(ask())
            raise Refusal("Enough.")

    api = RestApi(Asking(), locate(export), lambda *_: None, Bounds(body=100))  # type: ignore[arg-type]

    def ask() -> int:
        return WsgiClient(api).post("/v1/models/toy:predict", data=body).status_code

    assert ask() == 400
    assert statuses == [503, 400, 400, 400]
    assert ask() == 400, "and all of it is given back"
