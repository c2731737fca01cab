"""What TensorBoard knows of a series without its values: its newest one, and when it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# The newest step and wall time of each series of a run, by tag. It changes when a series does.
Stamps = Mapping[str, tuple[int | None, float | None]]


class Newest(NamedTuple):
    """The newest value of a lifecycle series.

    Attributes:
      content: the record's bytes; None where the value is no single string.
      wall_time: when it was written, in epoch seconds.
    """

    content: bytes | None
    wall_time: float
