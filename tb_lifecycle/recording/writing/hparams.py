"""TensorBoard's own HParams session records: its HPARAMS tab and Time Series columns show the flags."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tb_lifecycle.format import lifecycle_pb2

if TYPE_CHECKING:
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

START_TAG = "_hparams_/session_start_info"
END_TAG = "_hparams_/session_end_info"
_PLUGIN_NAME = "hparams"


def session_start(flags: Mapping[str, lifecycle_pb2.Value], started: float) -> Summary.Value:
    """The session's start, with the flags that the tab can take: numbers, booleans and text.

    A flag without a value is left out and a list becomes text, as either would crash the tab; so would NaN.
    """
    from tensorboard.plugins.hparams import plugin_data_pb2

    info = plugin_data_pb2.SessionStartInfo(start_time_secs=started)
    for name, value in flags.items():
        kind = value.WhichOneof("kind")
        if kind == "boolean":
            info.hparams[name].bool_value = value.boolean
        elif kind == "integer":
            info.hparams[name].number_value = value.integer
        elif kind == "number" and math.isfinite(value.number):
            info.hparams[name].number_value = value.number
        elif kind not in (None, "none"):
            info.hparams[name].string_value = _to_text(value)
    return _to_value(START_TAG, plugin_data_pb2.HParamsPluginData(session_start_info=info))


def session_end(status: int, ended: float) -> Summary.Value:
    """The session's end; `status` is a lifecycle Status."""
    from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2

    success = status in (lifecycle_pb2.COMPLETED, lifecycle_pb2.PRUNED)
    info = plugin_data_pb2.SessionEndInfo(
        status=api_pb2.STATUS_SUCCESS if success else api_pb2.STATUS_FAILURE, end_time_secs=ended
    )
    return _to_value(END_TAG, plugin_data_pb2.HParamsPluginData(session_end_info=info))


def _to_text(value: lifecycle_pb2.Value) -> str:
    kind = value.WhichOneof("kind")
    if kind == "list":
        return "[" + ", ".join(_to_text(item) for item in value.list.values) + "]"
    if kind in (None, "none"):
        return "None"
    return str(getattr(value, kind))


def _to_value(tag: str, content: HParamsPluginData) -> Summary.Value:
    """A summary that is all metadata; its tensor is the smallest that TensorBoard takes."""
    from tensorboard.compat.proto.summary_pb2 import DATA_CLASS_TENSOR, Summary, SummaryMetadata
    from tensorboard.compat.proto.tensor_pb2 import TensorProto
    from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
    from tensorboard.compat.proto.types_pb2 import DT_FLOAT

    plugin = SummaryMetadata.PluginData(plugin_name=_PLUGIN_NAME, content=content.SerializeToString())
    shape = TensorShapeProto(dim=[TensorShapeProto.Dim(size=0)])
    return Summary.Value(
        tag=tag,
        metadata=SummaryMetadata(plugin_data=plugin, data_class=DATA_CLASS_TENSOR),
        tensor=TensorProto(dtype=DT_FLOAT, tensor_shape=shape),
    )
