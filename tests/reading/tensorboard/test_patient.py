from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.context import RequestContext
from tensorboard.data.provider import RunTagFilter
from tensorboard.plugins.scalar.metadata import create_summary_metadata

from tb_lifecycle.format.record_framing import frame
from tb_lifecycle.reading.open_logdir import open_logdir
from tb_lifecycle.reading.tensorboard.patient import PatientProvider
from tb_lifecycle.reading.tensorboard.provider import open_provider
from tests.logdirs import START, EventFile, make_record
from tests.reading.conftest import Open

VECTOR = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[1, 2, 3])
VECTOR.tensor_shape.dim.add(size=3)
MATRIX = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[1, 2, 3, 4])
MATRIX.tensor_shape.dim.add(size=2)
MATRIX.tensor_shape.dim.add(size=2)
NOTHING = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT)
NOTHING.tensor_shape.dim.add(size=0)
TEXT = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"n/a"])
ODD = {"vector": VECTOR, "matrix": MATRIX, "nothing": NOTHING, "text": TEXT}


def write(logdir: Path) -> None:
    for name in ("plain0", "plain1", *ODD):
        file = EventFile(logdir / name).scalars("loss", [0.5, 0.25])
        if name in ODD:
            file.tensor("odd", ODD[name], create_summary_metadata("", ""), 0, START)
            file.scalars("late", [1.0])


def test_an_odd_series_costs_itself_and_no_more(tmp_path: Path, open_reader: Open) -> None:
    write(tmp_path)
    reader = open_reader(tmp_path)
    for _ in range(2):
        table = reader.table().sort("name")
        assert table.column("metric.loss") == [0.25] * 6
        assert table.column("max(loss)") == [0.5] * 6
        assert table.column("metric.late") == [1.0, 1.0, None, None, 1.0, 1.0]
        reader.refresh()
    (notice,) = table.notices
    assert notice.startswith("4 series have values that TensorBoard cannot show")
    assert notice.endswith("matrix odd, nothing odd, text odd and 1 more.")
    assert reader.describe("vector")["notices"] == [
        "The values of odd are no single 32-bit numbers, and TensorBoard cannot show them."
    ]
    assert reader.describe("plain0")["notices"] == []


def test_what_was_refused_is_not_asked_again(tmp_path: Path) -> None:
    write(tmp_path)
    with open_provider(str(tmp_path), fast=False) as provider:
        counting = _Counting(provider)
        patient = PatientProvider(counting)  # type: ignore[arg-type]
        arguments: Mapping[str, Any] = {
            "ctx": RequestContext(),
            "experiment_id": "",
            "plugin_name": "scalars",
            "run_tag_filter": RunTagFilter(runs=["plain0", "plain1", *ODD]),
        }
        first = patient.read_last_scalars(**arguments)
        assert patient.refused["vector"] == {"odd"}
        counting.failed = 0
        assert patient.read_last_scalars(**arguments) == first
        assert counting.failed == 0


class _Counting:
    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self.failed = 0

    def __getattr__(self, name: str) -> Any:
        def ask(**arguments: Any) -> Any:
            try:
                return getattr(self._provider, name)(**arguments)
            except Exception:
                self.failed += 1
                raise

        return ask


def test_a_provider_that_is_gone_is_not_asked_for_every_run() -> None:
    class Gone(Exception):
        def code(self) -> Any:
            return type("Code", (), {"name": "UNAVAILABLE"})

    class Provider:
        asked = 0

        def read_scalars(self, **_: Any) -> Any:
            self.asked += 1
            raise Gone

    provider = Provider()
    with pytest.raises(Gone):
        PatientProvider(provider).read_scalars(run_tag_filter=RunTagFilter(runs=["a", "b", "c"]))  # type: ignore[arg-type]
    assert provider.asked == 1


@pytest.mark.parametrize("fast", [True, False])
def test_a_run_that_begins_with_garbage_hides_no_other(tmp_path: Path, fast: bool) -> None:
    for name in ("a", "b", "c"):
        EventFile(tmp_path / name).run(make_record(flags={"lr": 1})).scalars("x", [1.0])
    path = EventFile(tmp_path / "b").path
    path.write_bytes(frame(b"\xff\xfe no protocol buffer") + path.read_bytes())
    with open_logdir(str(tmp_path), fast=fast) as reader:
        assert {"a", "c"} <= set(reader.table().names)
        assert "holds a record that is no event" in " ".join(reader.notices())


@pytest.mark.parametrize("fast", [True, False])
def test_a_series_without_a_value_hides_no_other_run(tmp_path: Path, fast: bool) -> None:
    for name in ("a", "b", "c"):
        EventFile(tmp_path / name).run(make_record(flags={"lr": 1})).scalars("x", [1.0])
    value = summary_pb2.Summary.Value(tag="none", metadata=create_summary_metadata("", ""))
    event = event_pb2.Event(wall_time=START, summary=summary_pb2.Summary(value=[value]))
    with (tmp_path / "b" / EventFile(tmp_path / "b").path.name).open("ab") as file:
        file.write(frame(event.SerializeToString()))
    with open_logdir(str(tmp_path), fast=fast) as reader:
        table = reader.table().sort("name")
        assert table.column("metric.x")[::2] == [1.0, 1.0]
        assert table.column("flag.lr") == [1, 1, 1]
        if not fast:
            assert "1 run has a series without a value" in " ".join(reader.notices())
