"""Log handlers made before the run hold the streams of then: they are given the recorded ones, and back."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging


def redirect(before: Any, after: Any) -> None:
    """Lets every handler that writes to the stream `before` write to `after`."""
    if "logging" not in sys.modules:
        return
    for handler in list(_handlers()):
        # Somebody else's `stream` may only be read and follow `sys.stderr`, or raise what it likes.
        with contextlib.suppress(Exception):
            if handler.stream is before:
                handler.setStream(after)


def _handlers() -> Iterator[logging.StreamHandler[Any]]:
    """The stream handlers of all loggers, with the one that absl's wraps."""
    import logging

    loggers = [logging.root, *list(logging.root.manager.loggerDict.values())]
    for logger in loggers:
        for handler in getattr(logger, "handlers", ()):
            inner = getattr(handler, "python_handler", handler)
            if isinstance(inner, logging.StreamHandler):
                yield inner
