"""Data sets that are tf.data pipelines: read once, up to a limit, without importing TensorFlow."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.arrays import as_arrays
from tb_lifecycle.recording.data.labels import MOST_LABELS
from tb_lifecycle.recording.digests.of_arrays import UndigestableError, digest_arrays
from tb_lifecycle.recording.digests.of_files import TreeDigest
from tb_lifecycle.recording.values import type_name

MOST_ELEMENTS = 1_000_000
MOST_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 30.0

_TRIED_SECONDS = 2.0
_INFINITE = -1
_REMEMBERED = 200_000
_COMPARED = 4
_ARRANGED = (
    "Prefetch",
    "Shuffle",
    "Batch",
    "ParallelBatch",
    "Options",
    "Cache",
    "ModelDataset",
    "MaxIntraOp",
)
"""Steps that arrange elements and change none: the data before them is described."""


def describe_tf_data(dataset: Any) -> Dataset:
    """Describes a tf.data.Dataset.

    Shuffling, batching, prefetching and caching at its end are looked through. The digest covers the elements
    whatever their order; it is empty, and `skipped` says why, where the data set is infinite, larger than a
    limit, or random.
    """
    described = Dataset(kind="tf.data", source=type_name(dataset))
    described.schema.extend(_fields(dataset.element_spec))
    try:
        if int(dataset.cardinality()) == _INFINITE:
            described.skipped = (
                "there is no digest: the data set never ends; log it as it is before .repeat()"
            )
            return described
        _read(_before_arranging(dataset), described)
    except UndigestableError as error:
        described.skipped = f"there is no digest: {error}"
    except Exception as error:  # the user's own pipeline, or no eager execution
        described.skipped = (
            f"there is no digest: reading failed with {type(error).__name__}: {_first_line(error)}"
        )
    return described


def _before_arranging(dataset: Any) -> Any:
    while any(type(dataset).__name__.lstrip("_").startswith(step) for step in _ARRANGED):
        inner = getattr(dataset, "_input_dataset", None)
        if inner is None:
            break
        dataset = inner
    return dataset


class _Budget:
    """How much of a data set may be read; gives up early on one that would take too long."""

    def __init__(self, elements: int) -> None:
        self._elements = elements
        self._started = time.monotonic()

    def is_spent(self, rows: int, size: int) -> bool:
        seconds = time.monotonic() - self._started
        hopeless = seconds > _TRIED_SECONDS and seconds / rows * self._elements > MOST_SECONDS
        return rows >= MOST_ELEMENTS or size >= MOST_BYTES or seconds > MOST_SECONDS or hopeless


def _read(dataset: Any, described: Dataset) -> None:
    total = rows = size = 0
    labels: Counter[int] = Counter()
    seen: set[bytes] = set()
    budget = _Budget(int(dataset.cardinality()))
    for element in dataset.as_numpy_iterator():
        part = _digest(element)
        total = (total + int.from_bytes(part.digest, "little")) % (1 << 256)
        rows, size = rows + 1, size + part.size
        if rows <= _REMEMBERED:
            seen.add(part.digest)
        _count_label(element, labels)
        if budget.is_spent(rows, size):
            described.skipped = (
                f"there is no digest: only the first {rows:,} elements ({size / 1e6:.0f} MB) were read; "
                "log the files that it reads as well"
            )
            return
    described.rows, described.size = rows, size
    if 0 < len(labels) <= MOST_LABELS:
        described.label_counts.update({str(label): count for label, count in sorted(labels.items())})
    if rows <= _REMEMBERED and not _repeats(dataset, seen):
        described.skipped = (
            "there is no digest: its elements differ from pass to pass; log it as it is before random steps"
        )
        return
    described.digest = hashlib.sha256(f"{rows} elements ".encode() + total.to_bytes(32, "little")).digest()


def _digest(element: Any) -> TreeDigest:
    arrays = as_arrays(_arrays_of(element))
    if arrays is None:
        raise UndigestableError(f"its elements are {type_name(element)}")
    return digest_arrays(arrays)


def _repeats(dataset: Any, seen: set[bytes]) -> bool:
    """Whether another pass begins with elements that were seen: not so where they are changed at random."""
    return all(_digest(element).digest in seen for element in dataset.take(_COMPARED).as_numpy_iterator())


def _arrays_of(element: Any) -> Any:
    """Scalars of numpy and bytes inside an element as arrays, so that each part is one."""
    if isinstance(element, dict):
        return {key: _arrays_of(value) for key, value in element.items()}
    if isinstance(element, tuple) and hasattr(element, "_fields"):
        return dict(zip(element._fields, map(_arrays_of, element), strict=True))
    if isinstance(element, (tuple, list)):
        return tuple(map(_arrays_of, element))
    return np.asarray(element)


def _count_label(element: Any, labels: Counter[int]) -> None:
    if not isinstance(element, tuple) or len(element) < 2 or len(labels) > MOST_LABELS:
        return
    label = np.asarray(element[1])
    if label.size == 1 and label.dtype.kind in "iu":
        labels[int(label.reshape(())[()])] += 1


def _fields(spec: Any, name: str = "") -> Iterator[Field]:
    if isinstance(spec, dict):
        parts = list(spec.items())
    elif isinstance(spec, tuple) and hasattr(spec, "_fields"):
        parts = list(zip(spec._fields, spec, strict=True))
    elif isinstance(spec, (tuple, list)):
        parts = [(str(index), item) for index, item in enumerate(spec)]
    else:
        shape = getattr(spec, "shape", None)
        sizes = (
            [] if shape is None or shape.rank is None else [-1 if size is None else size for size in shape]
        )
        yield Field(
            name=name, dtype=getattr(getattr(spec, "dtype", None), "name", type_name(spec)), shape=sizes
        )
        return
    for key, item in parts:
        yield from _fields(item, f"{name}/{key}" if name else str(key))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]
