"""The exceptions of tb_lifecycle.

LifecycleError
├── NoActiveRunError (also RuntimeError)      something was logged and no run is active
├── RecordingError (also OSError)             strict mode: the record could not be written
├── LogdirError (also ValueError)             a logdir or run directory that cannot be read
├── ExpressionError (also ValueError)         a bad expression, with its position
├── RunNotFoundError (also LookupError)       no run of that name
├── NotRecordedError (also LookupError)       a file whose content the run did not record
├── RequestTooLargeError (also ValueError)    more asked for than can be answered at once
└── ServingError (also ValueError)            nothing that could be served, or not here

LifecycleWarning (a RuntimeWarning)           a fault of the world that recording or reading survived
"""

from __future__ import annotations


class LifecycleError(Exception):
    """Base of every exception that tb_lifecycle defines."""


class NoActiveRunError(LifecycleError, RuntimeError):
    """Something was logged and no run is active."""


class RecordingError(LifecycleError, OSError):
    """The record could not be written, and the run is strict."""


class LogdirError(LifecycleError, ValueError):
    """A logdir or run directory cannot be read."""


class ExpressionError(LifecycleError, ValueError):
    """An expression is wrong.

    Attributes:
      message: what is wrong.
      start: first character of the wrong part, counted from 0.
      end: one past its last character.
      hint: what to do next, or None.
      suggestion: text to put in place of the wrong part, or None.
    """

    def __init__(
        self, message: str, start: int, end: int, *, hint: str | None = None, suggestion: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint
        self.suggestion = suggestion

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.message}{hint} (characters {self.start} to {self.end})"


class RunNotFoundError(LifecycleError, LookupError):
    """No run of that name is in the logdir."""


class UnknownMetricError(LifecycleError, LookupError):
    """No run of the logdir has a metric of that name, or any metric."""


class NotRecordedError(LifecycleError, LookupError):
    """A run did not record the content of a file, or it is no longer there.

    Attributes:
      hint: how to see it nevertheless, or None.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class RequestTooLargeError(LifecycleError, ValueError):
    """More was asked for than can be answered at once."""


class LifecycleWarning(RuntimeWarning):
    """Something could not be recorded, and the training goes on; or read, and the rest is shown."""


class ServingError(LifecycleError, ValueError):
    """There is no model to serve, or it cannot be served here."""
