"""What several processes recorded, joined: also where one of the records is damaged."""

from __future__ import annotations

import math

import pytest

from tb_lifecycle.format.lifecycle_pb2 import Statistics
from tb_lifecycle.reading.records.writers import Contribution, join
from tests.logdirs import START, make_record


def join_statistics(*parts: Statistics) -> Statistics:
    records = [make_record() for _ in parts]
    for record, statistics in zip(records, parts, strict=True):
        record.metrics["loss"].CopyFrom(statistics)
    first, *others = [Contribution(record, START) for record in records]
    return join(first, others, complete=True).record.metrics["loss"]


def test_a_count_that_does_not_fit_stays_at_the_most() -> None:
    joined = join_statistics(Statistics(count=3, mean=1), Statistics(count=2**64 - 1, nan_count=2**64 - 1))
    assert (joined.count, joined.nan_count, joined.inexact) == (2**64 - 1, 2**64 - 1, True)
    assert math.isnan(joined.mean)


@pytest.mark.parametrize("nans", [4, 6, 2**64 - 1])
def test_more_nans_than_values_are_no_numbers(nans: int) -> None:
    damaged = Statistics(count=3, nan_count=nans, min=-7, max=7, mean=5)
    joined = join_statistics(damaged, Statistics(count=3, min=1, max=3, mean=2))
    assert (joined.min, joined.max) == (1, 3)
