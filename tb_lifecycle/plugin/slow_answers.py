"""Answers that take longer than a request waits: made by a thread, one at a time, and kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

# A request waits so long; then it is told how far the answer is.
PATIENCE = 1.0
# And so long for the rest, where it was there in time to see a part of it.
SHORT = 0.05
# An answer for which nobody has asked for so long is given up.
FORGOTTEN = 20.0
KEPT = 12


class GivenUpError(Exception):
    """Nobody waits for this answer any more."""


@dataclass
class Work:
    """One answer in the making.

    Attributes:
      quick: what is there of it already; whoever waits is told it at once.
      done: how much of the rest is.
      answer: all of it; None before.
      error: why there will be none.
    """

    asked: float
    quick: dict[str, Any] | None = None
    something: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    answer: dict[str, Any] | None = None
    error: Exception | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def show(self, quick: dict[str, Any]) -> None:
        """Shows what is there already."""
        self.quick = quick
        self.something.set()

    def tell(self, done: int) -> None:
        """Notes how far it is.

        Raises:
          GivenUpError: nobody asks any more.
        """
        self.done = done
        if time.monotonic() - self.asked > FORGOTTEN:
            raise GivenUpError


class SlowAnswers:
    """Makes answers in the background; thread-safe."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._works: OrderedDict[Hashable, Work] = OrderedDict()
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def get(self, key: Hashable, make: Callable[[Work], dict[str, Any]]) -> Work:
        """The work on the answer under `key`, begun where it is not; waits a while for its end.

        Args:
          key: of the question and of what it is asked of.
          make: makes the answer; called in a thread, with what it may tell how far it is.

        Raises:
          Exception: what `make` raised.
        """
        with self._lock:
            work = self._works.get(key)
            if work is None or isinstance(work.error, GivenUpError):
                work = self._begin(key, make)
            work.asked = time.monotonic()
            self._works.move_to_end(key)
        first = not work.something.is_set()
        work.something.wait(self._patience)
        work.finished.wait(SHORT if first else self._patience)
        if work.error is not None and not isinstance(work.error, GivenUpError):
            raise work.error
        return work

    def _begin(self, key: Hashable, make: Callable[[Work], dict[str, Any]]) -> Work:
        work = self._works[key] = Work(asked=time.monotonic())
        while len(self._works) > KEPT:
            self._works.popitem(last=False)
        name = "lifecycle-slow-answer"
        threading.Thread(target=self._make, args=(work, make), name=name, daemon=True).start()
        return work

    def _make(self, work: Work, make: Callable[[Work], dict[str, Any]]) -> None:
        try:
            with self._turn:
                work.tell(0)
                work.answer = make(work)
        except Exception as error:  # whoever asks is told
            work.error = error
        finally:
            work.finished.set()
            work.something.set()
