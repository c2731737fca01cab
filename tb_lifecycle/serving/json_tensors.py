"""JSON to tensors and back, by TensorFlow Serving's rules.

Source: https://www.tensorflow.org/tfx/serving/api_rest. Values must fit the signature's type without loss,
lists must be regular, bytes are `{"b64": …}`, and NaN, Infinity and -Infinity are numbers.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import numpy as np

from tb_lifecycle.serving.statuses import Refusal

_SERVING_NAMES = {"float32": "float", "float64": "double", "float16": "half"}
_BYTES_SUFFIX = "_bytes"  # of outputs whose strings are binary
_DEEPEST = 32  # dimensions that NumPy has
_SHOWN = 500  # characters of a wrong value in an error


def parse(value: Any, dtype: str) -> np.ndarray[Any, Any]:
    """Makes a tensor of a JSON value.

    Args:
      value: a value or nested lists of values.
      dtype: TensorFlow's name of the type, such as `float32` or `string`.

    Raises:
      Refusal: a value does not fit the type, or the lists are not regular.
    """
    shape = _shape(value)
    flat: list[Any] = []
    _fill(value, 0, shape, _converter(dtype), flat)
    array = np.empty(len(flat), dtype=object if dtype == "string" else dtype)
    array[:] = flat
    return array.reshape(shape)


def format_values(array: np.ndarray[Any, Any], name: str) -> Any:
    """Makes a JSON value of a tensor: floats as the shortest decimals, `…_bytes` as base64."""
    if array.dtype == object or array.dtype.kind in "SU":
        return _format_strings(array.tolist(), binary=name.endswith(_BYTES_SUFFIX))
    if array.dtype in (np.float16, np.float32):
        array = array.astype(str).astype(np.float64)
    if array.dtype.kind not in "fiub":
        raise Refusal(f"Failed to write JSON value for tensor type: {array.dtype.name}")
    return array.tolist()


def show(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = ""
    try:
        for piece in json.JSONEncoder(ensure_ascii=False).iterencode(value):
            text += piece
            if len(text) > _SHOWN:
                return f"{text[:_SHOWN]}…"
    except RecursionError:
        return f"{text}…"
    return text


def _shape(value: Any) -> list[int]:
    """The shape that the first elements promise."""
    shape = []
    while isinstance(value, list):
        shape.append(len(value))
        if not value:
            break
        if len(shape) > _DEEPEST:
            raise Refusal(f"Lists are nested more than {_DEEPEST} deep.")
        value = value[0]
    return shape


def _fill(value: Any, level: int, shape: list[int], convert: Callable[[Any], Any], flat: list[Any]) -> None:
    if not isinstance(value, list):
        if level != len(shape):
            raise Refusal(
                f"JSON Value: {show(value)} found at incorrect level: {level + 1} in the JSON DOM. "
                f"Expected at level: {len(shape)}"
            )
        flat.append(convert(value))
        return
    if level >= len(shape):
        raise Refusal(f"Encountered list at unexpected level: {level} expected < {len(shape)}")
    if len(value) != shape[level]:
        size = f"{len(value)} at level: {level} expected size: {shape[level]}"
        raise Refusal(f"Encountered list at unexpected size: {size}")
    for item in value:
        _fill(item, level + 1, shape, convert, flat)


def _converter(dtype: str) -> Callable[[Any], Any]:
    """A function that checks one value against the type and returns what goes into the array."""
    if dtype in ("float32", "float64"):
        return lambda value: _float(value, dtype)
    if dtype in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        limits = np.iinfo(dtype)
        return lambda value: _integer(value, dtype, int(limits.min), int(limits.max))
    simple: Mapping[str, Callable[[Any], Any]] = {"bool": _boolean, "string": _string}
    if dtype in simple:
        return simple[dtype]
    return lambda value: _unsupported(value, dtype)


def _float(value: Any, dtype: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _type_error(value, dtype)
    info = np.finfo(dtype)
    # An integer must be exact; a decimal may be rounded, and only must not overflow.
    exact = 2 ** (info.nmant + 1) - 1 if isinstance(value, int) else float(info.max)
    if abs(value) > exact and value not in (float("inf"), float("-inf")):
        target = _SERVING_NAMES[dtype]
        raise Refusal(f"Cannot convert JSON value: {show(value)} to {target} without loss of precision.")
    return float(value)


def _integer(value: Any, dtype: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _type_error(value, dtype)
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _type_error(value, "bool")
    return value


def _string(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if not isinstance(value, dict):
        raise _type_error(value, "string")
    if not is_base64(value):
        raise Refusal(f"JSON Value: {show(value)} not formatted correctly for base64 data")
    try:
        return base64.b64decode(value["b64"], validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("Unable to base64 decode") from None


def is_base64(value: Any) -> bool:
    """Whether a value is `{"b64": "…"}`."""
    return isinstance(value, dict) and list(value) == ["b64"] and isinstance(value["b64"], str)


def _unsupported(value: Any, dtype: str) -> None:
    name = _SERVING_NAMES.get(dtype, dtype)
    raise Refusal(f"Conversion of JSON Value: {show(value)} to type: {name}", HTTPStatus.NOT_IMPLEMENTED)


def _type_error(value: Any, dtype: str) -> Refusal:
    kinds = {dict: "Object", list: "Array", str: "String", int: "Number", float: "Number", type(None): "Null"}
    kind = str(value) if isinstance(value, bool) else kinds[type(value)]
    name = _SERVING_NAMES.get(dtype, dtype)
    return Refusal(f"JSON Value: {show(value)} Type: {kind} is not of expected type: {name}")


def _format_strings(value: Any, *, binary: bool) -> Any:
    if isinstance(value, list):
        return [_format_strings(item, binary=binary) for item in value]
    data = value.encode() if isinstance(value, str) else value
    if binary:
        return {"b64": base64.b64encode(data).decode("ascii")}
    return data.decode("utf-8", "replace")
