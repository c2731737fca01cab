"""What goes wrong with a request, as TensorFlow Serving tells it over HTTP."""

from __future__ import annotations

from http import HTTPStatus

# TensorFlow's error codes (tensorflow/core/protobuf/error_codes.proto); the others are answered with 500.
_OF_TENSORFLOW = {
    3: HTTPStatus.BAD_REQUEST,  # INVALID_ARGUMENT
    4: HTTPStatus.GATEWAY_TIMEOUT,  # DEADLINE_EXCEEDED
    5: HTTPStatus.NOT_FOUND,  # NOT_FOUND
    6: HTTPStatus.CONFLICT,  # ALREADY_EXISTS
    7: HTTPStatus.FORBIDDEN,  # PERMISSION_DENIED
    8: HTTPStatus.SERVICE_UNAVAILABLE,  # RESOURCE_EXHAUSTED
    9: HTTPStatus.BAD_REQUEST,  # FAILED_PRECONDITION
    11: HTTPStatus.BAD_REQUEST,  # OUT_OF_RANGE
    12: HTTPStatus.NOT_IMPLEMENTED,  # UNIMPLEMENTED
    14: HTTPStatus.SERVICE_UNAVAILABLE,  # UNAVAILABLE
}


class Refusal(Exception):
    """A request that is answered with an error.

    Attributes:
      message: the text of the answer's `error`.
      status: its HTTP status.
    """

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def from_tensorflow(code: int) -> HTTPStatus:
    """The HTTP status of one of TensorFlow's error codes."""
    return _OF_TENSORFLOW.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)
