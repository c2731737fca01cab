"""What is asked of TensorBoard about all runs at once, whoever answers it."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tb_lifecycle.reading.records.newest import Newest, Stamps

SCALARS = "scalars"
HPARAMS = "hparams"

Series = tuple[str, str]  # TensorBoard's run, its tag


class Point(NamedTuple):
    """One point of a curve."""

    step: int
    wall_time: float
    value: float


@dataclass(frozen=True, slots=True)
class Listing:
    """Which runs and series there are.

    What did not change since the listing before is the same object in both: a run's stamps, and the whole
    mapping where no run's have.

    Attributes:
      started: the first event's time of every run, in epoch seconds or None.
      lifecycle: the stamps of the runs with lifecycle series.
      hparams: what the HParams plugin recorded, by run and tag.
      scalars: the stamps of the runs with scalar series.
    """

    started: Mapping[str, float | None] = field(default_factory=dict)
    lifecycle: Mapping[str, Stamps] = field(default_factory=dict)
    hparams: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    scalars: Mapping[str, Stamps] = field(default_factory=dict)

    def renew(
        self,
        started: Mapping[str, float | None],
        lifecycle: Mapping[str, Stamps],
        hparams: Mapping[str, Mapping[str, bytes]],
        scalars: Mapping[str, Stamps],
    ) -> Listing:
        """Makes a later listing; this one where its mappings are still the same objects."""
        before = (self.started, self.lifecycle, self.hparams, self.scalars)
        now = (started, lifecycle, hparams, scalars)
        return self if all(map(operator.is_, before, now)) else Listing(*now)


class Source(Protocol):
    """Lists, and reads newest values. A value is at least as new as the listing before it."""

    def list(self, previous: Listing) -> Listing:
        """Lists everything, taking from `previous` what has not changed since."""

    def read_newest(self, runs: Sequence[str], tags: Collection[str]) -> Mapping[str, Mapping[str, Newest]]:
        """Reads the newest value of some lifecycle series of some runs, by run and tag."""

    def read_last_scalars(self, runs: Sequence[str]) -> Mapping[str, Mapping[str, Point | None]]:
        """Reads the newest point of every scalar series of some runs, by run and tag, in 32 bits.

        None stands for a series without a value that can be read.
        """
