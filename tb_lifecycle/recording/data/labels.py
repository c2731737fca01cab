"""Which part of a data set is its labels, and how they are counted."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_LABELS = 50
"""Distinct values above which an array is taken for no labels."""

_NAMES = {"label", "labels", "y", "target", "targets", "class", "classes"}
_LARGEST = 1 << 24


def is_label_name(name: str) -> bool:
    """Whether an array or column of this name holds labels."""
    last = name.lower().replace(".", "/").rsplit("/", 1)[-1].strip()
    return last in _NAMES or last.startswith("y_") or last.endswith(("_label", "_labels", "_target"))


def count_labels(array: np.ndarray[Any, Any]) -> dict[str, int]:
    """How often each label occurs; empty where the array is not one small set of integers or texts."""
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1 or array.dtype.kind not in "iubUS" or not 0 < array.size <= _LARGEST:
        return {}
    values, counts = np.unique(array, return_counts=True)
    if len(values) > MOST_LABELS:
        return {}
    return {_text(value): int(count) for value, count in zip(values.tolist(), counts, strict=True)}


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
