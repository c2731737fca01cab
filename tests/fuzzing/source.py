"""Bytes that decide everything: what is drawn from them, in order, makes an input.

Zeros make the plainest one, so that whoever shrinks bytes shrinks the input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Source:
    """Draws from some bytes; when there are no more, zeros."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, below: int) -> int:
        """A number from 0."""
        size = ((below - 1).bit_length() + 7) // 8
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part, "big") % below

    def choose(self, items: Sequence[T]) -> T:
        """One of the items; the first stands for zeros."""
        return items[self.number(len(items))]

    def is_rare(self, one_in: int) -> bool:
        """Whether one of so many happens; never with zeros."""
        return self.number(one_in) == one_in - 1
