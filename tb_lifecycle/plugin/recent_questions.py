"""What was asked a moment ago, and is likely to be asked again of the next snapshot."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)

# Seconds for which a question is recent: the page repeats its own every four.
RECENT = 10.0

# Questions remembered.
MOST = 8


class RecentQuestions(Generic[Q]):
    """The questions asked last; thread-safe."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[Q, float] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, question: Q) -> None:
        """Remembers that this was asked now."""
        with self._lock:
            self._asked[question] = self._clock()
            self._asked.move_to_end(question)
            if len(self._asked) > MOST:
                self._asked.popitem(last=False)

    def list(self) -> list[Q]:
        """Those asked in the last seconds, the newest last."""
        with self._lock:
            oldest = self._clock() - RECENT
            return [question for question, asked in self._asked.items() if asked >= oldest]
