"""TensorFlow Serving's REST API for one model, as a WSGI application.

Routes and answers: https://www.tensorflow.org/tfx/serving/api_rest
"""

from __future__ import annotations

import json
import re
import time
import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from tb_lifecycle.serving.bounds import Bounds, Room
from tb_lifecycle.serving.origins import refuse_foreign
from tb_lifecycle.serving.predict_body import parse_body
from tb_lifecycle.serving.statuses import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from tb_lifecycle.serving.export_location import ExportLocation
    from tb_lifecycle.serving.model import Model

DEFAULT_BOUNDS = Bounds()

# The longest bodies that are held at the same time.
_BODIES = 4

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

    def __init__(
        self,
        model: Model,
        location: ExportLocation,
        count: Callable[[float, bool], None],
        bounds: Bounds = DEFAULT_BOUNDS,
        *,
        is_local: bool = True,
    ) -> None:
        self._model = model
        self._location = location
        self._count = count
        self._bounds = bounds
        self._is_local = is_local
        self._room = Room(_BODIES * bounds.body)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        request = Request(environ)
        request.max_content_length = self._bounds.body
        try:
            refuse_foreign(request, is_local=self._is_local)
            response = _json_response(self._answer(request))
        except Exception as error:
            refusal = _as_refusal(error)
            response = _json_response({"error": refusal.message}, refusal.status)
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
            with self._room.of(min(request.content_length or self._bounds.body, self._bounds.body)):
                answer = self._predict(request.get_data())
            answered = True
            return answer
        finally:
            self._count(time.perf_counter() - started, answered)

    def _predict(self, data: bytes) -> Any:
        body = parse_body(data, most=self._bounds.instances)
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


def _as_refusal(error: Exception) -> Refusal:
    """What to tell about an exception; what nobody foresaw is told with its traceback on the terminal."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Refusal("The request's body comes too slowly.", HTTPStatus.REQUEST_TIMEOUT)
    if isinstance(error, RequestEntityTooLarge):
        return Refusal("The request's body is too long.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, HTTPException):
        return Refusal(error.description or error.name, HTTPStatus(error.code or HTTPStatus.BAD_REQUEST))
    traceback.print_exception(error)
    message = f"An error in tb_lifecycle itself: {type(error).__name__}: {error}"
    return Refusal(message, HTTPStatus.INTERNAL_SERVER_ERROR)


def _json_response(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    # Half a surrogate pair becomes JSON's own escape of it.
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status=status, content_type="application/json")
