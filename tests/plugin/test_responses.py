import gzip
import json

import pytest
from tensorboard import errors as tensorboard_errors
from werkzeug.test import Client

from tb_lifecycle.errors import (
    ExpressionError,
    LogdirError,
    NotRecordedError,
    RequestTooLargeError,
    RunNotFoundError,
)
from tb_lifecycle.plugin.responses import (
    Answer,
    RequestError,
    application,
    bytes_answer,
    json_answer,
    utf16_position,
)
from tb_lifecycle.plugin.snapshots import ReadError


def client(answer):
    return Client(application(lambda _: answer))


def failing(error):
    def answer(_):
        raise error

    return Client(application(answer))


def error_of(error):
    response = failing(error).get("/")
    assert response.content_type == "application/json"
    assert set(response.json) == {"error"}
    assert set(response.json["error"]) == {"message", "hint", "parameter", "position", "suggestion"}
    return response.status_code, response.json["error"]


def test_json_is_compressed_for_who_takes_it_and_plain_for_who_does_not():
    content = {"runs": ["été", 1.5, None, True]}
    answering = client(json_answer(content))
    packed = answering.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == content
    plain = answering.get("/")
    assert "Content-Encoding" not in plain.headers
    assert json.loads(plain.data) == content
    assert int(plain.headers["Content-Length"]) == len(plain.data)


def test_what_has_not_changed_is_not_sent_again():
    answering = client(json_answer({"runs": ["a"]}))
    etag = answering.get("/").headers["ETag"]
    again = answering.get("/", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Content-Type"] == "application/json"
    assert again.headers["X-Content-Type-Options"] == "nosniff"
    assert client(json_answer({"runs": ["b"]})).get("/", headers={"If-None-Match": etag}).status_code == 200


def test_a_key_that_changes_by_itself_changes_no_etag():
    first = json_answer({"runs": ["a"], "read": 1.0}, unversioned=["read"])
    second = json_answer({"runs": ["a"], "read": 2.0}, unversioned=["read"])
    assert first.etag == second.etag
    assert json.loads(gzip.decompress(second.body)) == {"runs": ["a"], "read": 2.0}


def test_an_answer_is_asked_for_anew_unless_it_says_how_long_it_holds():
    assert client(json_answer({})).get("/").headers["Cache-Control"] == "no-cache, must-revalidate"
    kept = client(bytes_answer(b"x", "text/css", expires=60))
    response = kept.get("/")
    assert response.headers["Cache-Control"] == "private, max-age=60"
    unchanged = kept.get("/", headers={"If-None-Match": response.headers["ETag"]})
    assert unchanged.headers["Cache-Control"] == "private, max-age=60"


def test_a_file_name_that_is_no_text_is_json_nevertheless():
    answer = json_answer({"path": "half \ud800"})
    assert json.loads(gzip.decompress(answer.body)) == {"path": "half \ud800"}


def test_head_has_the_headers_and_no_body():
    response = client(json_answer({"runs": []})).head("/")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["ETag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(method):
    response = client(Answer(b"{}")).open("/", method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json["error"]["hint"] == "Use GET."


def test_a_bad_request_says_what_is_wrong_where_and_what_to_do():
    error = RequestError("no", hint="do", parameter="where", position=(3, 5), suggestion="lr")
    status, shape = error_of(error)
    assert status == 400
    assert shape == {
        "message": "no",
        "hint": "do",
        "parameter": "where",
        "position": {"start": 3, "end": 5},
        "suggestion": "lr",
    }


def test_the_errors_of_the_readers_have_their_status():
    status, shape = error_of(ExpressionError("No flag x.", 1, 2, hint="Try y.", suggestion="y"))
    assert (status, shape["message"], shape["hint"]) == (400, "No flag x.", "Try y.")
    assert (shape["position"], shape["suggestion"]) == ({"start": 1, "end": 2}, "y")
    assert error_of(RunNotFoundError("There is no run x."))[0] == 404
    assert error_of(LogdirError("runs is no directory."))[0] == 400
    assert error_of(RequestTooLargeError("2,001 curves."))[0] == 400
    status, shape = error_of(NotRecordedError("No file x.", hint="git show abc:x"))
    assert (status, shape["message"], shape["hint"]) == (404, "No file x.", "git show abc:x")
    assert error_of(ReadError("TensorBoard's data could not be read."))[0] == 500


def test_an_error_that_nobody_foresaw_is_told_and_logged_with_its_traceback(caplog):
    status, shape = error_of(KeyError("oops"))
    assert status == 500
    assert shape["message"] == "An error in tb_lifecycle itself: KeyError: 'oops'"
    assert "Traceback" in caplog.text


def test_tensorboards_own_errors_are_told_as_such(caplog):
    status, shape = error_of(tensorboard_errors.NotFoundError("run x"))
    assert status == 500
    assert shape["message"].startswith("TensorBoard could not read its data (")
    assert "Traceback" in caplog.text


def test_a_place_is_counted_as_javascript_counts():
    text = "a😀é\uffff😀b"
    assert utf16_position(text, 0, 1) == (0, 1)
    assert utf16_position(text, 1, 2) == (1, 3)
    assert utf16_position(text, 3, 6) == (4, 8)


@pytest.mark.parametrize(
    "answer", [json_answer({}), bytes_answer(b"x", "text/css"), Answer(b"x", "text/plain")]
)
def test_a_cache_on_the_way_tells_compressed_answers_from_plain_ones(answer):
    response = client(answer).get("/")
    assert response.headers.getlist("Vary") == ["Accept-Encoding"]
    if answer.etag:
        unchanged = client(answer).get("/", headers={"If-None-Match": response.headers["ETag"]})
        assert (unchanged.status_code, unchanged.headers.getlist("Vary")) == (304, ["Accept-Encoding"])


def test_a_cache_on_the_way_tells_compressed_errors_from_plain_ones():
    assert failing(RequestError("no")).get("/").headers.getlist("Vary") == ["Accept-Encoding"]
    assert client(Answer(b"{}")).post("/").headers.getlist("Vary") == ["Accept-Encoding"]


def test_a_long_answer_is_encoded_as_any_other():
    content = {
        "runs": ["a"],
        "columns": [{"id": "x", "values": [1, None]}, {"é": {}}],
        "n": [],
        "t": [[1], {}],
    }
    packed = json_answer(content)
    assert json.loads(gzip.decompress(packed.body)) == content
    assert b" " not in gzip.decompress(packed.body)
    assert json.loads(gzip.decompress(json_answer({}).body)) == {}
