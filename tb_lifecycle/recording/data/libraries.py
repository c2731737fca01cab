"""Data of libraries, told apart by their shape: none of the libraries is imported.

Some hold their data where it can be read without running anything of the user's: that is digested. Others
make each element when it is asked for: those are described, with the reason why they have no digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.arrays import describe_arrays
from tb_lifecycle.recording.data.tables import describe_table
from tb_lifecycle.recording.digests.of_arrays import digest_arrays
from tb_lifecycle.recording.values import type_name

Describe = Callable[[Any], Dataset]

MADE_WHEN_READ = (
    "there is no digest: its elements are made when they are read; log what it reads from as well"
)


def find_library(x: Any, inner: Describe) -> Describe | None:
    """How to describe data of a library; None for anything else.

    Args:
      x: the data.
      inner: describes what such data holds.
    """
    if isinstance(x, type):
        return None
    for package, name, describe in _KINDS:
        if any(
            base.__name__ == name and base.__module__.split(".")[0] == package for base in type(x).__mro__
        ):
            return lambda source: describe(source, inner)
    if type(x).__module__.startswith("scipy.sparse") and callable(getattr(x, "tocoo", None)):
        return _sparse
    return None


def describe_object(x: Any, reason: str = MADE_WHEN_READ) -> Dataset:
    """Describes data that is not read: what it is, how many elements it says it has, why no digest."""
    return Dataset(kind="object", source=type_name(x), rows=_length(x), skipped=reason)


def is_data(x: Any) -> bool:
    """Whether an object of somebody's class gives elements when it is asked for them."""
    kind = type(x)
    if isinstance(x, (type, str, bytes, bytearray, memoryview, np.generic)) or kind.__module__ in (
        "builtins", "itertools", "collections", "types", "typing", "enum", "re", "io", "functools",
        "collections.abc", "argparse", "pathlib", "array",
    ):  # fmt: skip
        return False
    return hasattr(kind, "__getitem__") or hasattr(kind, "__iter__") or hasattr(kind, "__next__")


def _length(x: Any) -> int:
    for read in (lambda: len(x), lambda: x.num_row(), lambda: x.num_data()):
        try:
            return max(0, min(int(read()), 2**63 - 1))
        except Exception:  # it has none, or does not say
            continue
    return 0


def _tensors(x: Any, inner: Describe) -> Dataset:
    described = inner(tuple(x.tensors))
    described.source = type_name(x)
    return described


def _loader(x: Any, inner: Describe) -> Dataset:
    """A loader arranges the elements of its data set, and changes none."""
    described = inner(x.dataset)
    described.source = f"{type_name(x)} of {described.source}"
    return described


def _subset(x: Any, inner: Describe) -> Dataset:
    described = inner(x.dataset)
    described.source = f"{type_name(x)} of {described.source}"
    indices = np.asarray(list(x.indices), dtype=np.int64)
    described.kind, described.rows, described.size = "parts", len(indices), 0
    for figures in (described.profile, described.label_counts):
        figures.clear()
    if described.digest:
        whole = np.frombuffer(described.digest, dtype=np.uint8)
        described.digest = digest_arrays({"of": whole, "indices": indices}).digest
    return described


def _parts(x: Any, inner: Describe) -> Dataset:
    described = inner(list(x.datasets))
    described.source = type_name(x)
    return described


def _hugging_face(x: Any, _inner: Describe) -> Dataset:
    arrow = x.with_format("arrow")
    return describe_table(x, len(x), lambda start, stop: arrow[start:stop])


def _arrow(x: Any, _inner: Describe) -> Dataset:
    return describe_table(x, x.num_rows, lambda start, stop: x.slice(start, stop - start))


def _files(x: Any, inner: Describe) -> Dataset:
    described = inner(list(x.files))
    described.source = f"{type_name(x)}: {described.source}"
    return described


def _stream(x: Any, _inner: Describe) -> Dataset:
    described = describe_object(x, "there is no digest: it is a stream, and reading it would use it up")
    features = getattr(x, "features", None) or {}
    described.schema.extend(Field(name=str(name), dtype=str(kind)[:100]) for name, kind in features.items())
    return described


def _made_when_read(x: Any, _inner: Describe) -> Dataset:
    return describe_object(x)


def _hidden(x: Any, _inner: Describe) -> Dataset:
    return describe_object(
        x, f"there is no digest: {type_name(x)} does not show its data; log what it was made of"
    )


def _sparse(x: Any) -> Dataset:
    """A sparse matrix by its entries, whatever its format: zeros that are written out are none."""
    entries = x.tocoo(copy=True)
    entries.sum_duplicates()
    places = list(getattr(entries, "coords", ())) or [entries.row, entries.col]
    kept = entries.data != 0
    order = np.lexsort([np.asarray(place)[kept] for place in reversed(places)])
    arrays = {f"place {i}": np.asarray(place)[kept][order].astype(np.int64) for i, place in enumerate(places)}
    arrays |= {"data": entries.data[kept][order], "shape": np.asarray(entries.shape, dtype=np.int64)}
    described = Dataset(kind="arrays", source=type_name(x), rows=int(entries.shape[0]))
    described.size = sum(array.nbytes for array in arrays.values())
    described.schema.append(Field(name="", dtype=str(entries.dtype), shape=[int(n) for n in entries.shape]))
    described.digest = digest_arrays(arrays).digest
    return described


def _ragged(x: Any, _inner: Describe) -> Dataset:
    arrays = {"values": np.asarray(x.flat_values)}
    for number, splits in enumerate(x.nested_row_splits):
        arrays[f"rows {number}"] = np.asarray(splits).astype(np.int64)
    described = describe_arrays(arrays, type_name(x))
    described.rows = len(arrays["rows 0"]) - 1
    return described


def _sparse_tensor(x: Any, _inner: Describe) -> Dataset:
    arrays = {name: np.asarray(getattr(x, name)) for name in ("indices", "values", "dense_shape")}
    return describe_arrays(arrays, type_name(x))


_KINDS: tuple[tuple[str, str, Callable[[Any, Describe], Dataset]], ...] = (
    ("datasets", "IterableDataset", _stream),
    ("datasets", "Dataset", _hugging_face),
    ("torch", "TensorDataset", _tensors),
    ("torch", "Subset", _subset),
    ("torch", "ConcatDataset", _parts),
    ("torch", "DataLoader", _loader),
    ("torch", "Dataset", _made_when_read),
    ("pyarrow", "Table", _arrow),
    ("pyarrow", "RecordBatch", _arrow),
    ("pyarrow", "FileSystemDataset", _files),
    ("pyarrow", "Dataset", _stream),
    ("polars", "LazyFrame", _made_when_read),
    ("tensorflow", "RaggedTensor", _ragged),
    ("tensorflow", "SparseTensor", _sparse_tensor),
    ("xgboost", "DMatrix", _hidden),
    ("lightgbm", "Dataset", _hidden),
    ("catboost", "Pool", _hidden),
)


def names_of_parts(x: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a mapping, tuple or list, with their names."""
    if isinstance(x, tuple) and hasattr(x, "_fields"):
        yield from zip(x._fields, x, strict=False)
    elif hasattr(x, "items"):
        yield from ((str(key), value) for key, value in x.items())
    else:
        yield from ((str(index), value) for index, value in enumerate(x))
