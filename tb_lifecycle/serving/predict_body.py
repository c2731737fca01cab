"""The bodies of a :predict request and its answer, in row form (`instances`) and column form (`inputs`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tb_lifecycle.serving import json_tensors
from tb_lifecycle.serving.statuses import Refusal

DEFAULT_SIGNATURE = "serving_default"

Tensors = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class PredictBody:
    """A request's JSON, checked but for its tensors.

    Attributes:
      signature: the signature to call.
      rows: whether it is in row form.
      value: the value of `instances` or `inputs`.
    """

    signature: str
    rows: bool
    value: Any

    def tensors(self, dtypes: Mapping[str, str]) -> Tensors:
        """Makes one tensor for each input of the signature.

        Args:
          dtypes: each input's name and type.

        Raises:
          Refusal: the value does not fit the inputs.
        """
        return _row_tensors(self.value, dtypes) if self.rows else _column_tensors(self.value, dtypes)

    def answer(self, outputs: Tensors) -> dict[str, Any]:
        """Makes the answer in the request's form; a single output goes without its name.

        Raises:
          Refusal: the outputs cannot be told as rows.
        """
        return {"predictions": _rows(outputs)} if self.rows else {"outputs": _columns(outputs)}


def parse_body(data: bytes, *, most: int) -> PredictBody:
    """Parses a request's body.

    Args:
      data: its bytes.
      most: instances.

    Raises:
      Refusal: it is no JSON object, has neither or both of `instances` and `inputs`, or too many instances.
    """
    body = _parse_json(data)
    signature = body.get("signature_name", "")
    if not isinstance(signature, str):
        raise _malformed(body, "not formatted correctly. 'signature_name' key must be a string value.")
    rows = "instances" in body
    if rows and "inputs" in body:
        raise _malformed(
            body, "Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist "
        )
    if not rows and "inputs" not in body:
        raise Refusal("Missing 'inputs' or 'instances' key")
    if rows and not isinstance(body["instances"], list):
        raise _malformed(body, "Excepting 'instances' to be an list/array")
    if rows and not body["instances"]:
        raise _malformed(body, "No values in 'instances' array")
    if rows and len(body["instances"]) > most:
        raise Refusal(f"{len(body['instances']):,} instances are more than the {most:,} of one request.")
    return PredictBody(signature or DEFAULT_SIGNATURE, rows, body["instances" if rows else "inputs"])


def _parse_json(data: bytes) -> dict[str, Any]:
    if not data:
        raise Refusal("JSON Parse error: The document is empty")
    try:
        body = json.loads(data)
    except json.JSONDecodeError as error:
        raise Refusal(f"JSON Parse error: {error.msg} at offset: {error.pos}") from None
    except UnicodeDecodeError as error:
        raise Refusal(f"JSON Parse error: not UTF-8 at offset: {error.start}") from None
    except RecursionError:
        raise Refusal("JSON Parse error: nested too deeply") from None
    except ValueError:
        raise Refusal("JSON Parse error: a number has too many digits") from None
    if not isinstance(body, dict):
        raise _malformed(body, "Is not object")
    return body


def _malformed(value: Any, message: str) -> Refusal:
    return Refusal(f"JSON Value: {json_tensors.show(value)} {message}")


def _row_tensors(instances: list[Any], dtypes: Mapping[str, str]) -> Tensors:
    named = _is_named(instances[0])
    if not named and len(dtypes) > 1:
        raise Refusal(
            "instances is a plain list, but expecting list of objects as multiple input tensors required "
            "as per tensorinfo_map"
        )
    parts: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in dtypes}
    for number, instance in enumerate(instances):
        values = _instance_values(number, instance, named, dtypes)
        for name, value in values.items():
            parts[name].append(_instance_tensor(number, name, value, dtypes, named, parts[name]))
    return {name: np.stack(tensors) for name, tensors in parts.items()}


def _instance_values(number: int, instance: Any, named: bool, dtypes: Mapping[str, str]) -> dict[str, Any]:
    if named != _is_named(instance):
        expected, got = ("object", "list") if named else ("value/list", "object")
        raise Refusal(f"Expecting {expected} but got {got} at item {number} of input list")
    values = instance if named else {next(iter(dtypes)): instance}
    if set(values) != set(dtypes):
        raise Refusal(
            f"Failed to process element: {number} of 'instances' list. JSON object: "
            f"{json_tensors.show(instance)} keys must be equal to: {','.join(sorted(dtypes))}"
        )
    return dict(values)


def _instance_tensor(
    number: int,
    name: str,
    value: Any,
    dtypes: Mapping[str, str],
    named: bool,
    earlier: list[np.ndarray[Any, Any]],
) -> np.ndarray[Any, Any]:
    try:
        tensor = json_tensors.parse(value, dtypes[name])
        if earlier and tensor.size != earlier[0].size:
            raise Refusal(f"Expecting tensor size: {earlier[0].size} but got: {tensor.size}")
        if earlier and tensor.shape != earlier[0].shape:
            raise Refusal(
                f"Expecting shape {shape_text(earlier[0].shape)} but got: {shape_text(tensor.shape)}"
            )
    except Refusal as error:
        key = f" key: {name}" if named else ""
        message = f"Failed to process element: {number}{key} of 'instances' list. Error: {error.message}"
        raise Refusal(message, error.status) from None
    return tensor


def _column_tensors(inputs: Any, dtypes: Mapping[str, str]) -> Tensors:
    if not _is_named(inputs):
        if len(dtypes) > 1:
            raise Refusal(
                "inputs is a plain value/list, but expecting an object as multiple input tensors required "
                "as per tensorinfo_map"
            )
        inputs = {next(iter(dtypes)): inputs}
    for name in dtypes:
        if name not in inputs:
            raise Refusal(f"Missing named input: {name} in 'inputs' object.")
    return {name: json_tensors.parse(inputs[name], dtype) for name, dtype in dtypes.items()}


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and not json_tensors.is_base64(value)


def shape_text(shape: tuple[int | None, ...]) -> str:
    """A shape as TensorFlow Serving writes it: `[-1,64]`."""
    return f"[{','.join('-1' if size is None else str(size) for size in shape)}]"


def _rows(outputs: Tensors) -> list[Any]:
    sizes: dict[str, int] = {}
    for name, tensor in outputs.items():
        if tensor.ndim == 0:
            raise Refusal(f"Tensor name: {name} has no shape information ")
        first = next(iter(sizes.values()), len(tensor))
        if len(tensor) != first:
            raise Refusal(
                f"Tensor name: {name} has inconsistent batch size: {len(tensor)} expecting: {first}"
            )
        sizes[name] = len(tensor)
    values = {name: json_tensors.format_values(tensor, name) for name, tensor in outputs.items()}
    if len(values) == 1:
        return list(next(iter(values.values())))
    return [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]


def _columns(outputs: Tensors) -> Any:
    values = {name: json_tensors.format_values(tensor, name) for name, tensor in outputs.items()}
    return next(iter(values.values())) if len(values) == 1 else values
