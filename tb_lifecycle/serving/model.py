"""A SavedModel in memory: its signatures, and a call of one of them. Only this module imports TensorFlow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tb_lifecycle.errors import ServingError
from tb_lifecycle.serving import statuses
from tb_lifecycle.serving.export_location import SAVED_MODEL_FILE
from tb_lifecycle.serving.predict_body import Tensors, shape_text
from tb_lifecycle.serving.statuses import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVE_TAG = "serve"  # of the graph that is for serving, among a SavedModel's graphs


@dataclass(frozen=True)
class Input:
    """An input of a signature: TensorFlow's name of its type, and its shape, None where anything fits."""

    dtype: str
    shape: tuple[int | None, ...] | None


class Model:
    """A loaded SavedModel.

    Attributes:
      signatures: each signature's inputs, by name.
      metadata: the signatures as JSON, as TensorFlow Serving's metadata route has them.
    """

    def __init__(self, path: Path) -> None:
        """Loads the SavedModel in `path`.

        Raises:
          ServingError: TensorFlow is not installed, or the model cannot be loaded.
        """
        self._tensorflow = _import_tensorflow()
        definitions = _read_signatures(path)
        try:
            self._loaded = self._tensorflow.saved_model.load(str(path), tags=[SERVE_TAG])
        except (self._tensorflow.errors.OpError, OSError, ValueError, RuntimeError) as error:
            raise ServingError(f"TensorFlow cannot load {path}: {error}") from error
        self.metadata = {name: _to_json(definition) for name, definition in definitions.items()}
        self.signatures = {
            name: {key: self._describe(info) for key, info in definitions[name].inputs.items()}
            for name in self._loaded.signatures
        }

    def inputs(self, signature: str) -> Mapping[str, Input]:
        """The inputs of a signature.

        Raises:
          Refusal: there is no such signature.
        """
        if signature not in self.signatures:
            raise Refusal(f'Serving signature name: "{signature}" not found in signature def')
        return self.signatures[signature]

    def predict(self, signature: str, tensors: Tensors) -> Tensors:
        """Calls a signature.

        Args:
          signature: its name.
          tensors: a tensor for each input.

        Raises:
          Refusal: a tensor has the wrong shape, or TensorFlow fails.
        """
        inputs = self.inputs(signature)
        for name, tensor in tensors.items():
            _check_shape(name, tensor.shape, inputs[name].shape)
        constants = {n: self._tensorflow.constant(t, dtype=inputs[n].dtype) for n, t in tensors.items()}
        try:
            outputs = self._loaded.signatures[signature](**constants)
        except self._tensorflow.errors.OpError as error:
            raise Refusal(error.message, statuses.from_tensorflow(error.error_code)) from None
        return {name: output.numpy() for name, output in sorted(outputs.items())}

    def _describe(self, info: Any) -> Input:
        shape = self._tensorflow.TensorShape(info.tensor_shape)
        known = None if shape.rank is None else tuple(shape.as_list())
        return Input(self._tensorflow.as_dtype(info.dtype).name, known)


def _import_tensorflow() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        import tensorflow
    except ImportError as error:
        raise ServingError(
            f"Serving needs TensorFlow ({error}). Install it: pip install 'tb_lifecycle[tensorflow]'"
        ) from error
    return tensorflow


def _read_signatures(path: Path) -> dict[str, Any]:
    """The signature definitions of the graph that is for serving, by name."""
    from google.protobuf.message import DecodeError
    from tensorflow.core.protobuf import saved_model_pb2

    try:
        saved = saved_model_pb2.SavedModel.FromString((path / SAVED_MODEL_FILE).read_bytes())
    except DecodeError as error:
        raise ServingError(
            f"{path / SAVED_MODEL_FILE} is damaged: {error}. Export the model again."
        ) from error
    for graph in saved.meta_graphs:
        if SERVE_TAG in graph.meta_info_def.tags:
            return dict(graph.signature_def)
    raise ServingError(f"{path} has no graph tagged '{SERVE_TAG}'. Export it with tf.saved_model.save.")


def _to_json(definition: Any) -> Any:
    from google.protobuf import json_format

    return json_format.MessageToDict(
        definition, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def _check_shape(name: str, shape: tuple[int, ...], expected: tuple[int | None, ...] | None) -> None:
    if expected is None:
        return
    fits = len(shape) == len(expected) and all(e in (None, s) for s, e in zip(shape, expected, strict=True))
    if not fits:
        raise Refusal(f"input {name} must have shape {shape_text(expected)} but has {shape_text(shape)}")
