from __future__ import annotations

import numpy as np
import pytest
from google.protobuf import struct_pb2
from tensorboard.data.provider import TensorDatum
from tensorboard.plugins.hparams import plugin_data_pb2

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.reading.records import parse
from tests.logdirs import make_record


def series(*contents: object) -> list[TensorDatum]:
    return [
        TensorDatum(-1, float(at), np.array(content, dtype=object)) for at, content in enumerate(contents)
    ]


def test_the_newest_value_counts() -> None:
    old, new = (make_record(notes=notes).SerializeToString() for notes in ("old", "new"))
    record = parse.parse_record({metadata.RUN_TAG: parse.newest(series(old, new))})
    assert record.run is not None
    assert (record.run.notes, record.written, record.damaged, record.newer) == ("new", 1.0, (), 0)


def test_flags_are_kept_once() -> None:
    content = make_record(flags={"lr": 0.5, "sizes": [1, 2]}, notes="a").SerializeToString()
    record = parse.parse_record({metadata.RUN_TAG: parse.newest(series(content))})
    assert record.flags == {"lr": 0.5, "sizes": [1, 2]}
    assert record.run is not None
    assert (record.run.notes, len(record.run.flags)) == ("a", 0)


def test_a_damaged_flag_damages_the_record() -> None:
    flag = b"\x6a\x03\x0a\x01\xff"  # field 13, an entry whose key is no UTF-8
    record = parse.parse_record({metadata.RUN_TAG: parse.newest(series(flag))})
    assert (record.run, record.flags, record.damaged) == (None, {}, (metadata.RUN_TAG,))


def test_equal_flags_of_two_runs_are_one_object() -> None:
    one, other = (
        parse.parse_record({metadata.RUN_TAG: parse.newest(series(record.SerializeToString()))})
        for record in (make_record(flags={"model": "a rather long name"}, notes=notes) for notes in "ab")
    )
    assert one.flags["model"] is other.flags["model"]


def test_each_record_is_damaged_by_itself() -> None:
    serve = lifecycle_pb2.ServeRecord(format_version=1, requests=2).SerializeToString()
    record = parse.parse_record(
        {
            metadata.RUN_TAG: parse.newest(series(b"\xff")),
            metadata.SERVE_TAG: parse.newest(series(serve)),
        }
    )
    assert record.run is None
    assert record.damaged == (metadata.RUN_TAG,)
    assert record.serve is not None
    assert record.serve.requests == 2


@pytest.mark.parametrize("content", [b"\xff\xff", "text", 3.0, [b"a", b"b"]])
def test_what_is_no_record(content: object) -> None:
    assert parse.parse(lifecycle_pb2.RunRecord, series(content)) is None


def test_nothing_recorded() -> None:
    assert parse.parse_record({}) == parse.Record()


def hparams(**values: object) -> dict[str, bytes]:
    info = plugin_data_pb2.SessionStartInfo(start_time_secs=5.0, group_name="trial-1")
    for name, value in values.items():
        info.hparams[name].CopyFrom(to_value(value))
    content = plugin_data_pb2.HParamsPluginData(session_start_info=info)
    return {parse.SESSION_TAG: content.SerializeToString()}


def to_value(value: object) -> struct_pb2.Value:
    struct = struct_pb2.Struct()
    struct.update({"x": value})
    return struct.fields["x"]


def test_a_sessions_flags() -> None:
    session = parse.parse_session(
        hparams(whole=16.0, part=0.5, huge=1e300, text="a", yes=True, none=None, list=[1, "b"])
    )
    assert session is not None
    assert (session.started, session.group) == (5.0, "trial-1")
    assert session.flags == {
        "whole": 16,
        "part": 0.5,
        "huge": 1e300,
        "text": "a",
        "yes": True,
        "none": None,
        "list": [1, "b"],
    }
    assert isinstance(session.flags["whole"], int)
    assert isinstance(session.flags["huge"], float)


def test_no_session() -> None:
    assert parse.parse_session({}) is None
    assert parse.parse_session({parse.SESSION_TAG: b"\xff"}) is None
    assert not parse.has_session({parse.EXPERIMENT_TAG: b""})
    assert parse.has_experiment({parse.EXPERIMENT_TAG: b""})
