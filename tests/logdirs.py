"""Writes logdirs for tests, event by event, as our recorder, TensorFlow and PyTorch would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from tensorboard.compat.proto import event_pb2, graph_pb2, node_def_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2
from tensorboard.plugins.hparams import metadata as hparams_metadata
from tensorboard.plugins.scalar import metadata as scalar_metadata

from tb_lifecycle.format import lifecycle_pb2, metadata
from tb_lifecycle.format.record_framing import frame

START = 1_700_000_000.0


def make_record(
    *,
    flags: Mapping[str, object] | None = None,
    metrics: Mapping[str, Sequence[float]] | None = None,
    datasets: Mapping[str, bytes] | None = None,
    exports: Mapping[str, bytes] | None = None,
    **fields: Any,
) -> lifecycle_pb2.RunRecord:
    """A completed run of a minute, with the fields given.

    Args:
      flags: values by name.
      metrics: all values of each, one a step.
      datasets, exports: digests by name; a data set's name may be `name/split`.
      **fields: other fields of the record.
    """
    fields = {
        "format_version": metadata.FORMAT_VERSION,
        "status": lifecycle_pb2.COMPLETED,
        "started": START,
        "ended": START + 60,
        "incarnation": 1,
        "heartbeat_seconds": 30,
    } | fields
    record = lifecycle_pb2.RunRecord(**{"incarnation_started": fields["started"], **fields})
    for name, value in (flags or {}).items():
        record.flags[name].CopyFrom(make_value(value))
    for name, values in (metrics or {}).items():
        record.metrics[name].CopyFrom(make_statistics(values))
    for name, digest in (datasets or {}).items():
        base, _, split = name.partition("/")
        record.datasets.add(name=base, split=split, digest=digest)
    for name, digest in (exports or {}).items():
        record.exports.add(name=name, path=name, digest=digest, format="SavedModel")
    return record


def make_value(value: object) -> lifecycle_pb2.Value:
    match value:
        case None:
            return lifecycle_pb2.Value(none=True)
        case bool():
            return lifecycle_pb2.Value(boolean=value)
        case int():
            return lifecycle_pb2.Value(integer=value)
        case float():
            return lifecycle_pb2.Value(number=value)
        case str():
            return lifecycle_pb2.Value(text=value)
        case list():
            return lifecycle_pb2.Value(list=lifecycle_pb2.Value.List(values=map(make_value, value)))
    raise TypeError(value)


def make_statistics(values: Sequence[float]) -> lifecycle_pb2.Statistics:
    low, high = min(values), max(values)
    return lifecycle_pb2.Statistics(
        count=len(values),
        first=values[0],
        last=values[-1],
        min=low,
        max=high,
        mean=sum(values) / len(values),
        last_step=len(values) - 1,
        min_step=values.index(low),
        max_step=values.index(high),
    )


class EventFile:
    """One event file of one directory; events go to disk at once."""

    def __init__(
        self, directory: Path, *, name: str = "events.out.tfevents.1700000000.host", start: float = START
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / name
        self.start = start
        self._write(event_pb2.Event(wall_time=start, file_version="brain.Event:2"))

    def scalars(self, tag: str, values: Sequence[float], *, first_step: int = 0) -> EventFile:
        """Writes one point a second."""
        summary_metadata = scalar_metadata.create_summary_metadata("", "")
        for step, value in enumerate(values, first_step):
            tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[value])
            self.tensor(tag, tensor, summary_metadata, step, self.start + step)
        return self

    def simple_value(self, tag: str, value: float, step: int) -> EventFile:
        """Writes one point as TensorFlow 1 did."""
        summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, simple_value=value)])
        self._write(event_pb2.Event(wall_time=self.start, step=step, summary=summary))
        return self

    def record(self, tag: str, message: Message | bytes, wall_time: float | None = None) -> EventFile:
        content = message if isinstance(message, bytes) else message.SerializeToString()
        tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[content])
        at = self.start if wall_time is None else wall_time
        return self.tensor(tag, tensor, metadata.create_summary_metadata(), metadata.RECORD_STEP, at)

    def run(self, record: lifecycle_pb2.RunRecord | bytes, wall_time: float | None = None) -> EventFile:
        return self.record(metadata.RUN_TAG, record, wall_time)

    def session(self, flags: Mapping[str, object], group: str = "") -> EventFile:
        info = plugin_data_pb2.SessionStartInfo(start_time_secs=self.start, group_name=group)
        for name, value in flags.items():
            if isinstance(value, str):
                info.hparams[name].string_value = value
            elif isinstance(value, bool):
                info.hparams[name].bool_value = value
            else:
                info.hparams[name].number_value = float(str(value))
        content = plugin_data_pb2.HParamsPluginData(session_start_info=info)
        return self._hparams(hparams_metadata.SESSION_START_INFO_TAG, content)

    def session_end(self) -> EventFile:
        info = plugin_data_pb2.SessionEndInfo(status=api_pb2.STATUS_SUCCESS, end_time_secs=self.start + 60)
        content = plugin_data_pb2.HParamsPluginData(session_end_info=info)
        return self._hparams(hparams_metadata.SESSION_END_INFO_TAG, content)

    def experiment(self) -> EventFile:
        content = plugin_data_pb2.HParamsPluginData(experiment=api_pb2.Experiment(name="sweep"))
        return self._hparams(hparams_metadata.EXPERIMENT_TAG, content)

    def graph(self) -> EventFile:
        graph = graph_pb2.GraphDef(node=[node_def_pb2.NodeDef(name="x", op="Const")])
        self._write(event_pb2.Event(wall_time=self.start, graph_def=graph.SerializeToString()))
        return self

    def keras_model(self) -> EventFile:
        summary_metadata = summary_pb2.SummaryMetadata(
            plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="graph_keras_model", content=b"1"),
            data_class=summary_pb2.DATA_CLASS_BLOB_SEQUENCE,
        )
        tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"{}"])
        tensor.tensor_shape.dim.add(size=1)
        return self.tensor("keras", tensor, summary_metadata, 0, self.start)

    def tensor(
        self,
        tag: str,
        tensor: tensor_pb2.TensorProto,
        summary_metadata: summary_pb2.SummaryMetadata,
        step: int,
        wall_time: float,
    ) -> EventFile:
        value = summary_pb2.Summary.Value(tag=tag, tensor=tensor, metadata=summary_metadata)
        self._write(
            event_pb2.Event(wall_time=wall_time, step=step, summary=summary_pb2.Summary(value=[value]))
        )
        return self

    def _hparams(self, tag: str, content: plugin_data_pb2.HParamsPluginData) -> EventFile:
        null = hparams_metadata.NULL_TENSOR
        return self.tensor(tag, null, hparams_metadata.create_summary_metadata(content), 0, self.start)

    def _write(self, event: event_pb2.Event) -> None:
        with self.path.open("ab") as file:
            file.write(frame(event.SerializeToString()))
