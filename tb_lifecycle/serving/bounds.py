"""What a server takes of one client, so that it goes on answering the others."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from tb_lifecycle.serving.statuses import Refusal

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Bounds:
    """The limits of a server.

    Attributes:
      body: bytes of a request's body.
      instances: rows of one request.
      connections: answered at once, each by a thread; others wait their turn.
      patience: seconds in which a request must have come, however short it is.
      slowest: bytes a second at which a longer one must come.
    """

    body: int = 64 * MEGABYTE
    instances: int = 100_000
    connections: int = 64
    patience: float = 10.0
    slowest: float = 64_000.0


class Room:
    """Memory for the bodies that are held at the same time; thread-safe."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def of(self, size: int) -> Iterator[None]:
        """Keeps so many bytes for what is done within.

        Raises:
          Refusal: they are not free.
        """
        with self._lock:
            if size > self._free:
                raise Refusal(
                    "The server holds as many requests as it can: ask again.", HTTPStatus.SERVICE_UNAVAILABLE
                )
            self._free -= size
        try:
            yield
        finally:
            with self._lock:
                self._free += size
