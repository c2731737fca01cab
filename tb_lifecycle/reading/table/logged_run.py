"""One of TensorBoard's runs, as far as folding looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One of TensorBoard's runs.

    Attributes:
      name: its directory relative to the logdir, with `/`; the logdir itself is `.`.
      tags: its scalar series.
      recorded: it holds a lifecycle record.
      session: it holds an HParams session record.
      experiment: it holds an HParams experiment record.
      shown: it holds something else that TensorBoard shows, such as images, or has not been read yet.
      started: its first event's time, in epoch seconds or None.
    """

    name: str
    tags: Sequence[str] = ()
    recorded: bool = False
    session: bool = False
    experiment: bool = False
    shown: bool = False
    started: float | None = None

    @property
    def is_plain(self) -> bool:
        """It has data and no record."""
        return not self.recorded and not self.session and self.has_data

    @property
    def has_data(self) -> bool:
        """It holds something to show but records."""
        return bool(self.tags) or self.shown

    @property
    def counts(self) -> bool:
        """It is a run or a part of one: not only the description of an experiment, and not nothing."""
        return self.recorded or self.session or self.has_data
