from __future__ import annotations

import math
import random
import time
from pathlib import Path

import numpy as np
import pytest
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.plugins.scalar import metadata as scalar_metadata
from tensorboard.util import tensor_util

from tb_lifecycle.format.event_scalars import read_scalars
from tb_lifecycle.format.record_framing import frame
from tests.logdirs import START, EventFile

Found = dict[str, list[tuple[int, float, float]]]


def found_in(path: Path) -> Found:
    return {
        tag: list(zip(curve.steps, curve.times, curve.values, strict=True))
        for tag, curve in read_scalars(path).curves.items()
    }


def write(path: Path, *events: event_pb2.Event) -> None:
    path.write_bytes(b"".join(frame(event.SerializeToString()) for event in events))


def event(step: int, *values: summary_pb2.Summary.Value, wall_time: float = START) -> event_pb2.Event:
    return event_pb2.Event(step=step, wall_time=wall_time, summary=summary_pb2.Summary(value=values))


def tensor_value(tag: str, array: np.ndarray, plugin: str = "scalars") -> summary_pb2.Summary.Value:
    value = summary_pb2.Summary.Value(tag=tag, tensor=tensor_util.make_tensor_proto(array))
    value.metadata.plugin_data.plugin_name = plugin
    return value


def test_every_event_as_protobuf_reads_it(tmp_path: Path) -> None:
    """Tags, steps, sizes and kinds of values mixed, against the messages that were written."""
    draw = random.Random(3)
    tags = ["a", "b" * 200, "train/ä", "x" * 20000, ""]
    events, expected = [], {}
    for number in range(600):
        step = draw.choice([0, number, -number, 2**40 + number, 2**63 - 1, 127, 128])
        values = []
        for tag in draw.sample(tags, draw.randint(1, 3)):
            number_in = draw.choice([0.0, 1.5, -2.25, math.inf, float(np.float32(draw.random()))])
            if draw.random() < 0.5:
                values.append(summary_pb2.Summary.Value(tag=tag, simple_value=number_in))
            else:
                kind = draw.choice([np.float32, np.float64])
                values.append(tensor_value(tag, np.array(number_in, kind)))
            if tag:
                expected.setdefault(tag, []).append((step, START + number, number_in))
        events.append(event(step, *values, wall_time=START + number))
    write(tmp_path / "events", event_pb2.Event(file_version="brain.Event:2", wall_time=1.0), *events)
    found = found_in(tmp_path / "events")
    found.pop("", None)
    assert found == expected
    assert read_scalars(tmp_path / "events").whole


@pytest.mark.filterwarnings("ignore:Setting the dtype:DeprecationWarning")  # TensorBoard's, under NumPy 2.5
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.int32, np.int64])
def test_kinds_of_numbers(tmp_path: Path, kind: type) -> None:
    write(tmp_path / "e", *(event(n, tensor_value("m", np.array(n, kind))) for n in range(4)))
    assert [value for _, _, value in found_in(tmp_path / "e")["m"]] == [0, 1, 2, 3]


def test_what_is_no_scalar_is_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path / "e",
        event(0, tensor_value("vector", np.zeros(3))),
        event(0, tensor_value("text", np.array(b"x"), "text")),
        event(0, tensor_value("odd", np.array("no number"))),
        event_pb2.Event(graph_def=b"x", step=3, wall_time=2.0),
        event(1, summary_pb2.Summary.Value(tag="loss", simple_value=1.0)),
    )
    assert found_in(tmp_path / "e") == {"loss": [(1, START, 1.0)]}


def test_a_damaged_record_is_left_out_and_said(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0, 2.0, 3.0])
    content = bytearray(file.path.read_bytes())
    third = content.rindex(b"loss")
    second = content.rindex(b"loss", 0, third)
    content[second] ^= 0xFF
    file.path.write_bytes(content)
    scalars = read_scalars(file.path)
    assert list(scalars.curves["loss"].values) == [1.0, 3.0]
    assert not scalars.whole


@pytest.mark.parametrize("garbage", [b"\xff" * 40, b"version https://git-lfs.github.com/spec/v1\n"])
def test_garbage_is_said(tmp_path: Path, garbage: bytes) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0])
    with file.path.open("ab") as end:
        end.write(garbage)
    scalars = read_scalars(file.path)
    assert list(scalars.curves["loss"].values) == [1.0]
    assert not scalars.whole


def test_a_record_that_is_being_written_is_no_damage(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r").scalars("loss", [1.0, 2.0])
    file.path.write_bytes(file.path.read_bytes()[:-9])
    scalars = read_scalars(file.path)
    assert list(scalars.curves["loss"].values) == [1.0]
    assert scalars.whole
    (tmp_path / "empty").touch()
    assert read_scalars(tmp_path / "empty").whole


def test_time_that_is_up(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "r")
    record = frame(event(0, summary_pb2.Summary.Value(tag="x" * 1000, simple_value=1.0)).SerializeToString())
    file.path.write_bytes(record * 8000)
    scalars = read_scalars(file.path, deadline=time.monotonic() - 1)
    assert not scalars.whole
    assert 0 < len(scalars.curves["x" * 1000].steps) < 8000


@pytest.mark.parametrize(
    "tensor",
    [
        tensor_pb2.TensorProto(dtype=types_pb2.DT_HALF, half_val=[-1]),
        tensor_pb2.TensorProto(dtype=types_pb2.DT_BFLOAT16, half_val=[2**30]),
        tensor_pb2.TensorProto(
            dtype=types_pb2.DT_FLOAT,
            float_val=[1.0],
            tensor_shape=tensor_shape_pb2.TensorShapeProto(
                dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=2**40)]
            ),
        ),
    ],
)
def test_an_odd_tensor_costs_itself_alone(tmp_path: Path, tensor: tensor_pb2.TensorProto) -> None:
    file = EventFile(tmp_path).scalars("loss", [0.5])
    file.tensor("odd", tensor, scalar_metadata.create_summary_metadata("", ""), 0, START)
    file.scalars("acc", [0.25])
    found = read_scalars(file.path)
    assert {tag: list(curve.values) for tag, curve in found.curves.items() if tag != "odd"} == {
        "loss": [0.5],
        "acc": [0.25],
    }
    assert "odd" not in found.curves
