"""TensorFlow Serving's REST API for one model, as a WSGI application.

Routes and answers: https://www.tensorflow.org/tfx/serving/api_rest
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from tb_lifecycle.serving.predict_body import parse_body
from tb_lifecycle.serving.statuses import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from tb_lifecycle.serving.export_location import ExportLocation
    from tb_lifecycle.serving.model import Model

_MODEL = r"(?i:/v1/models)/(?P<name>[^/:]+)(?:/versions/(?P<version>\d+))?"
_STATUS_PATH = re.compile(_MODEL)
_METADATA_PATH = re.compile(_MODEL + "/metadata")
_CALL_PATH = re.compile(_MODEL + ":(?P<method>predict|classify|regress)")
_NO_MODEL_PATH = re.compile("(?i:/v1/models)")
_ANY_PATH = re.compile("(?i:/v1/).*")


class RestApi:
    """Answers requests for one model.

    Every prediction is told to `count`, with its seconds and whether it was answered.
    """

    def __init__(self, model: Model, location: ExportLocation, count: Callable[[float, bool], None]) -> None:
        self._model = model
        self._location = location
        self._count = count

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        request = Request(environ)
        try:
            response = _json_response(self._answer(request))
        except Refusal as error:
            response = _json_response({"error": error.message}, error.status)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Any:
        path = request.path
        if request.method == "POST" and (match := _CALL_PATH.fullmatch(path)):
            self._check_servable(match)
            return self._call(match["method"], request)
        if request.method in ("GET", "HEAD") and (match := _METADATA_PATH.fullmatch(path)):
            self._check_servable(match)
            return self._metadata()
        if request.method in ("GET", "HEAD") and (match := _STATUS_PATH.fullmatch(path)):
            self._check_version(match)
            return self._status()
        if request.method in ("GET", "HEAD") and _NO_MODEL_PATH.fullmatch(path):
            raise Refusal("Missing model name in request.")
        status = HTTPStatus.BAD_REQUEST if _ANY_PATH.fullmatch(path) else HTTPStatus.NOT_FOUND
        raise Refusal(f"Malformed request: {request.method} {path}", status)

    def _call(self, method: str, request: Request) -> Any:
        if method != "predict":
            message = (
                f"{method} is not supported here: call :predict, or serve the export with TensorFlow Serving."
            )
            raise Refusal(message, HTTPStatus.NOT_IMPLEMENTED)
        started = time.perf_counter()
        answered = False
        try:
            answer = self._predict(request.get_data())
            answered = True
            return answer
        finally:
            self._count(time.perf_counter() - started, answered)

    def _predict(self, data: bytes) -> Any:
        body = parse_body(data)
        inputs = self._model.inputs(body.signature)
        tensors = body.tensors({name: info.dtype for name, info in inputs.items()})
        return body.answer(self._model.predict(body.signature, tensors))

    def _metadata(self) -> Any:
        spec = {"name": self._location.model, "signature_name": "", "version": str(self._location.version)}
        return {"model_spec": spec, "metadata": {"signature_def": {"signature_def": self._model.metadata}}}

    def _status(self) -> Any:
        status = {"error_code": "OK", "error_message": ""}
        version = str(self._location.version)
        return {"model_version_status": [{"version": version, "state": "AVAILABLE", "status": status}]}

    def _check_servable(self, match: re.Match[str]) -> None:
        if not self._is_served(match):
            name, version = match["name"], match["version"]
            wanted = f"Specific({name}, {int(version)})" if version else f"Latest({name})"
            raise Refusal(f"Servable not found for request: {wanted}", HTTPStatus.NOT_FOUND)

    def _check_version(self, match: re.Match[str]) -> None:
        if not self._is_served(match):
            version = f"version {int(match['version'])}" if match["version"] else "any versions"
            raise Refusal(f"Could not find {version} of model {match['name']}", HTTPStatus.NOT_FOUND)

    def _is_served(self, match: re.Match[str]) -> bool:
        version = match["version"]
        return match["name"] == self._location.model and version in (None, str(self._location.version))


def _json_response(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status=status, content_type="application/json")
