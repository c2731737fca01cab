"""Answers made before: whoever asks the same of the same snapshot is sent the same bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from tb_lifecycle.plugin.responses import Answer

# Bytes of the answers kept.
CAPACITY = 32 * 1024 * 1024


class AnswerCache:
    """The answers used last, up to a size in bytes; thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Returns the answer kept under `key`, or else makes and keeps it; what `make` raises is not kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = make()
        with self._lock:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: Answer) -> None:
        if len(answer.body) > self._capacity:
            return  # it would push out all others, and itself
        if key in self._answers:
            self._size -= len(self._answers.pop(key).body)
        self._answers[key] = answer
        self._size += len(answer.body)
        while self._size > self._capacity:
            _, dropped = self._answers.popitem(last=False)
            self._size -= len(dropped.body)
