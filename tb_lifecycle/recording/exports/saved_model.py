"""Reads a SavedModel without TensorFlow: signatures and parameters. The graph itself is not parsed.

Format: tensorflow/core/protobuf/saved_model.proto, meta_graph.proto and saved_object_graph.proto.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tensorboard.compat.proto import meta_graph_pb2, saved_object_graph_pb2, types_pb2

from tb_lifecycle.format.lifecycle_pb2 import Field, Signature
from tb_lifecycle.recording.exports.tensor_bundle import parameters as bundle_parameters
from tb_lifecycle.recording.exports.tensor_bundle import read_index
from tb_lifecycle.recording.exports.wire import fields, messages, read_whole

_META_GRAPHS = 2
_SIGNATURE_DEF = 5
_OBJECT_GRAPH_DEF = 7
_INTERNAL = {"__saved_model_init_op", "__saved_model_train_op"}
_STATE = (
    "optimizer",
    "_optimizer",
    "save_counter",
    "iterations",
    "_iterations",
    "seed_generator_state",
    "seed_generator",
)
_NUMBERS = {
    types_pb2.DT_FLOAT,
    types_pb2.DT_DOUBLE,
    types_pb2.DT_HALF,
    types_pb2.DT_BFLOAT16,
    types_pb2.DT_COMPLEX64,
}
_NUMBERS |= {types_pb2.DT_INT8, types_pb2.DT_UINT8, types_pb2.DT_QINT8}


def read_signatures(directory: Path) -> tuple[list[Signature], int]:
    """The signatures of a SavedModel, and how many parameters it has (0 unknown).

    Raises:
      ValueError: saved_model.pb is no SavedModel.
      OSError: it cannot be read.
    """
    data = read_whole(directory / "saved_model.pb")
    try:
        graph = next(messages(data, _META_GRAPHS), None)
        if graph is None:
            raise ValueError("saved_model.pb holds no graph")
        signatures = dict(_signatures(graph))
        count = _object_parameters(graph)
    except (ValueError, TypeError) as error:
        raise ValueError(f"saved_model.pb could not be read: {error}") from None
    except Exception as error:  # protobuf's DecodeError
        raise ValueError(f"saved_model.pb could not be parsed: {error}") from None
    return [signatures[name] for name in sorted(signatures)], count or _bundle_parameters(directory)


def _signatures(graph: memoryview) -> Iterator[tuple[str, Signature]]:
    for entry in messages(graph, _SIGNATURE_DEF):
        parts = dict(fields(entry))
        name = bytes(_as_view(parts.get(1))).decode("utf-8", "replace")
        if name in _INTERNAL:
            continue
        parsed = meta_graph_pb2.SignatureDef.FromString(bytes(_as_view(parts.get(2))))
        yield name, Signature(name=name, inputs=_fields(parsed.inputs), outputs=_fields(parsed.outputs))


def _as_view(value: Any) -> memoryview:
    return value if isinstance(value, memoryview) else memoryview(b"")


def _fields(tensors: Mapping[str, Any]) -> list[Field]:
    return [
        Field(name=name, dtype=dtype_name(tensors[name].dtype), shape=_shape(tensors[name].tensor_shape))
        for name in sorted(tensors)
    ]


def dtype_name(number: int) -> str:
    """The name of TensorFlow's type number: float32 for DT_FLOAT."""
    renamed = {"float": "float32", "double": "float64", "half": "float16"}
    try:
        name: str = types_pb2.DataType.Name(number).removeprefix("DT_").lower()
    except ValueError:
        return f"type {number}"
    return renamed.get(name, name)


def _shape(shape: Any) -> list[int]:
    return [] if shape.unknown_rank else [dimension.size for dimension in shape.dim]


def _object_parameters(graph: memoryview) -> int:
    """Elements of the variables in the object graph, without the optimizer's."""
    data = next(messages(graph, _OBJECT_GRAPH_DEF), None)
    if data is None:
        return 0
    nodes = saved_object_graph_pb2.SavedObjectGraph.FromString(bytes(data)).nodes
    slots = {slot.slot_variable_node_id for node in nodes for slot in node.slot_variables}
    variables = _reachable(nodes) - slots
    return sum(_elements(nodes[index].variable) for index in variables if nodes[index].HasField("variable"))


def _reachable(nodes: Any) -> set[int]:
    """Nodes that are reached from the root other than through its optimizer."""
    seen: set[int] = set()
    waiting = [0] if len(nodes) else []
    while waiting:
        index = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        children = {child.local_name: child.node_id for child in nodes[index].children}
        if "variables" in children:
            children.pop("_all_variables", None)  # Keras exports a second copy under this name
        waiting += [node for name, node in children.items() if name not in _STATE]
    return seen


def _elements(variable: Any) -> int:
    if variable.dtype not in _NUMBERS or any(variable.name.split(":")[0].endswith(state) for state in _STATE):
        return 0
    return math.prod(dimension.size for dimension in variable.shape.dim if dimension.size > 0)


def _bundle_parameters(directory: Path) -> int:
    index = directory / "variables" / "variables.index"
    try:
        return bundle_parameters(read_index(index))
    except (OSError, ValueError, IndexError):  # no variables, or a format that is not known here
        return 0
