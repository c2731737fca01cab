"""How every route answers: JSON or bytes, compressed once, with an ETag; and the one shape of an error."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tensorboard.backend import http_util
from werkzeug.wrappers import Request

from tb_lifecycle.errors import (
    ExpressionError,
    LogdirError,
    NotRecordedError,
    RequestTooLargeError,
    RunNotFoundError,
    UnknownMetricError,
)
from tb_lifecycle.plugin.data_errors import explain
from tb_lifecycle.plugin.snapshots import ReadError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("tensorboard")

JSON = "application/json"
METHODS = ("GET", "HEAD")

# Of every answer, as any may be sent compressed or not.
VARY = ("Vary", "Accept-Encoding")

# A level that a request does not wait for: higher ones take ten times as long for a few per cent.
COMPRESSION = 5


class RequestError(Exception):
    """A request that cannot be answered as asked; what it says is shown to whoever asked.

    Attributes:
      message: what is wrong.
      status: the HTTP status, 400 or more.
      hint: what to do next.
      parameter: the query parameter that is wrong.
      position: first and one past the last wrong character of that parameter's value, in UTF-16 code units.
      suggestion: text to put in place of what is wrong.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        hint: str | None = None,
        parameter: str | None = None,
        position: tuple[int, int] | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.hint = hint
        self.parameter = parameter
        self.position = position
        self.suggestion = suggestion


@dataclass(frozen=True)
class Answer:
    """The body of an answer, ready to be sent any number of times.

    Attributes:
      body: its bytes, gzipped where `gzipped` says so.
      content_type: its MIME type.
      gzipped: whether `body` is compressed.
      etag: changes when the content does; None for an answer that cannot be asked for by it.
      headers: others, by name.
      expires: seconds for which a browser need not ask again.
    """

    body: bytes
    content_type: str = JSON
    gzipped: bool = False
    etag: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    expires: int = 0


def json_answer(content: dict[str, Any], *, unversioned: Iterable[str] = ()) -> Answer:
    """Encodes what `json_values` has made of an answer.

    Args:
      content: JSON values only: no NaN, no infinities.
      unversioned: some of its keys, which change without the answer having changed.
    """
    volatile = {key: content[key] for key in unversioned}
    stable = _encode({key: value for key, value in content.items() if key not in volatile})
    whole = _encode(volatile)[:-1] + b"," + stable[1:] if volatile else stable
    return Answer(gzip.compress(whole, COMPRESSION, mtime=0), gzipped=True, etag=_digest(stable))


def bytes_answer(
    content: bytes, content_type: str, *, headers: tuple[tuple[str, str], ...] = (), expires: int = 0
) -> Answer:
    """Makes an answer of a file's bytes, with an ETag."""
    return Answer(content, content_type, etag=_digest(content), headers=headers, expires=expires)


def application(answer: Callable[[Request], Answer]) -> WSGIApplication:
    """Makes the WSGI application that sends what `answer` returns, and whatever it raises as an error."""

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        headers = [VARY]
        try:
            if request.method not in METHODS:
                headers.append(("Allow", ", ".join(METHODS)))
                raise RequestError(f"{request.method} is not possible here.", status=405, hint="Use GET.")
            found = answer(request)
        except Exception as error:
            described = _describe(error)
            body = _encode({"error": error_content(described)})
            response = http_util.Respond(request, body, JSON, code=described.status, headers=headers)
            return response(environ, start_response)  # type: ignore[no-any-return]
        return _send(found, request, environ, start_response)

    return respond


def _send(
    answer: Answer, request: Request, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    headers = [*answer.headers, VARY]
    if answer.etag is not None:
        # Weak, because the compressed and the plain answer are byte for byte different.
        headers.append(("ETag", f'W/"{answer.etag}"'))
        if request.if_none_match.contains_weak(answer.etag):
            headers += _headers_of_unchanged(answer)
            start_response("304 Not Modified", headers)
            return []
    response = http_util.Respond(
        request,
        answer.body,
        answer.content_type,
        content_encoding="gzip" if answer.gzipped else None,
        headers=headers,
        expires=answer.expires,
    )
    return response(environ, start_response)  # type: ignore[no-any-return]


def _headers_of_unchanged(answer: Answer) -> list[tuple[str, str]]:
    # TensorBoard warns on its terminal of each answer without these two, and werkzeug takes them from a 304.
    required = [("Content-Type", answer.content_type), ("X-Content-Type-Options", "nosniff")]
    fresh = f"private, max-age={answer.expires}" if answer.expires else "no-cache, must-revalidate"
    return [*required, ("Cache-Control", fresh)]


def _describe(error: Exception) -> RequestError:
    """What to tell about an exception; what nobody foresaw is logged with its traceback."""
    if isinstance(error, RequestError):
        return error
    if isinstance(error, ExpressionError):
        position = (error.start, error.end)
        return RequestError(error.message, hint=error.hint, position=position, suggestion=error.suggestion)
    if isinstance(error, (RunNotFoundError, UnknownMetricError)):
        return RequestError(str(error), status=404)
    if isinstance(error, NotRecordedError):
        return RequestError(error.message, status=404, hint=error.hint)
    if isinstance(error, (LogdirError, RequestTooLargeError)):
        return RequestError(str(error))
    if isinstance(error, ReadError):
        return RequestError(
            str(error), status=500, hint="TensorBoard's terminal says more; restarting it may help."
        )
    logger.error("The Lifecycle tab failed to answer a request", exc_info=error)
    if (known := explain(error)) is not None:
        return RequestError(f"{known}.", status=500)
    return RequestError(
        f"An error in tb_lifecycle itself: {type(error).__name__}: {error}",
        status=500,
        hint="TensorBoard's terminal has the traceback; please report it.",
    )


def wrong_expression(error: ExpressionError, parameter: str, text: str) -> RequestError:
    """The answer to a wrong expression: where in `text`, the value of `parameter`, and what to do."""
    return RequestError(
        error.message,
        hint=error.hint,
        parameter=parameter,
        position=utf16_position(text, error.start, error.end),
        suggestion=error.suggestion,
    )


def error_content(error: RequestError) -> dict[str, Any]:
    """What an answer says of an error."""
    position = None if error.position is None else {"start": error.position[0], "end": error.position[1]}
    return {
        "message": error.message,
        "hint": error.hint,
        "parameter": error.parameter,
        "position": position,
        "suggestion": error.suggestion,
    }


def utf16_position(text: str, start: int, end: int) -> tuple[int, int]:
    """A place in a text as JavaScript counts, to which a character above U+FFFF is two."""
    return _utf16_length(text[:start]), _utf16_length(text[:end])


def _utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _encode(content: dict[str, Any]) -> bytes:
    text = ",".join(f"{_dump(key)}:{_dump_parts(value)}" for key, value in content.items())
    # Half a surrogate pair, as in a file name that is no UTF-8, becomes JSON's own escape of it.
    return f"{{{text}}}".encode("utf-8", "backslashreplace")


def _dump_parts(value: Any) -> str:
    """Encodes a list's dicts one by one: no other thread runs while one value is being encoded."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"[{','.join(map(_dump, value))}]"
    return _dump(value)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()
