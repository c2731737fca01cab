from __future__ import annotations

from pathlib import Path

import pytest
from tensorboard.compat.proto import tensor_shape_pb2, types_pb2, variable_pb2
from tensorboard.compat.proto.meta_graph_pb2 import TensorInfo

from tb_lifecycle.recording.exports.wire import (
    fields,
    integer,
    integers,
    little_endian,
    messages,
    read_whole,
    text,
)

INFO = TensorInfo(
    name="images",
    dtype=types_pb2.DT_INT64,
    tensor_shape=tensor_shape_pb2.TensorShapeProto(
        dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=size) for size in (-1, 300)]
    ),
).SerializeToString()


def test_what_protobuf_wrote_is_read() -> None:
    assert text(INFO, 1) == "images"
    assert integer(INFO, 2) == types_pb2.DT_INT64
    [shape] = messages(INFO, 3)
    assert [integer(dimension, 1) for dimension in messages(shape, 2)] == [-1, 300]


def test_what_is_missing_has_a_default() -> None:
    assert (text(INFO, 9), integer(INFO, 9, -1), integers(INFO, 9), list(messages(INFO, 9))) == (
        "",
        -1,
        [],
        [],
    )


def test_packed_integers_and_single_ones() -> None:
    assert integers(bytes([0x0A, 3, 1, 0x96, 1]) + bytes([0x08, 7]), 1) == [1, 150, 7]


def test_fixed_widths_are_passed_over() -> None:
    assert [number for number, _ in fields(bytes([0x09]) + bytes(8) + bytes([0x15]) + bytes(4))] == [1, 2]


@pytest.mark.parametrize("length", range(1, len(INFO)))
def test_a_message_that_is_cut_short(length: int) -> None:
    try:
        parsed = list(fields(INFO[:length]))
    except ValueError:
        return
    assert len(parsed) < 3  # cut between two fields


@pytest.mark.parametrize("data", [b"\x00", b"\x0b", b"\xff" * 12, b"\x0a\xff"])
def test_what_is_no_message(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"field number 0|wire type|cut short"):
        list(fields(data))


def test_numbers_and_files(tmp_path: Path) -> None:
    assert little_endian(b"\x01\x02", 0, "H") == 0x201
    with pytest.raises(ValueError, match="cut short"):
        little_endian(b"\x01", 0, "H")
    (tmp_path / "m").write_bytes(variable_pb2.VariableDef().SerializeToString() + INFO)
    assert text(read_whole(tmp_path / "m"), 1) == "images"
