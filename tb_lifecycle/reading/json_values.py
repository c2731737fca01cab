"""From Python's values to JSON's, the same for every surface."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

_PLAIN = frozenset({str, int, bool, type(None)})


def to_json(value: object) -> Any:
    """Converts a value to what JSON has.

    Args:
      value: None, bools, numbers, strings, bytes (a digest), numpy scalars and arrays, dataclasses,
        mappings with string keys, and sequences or sets of these.

    Returns:
      A value of None, bool, int, float, str, list and dict only, with "NaN", "Infinity"
      and "-Infinity" for those.

    Raises:
      TypeError: something in `value` has no form in JSON.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, float):
        return _number(float(value))
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _PLAIN else to_json(item) for item in value]
    return _convert(value)


def to_json_text(value: object, *, indent: int | None = None) -> str:
    """Writes a value as JSON."""
    separators = (",", ":") if indent is None else (",", ": ")
    return json.dumps(
        to_json(value), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators
    )


def _convert(value: object) -> Any:
    import numpy as np

    from tb_lifecycle.reading.records.values import digest_text

    if isinstance(value, (np.generic, np.ndarray)):
        return to_json(value.tolist())
    if isinstance(value, bool | str):
        return value if isinstance(value, bool) else str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, bytes):
        return digest_text(value)
    if isinstance(value, (set, frozenset)):
        return sorted(to_json(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in JSON.")


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
