from __future__ import annotations

import pytest
from google.protobuf.message import DecodeError

from tb_lifecycle.format.lifecycle_pb2 import RunRecord
from tb_lifecycle.reading.records import raw_parts
from tests.logdirs import make_record


def test_one_field_is_taken_apart_and_the_others_stay() -> None:
    record = make_record(flags={"lr": 0.5, "model": "intro"}, metrics={"loss": [1.0]}, notes="n")
    parts, rest = raw_parts.split(record.SerializeToString(), RunRecord.FLAGS_FIELD_NUMBER)
    entries = [RunRecord.FlagsEntry.FromString(part) for part in parts]
    assert {entry.key: entry.value for entry in entries} == dict(record.flags)
    record.ClearField("flags")
    assert RunRecord.FromString(rest) == record


def test_a_message_without_the_field() -> None:
    data = make_record(notes="n").SerializeToString()
    parts, rest = raw_parts.split(data, RunRecord.FLAGS_FIELD_NUMBER)
    assert list(parts) == []
    assert RunRecord.FromString(rest) == RunRecord.FromString(data)


def test_what_is_no_message() -> None:
    with pytest.raises(DecodeError):
        raw_parts.split(b"\xff\xff", 1)
