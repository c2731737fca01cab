from __future__ import annotations

import math

import pytest
from tensorboard.compat.proto.event_pb2 import Event

from tb_lifecycle.recording.writing.scalar_encoding import (
    pack_float,
    scalar_event,
    scalars_event,
    summary_head,
    value_head,
    varint,
)

STEPS = [0, 1, 127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**35, 2**63 - 1]
TAGS = ["a", "train/accuracy", "größe/😀", "x" * 300]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("step", STEPS)
def test_one_scalar_is_what_protobuf_reads(tag: str, step: int) -> None:
    event = Event.FromString(scalar_event(1234.5, step, summary_head(value_head(tag)), 0.25))
    expected = Event(wall_time=1234.5, step=step)
    expected.summary.value.add(tag=tag, simple_value=0.25)
    assert event == expected


@pytest.mark.parametrize("count", [1, 2, 50])
def test_several_scalars_are_one_event(count: int) -> None:
    scalars = [(value_head(f"tag/{i}"), float(i)) for i in range(count)]
    event = Event.FromString(scalars_event(1.0, 7, scalars))
    assert event.step == 7
    assert [(v.tag, v.simple_value) for v in event.summary.value] == [(f"tag/{i}", i) for i in range(count)]


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.0, -1.5])
def test_floats_that_need_no_rounding(value: float) -> None:
    event = Event.FromString(scalar_event(0.0, 0, summary_head(value_head("a")), value))
    assert event.summary.value[0].simple_value == value


def test_nan() -> None:
    event = Event.FromString(scalar_event(0.0, 0, summary_head(value_head("a")), math.nan))
    assert math.isnan(event.summary.value[0].simple_value)


def test_what_is_too_large_for_32_bits_becomes_infinite() -> None:
    assert pack_float(1e300) == pack_float(math.inf)
    assert pack_float(-1e300) == pack_float(-math.inf)


def test_varint_is_as_short_as_it_can_be() -> None:
    assert varint(300) == b"\xac\x02"
