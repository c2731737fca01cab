"""Data sets that are arrays in memory: numpy's, or anything that becomes one (torch, JAX, TensorFlow)."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.labels import count_labels, is_label_name
from tb_lifecycle.recording.data.profiles import MOST_FIELDS, profile
from tb_lifecycle.recording.digests.of_arrays import (
    Array,
    UndigestableError,
    digest_arrays,
    dtype_name,
    is_named,
    named,
)
from tb_lifecycle.recording.values import type_name

LARGEST_LOADED = 16 * 1024**3
"""Bytes of something that is no array yet and is made one."""

_DEEPEST = 8


class TooLargeError(Exception):
    """It lies on disk and would fill the memory."""


def as_arrays(source: Any) -> dict[str, Array] | None:
    """The arrays of a source by name, or None if it holds something else.

    One array is named "", those of a tuple or list "0", "1", …, those inside others "train/0".
    """
    found: dict[str, Array] = {}
    return found if _collect("", source, found, _DEEPEST) and found else None


def _collect(name: str, source: Any, found: dict[str, Array], depth: int) -> bool:
    array = _as_array(source)
    if array is None and isinstance(source, list) and depth < _DEEPEST:
        array = _list_array(source)
    if array is not None:
        found[name] = array
        return True
    if depth == 0:
        return False
    if isinstance(source, Mapping):
        parts = [(str(key), value) for key, value in source.items()]
    elif isinstance(source, tuple) and hasattr(source, "_fields"):
        parts = list(zip(source._fields, source, strict=False))
    elif isinstance(source, (tuple, list)):
        parts = [(str(index), value) for index, value in enumerate(source)]
    else:
        return False
    return all(_collect(f"{name}/{key}" if name else key, value, found, depth - 1) for key, value in parts)


def _list_array(source: list[Any]) -> Array | None:
    """A list inside a mapping or tuple as an array, if it holds numbers or texts, or rows of them."""
    first: Any = source
    while isinstance(first, list) and first:
        first = first[0]
    if not isinstance(first, (bool, int, float, str)):
        return None
    try:
        return np.asarray(source)
    except ValueError:  # rows of different lengths
        rows = np.empty(len(source), dtype=object)
        rows[:] = source
        return rows


def _as_array(x: Any) -> Array | None:
    if isinstance(x, np.ndarray):
        return x
    if isinstance(x, (type, str, bytes, Mapping, np.generic)):
        return None
    if all(hasattr(x, method) for method in ("detach", "cpu", "numpy")):  # torch
        return _torch_array(x)
    if hasattr(x, "shape") and hasattr(x, "dtype") and hasattr(x, "__array__"):  # JAX, TensorFlow, HDF5
        _check_size(x)
        converted = np.asarray(x)
        return converted if converted.ndim else None
    return None


def _check_size(x: Any) -> None:
    """Refuses to load what lies on disk (HDF5, zarr) and would fill the memory."""
    size = math.prod(x.shape) * getattr(x.dtype, "itemsize", 1)
    if size > LARGEST_LOADED:
        raise TooLargeError(
            f"there is no digest: {type_name(x)} would load {size / 1e9:.0f} GB; log the path of its file"
        )


def _torch_array(x: Any) -> Array:
    x = x.detach().cpu()
    name = str(x.dtype).removeprefix("torch.")
    if name == "bfloat16" or name.startswith("float8"):  # numpy has none
        bits = sys.modules["torch"].int16 if name == "bfloat16" else sys.modules["torch"].uint8
        return named(x.contiguous().view(bits).numpy(), name)
    array: Array = x.resolve_conj().resolve_neg().numpy() if hasattr(x, "resolve_conj") else x.numpy()
    return array


def describe_arrays(arrays: Mapping[str, Array], source: str) -> Dataset:
    """Describes named arrays. Their first dimension counts rows where it is the same in all of them.

    Args:
      arrays: by name, as as_arrays gives them.
      source: what is recorded as their origin: the type's name.
    """
    described = Dataset(kind="arrays", source=source, size=sum(array.nbytes for array in arrays.values()))
    lengths = {array.shape[0] if array.ndim else 1 for array in arrays.values()}
    described.rows = lengths.pop() if len(lengths) == 1 else 0
    for name, array in arrays.items():
        described.schema.append(Field(name=name, dtype=dtype_name(array.dtype), shape=array.shape))
    try:
        described.digest = digest_arrays(arrays).digest
    except UndigestableError as error:
        described.skipped = f"there is no digest: {error}"
    _add_figures(described, arrays)
    return described


def _add_figures(described: Dataset, arrays: Mapping[str, Array]) -> None:
    for name, array in list(arrays.items())[:MOST_FIELDS]:
        array = _bfloat16_as_float(array) if is_named(array) else array
        labels = count_labels(array) if _is_label(name, array) else {}
        if labels and not described.label_counts:
            described.label_counts.update(labels)
        elif not labels:
            described.profile.update(
                {f"{name}.{key}" if name else key: value for key, value in profile(array).items()}
            )


def _bfloat16_as_float(array: Array) -> Array:
    """The numbers of bfloat16, which are the upper halves of those of float32; nothing for other types."""
    if dtype_name(array.dtype) != "bfloat16":
        return np.empty(0)
    return (array.view(np.uint16).astype(np.uint32) << 16).view(np.float32)


def _is_label(name: str, array: Array) -> bool:
    return is_label_name(name) or (name == "1" and array.ndim <= 2 and array.dtype.kind in "iub")
