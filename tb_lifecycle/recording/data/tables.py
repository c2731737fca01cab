"""Data sets that are tables of Arrow: pyarrow's own, and those of Hugging Face."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.labels import MOST_LABELS, is_label_name
from tb_lifecycle.recording.digests.of_arrays import digest_array
from tb_lifecycle.recording.values import type_name

MOST_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 30.0

_ROWS = 8192
_MOST_FIELDS = 200


def describe_table(x: Any, rows: int, part: Callable[[int, int], Any]) -> Dataset:
    """Describes a table. The digest covers names, types and values, whatever the chunks in memory.

    Args:
      x: the table.
      rows: how many it has.
      part: gives the rows from one to another as a table of Arrow.
    """
    described = Dataset(kind="table", source=type_name(x), rows=rows)
    schema = part(0, min(1, rows)).schema
    described.schema.extend(
        Field(name=field.name, dtype=str(field.type)) for field in list(schema)[:_MOST_FIELDS]
    )
    digest = hashlib.sha256(repr([(field.name, str(field.type)) for field in schema]).encode())
    labels: Counter[str] = Counter()
    label = next((field.name for field in schema if is_label_name(field.name)), None)
    size, end = 0, time.monotonic() + MOST_SECONDS
    for start in range(0, rows, _ROWS):
        table = part(start, min(start + _ROWS, rows))
        size += table.nbytes
        if size > MOST_BYTES or time.monotonic() > end:
            described.skipped = (
                f"there is no digest: only the first {start:,} rows ({size / 1e6:.0f} MB) were read; "
                "log the files that it reads as well"
            )
            return described
        for index, field in enumerate(schema):
            column = table.column(index)
            digest.update(_digest(column, field.type))
            if field.name == label and len(labels) <= MOST_LABELS:
                labels.update(map(str, column.to_pylist()))
    described.size = size
    described.digest = digest.digest() if rows else b""
    if 0 < len(labels) <= MOST_LABELS:
        described.label_counts.update(labels)
    return described


def _digest(column: Any, kind: Any) -> bytes:
    """Digest of some rows of one column: numbers by bytes and where they are missing, else as objects."""
    if str(kind) in _NUMBERS:
        missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False)) if column.null_count else None
        filled = column.fill_null(0) if column.null_count else column
        combined = filled.combine_chunks() if hasattr(filled, "combine_chunks") else filled
        values = combined.to_numpy(zero_copy_only=False)
        return digest_array(np.asarray(values)) + (digest_array(missing) if missing is not None else b"")
    items = np.empty(len(column), dtype=object)
    items[:] = column.to_pylist()
    return digest_array(items)


_NUMBERS = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"}
