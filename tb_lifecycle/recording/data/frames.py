"""Data sets that are data frames (pandas, polars), recognised by their shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Dataset, Field
from tb_lifecycle.recording.data.labels import count_labels, is_label_name
from tb_lifecycle.recording.data.profiles import MOST_FIELDS, profile
from tb_lifecycle.recording.digests.of_arrays import Array, UndigestableError, digest_arrays, is_missing
from tb_lifecycle.recording.values import type_name


def describe_frame(frame: Any) -> Dataset:
    """Describes a data frame: one field a column, with its type as the frame names it.

    The digest covers the columns' names, types and values in their order, and the index unless it only counts
    rows. Two ways of a library to hold the same values (`int64` and `Int64`, `object` and
    `str`) make no difference.
    """
    if type(frame).__name__ == "Series":
        frame = frame.to_frame()
    names = _unique([str(column) for column in frame.columns])
    columns = [_Column(name, _column(frame, index)) for index, name in enumerate(names)]
    described = Dataset(kind="frame", source=type_name(frame), rows=len(frame))
    described.schema.extend(Field(name=column.name, dtype=column.dtype) for column in columns)
    arrays = {f"{index:06d} {column.name}": column.values for index, column in enumerate(columns)}
    arrays |= {
        f"missing in {column.name}": column.missing for column in columns if column.missing is not None
    }
    try:
        described.digest = digest_arrays(arrays | _index(frame)).digest
    except UndigestableError as error:
        described.skipped = f"there is no digest: {error}"
    described.size = sum(array.nbytes for array in arrays.values())
    for column in columns[:MOST_FIELDS]:
        _add_figures(described, column)
    return described


class _Column:
    """One column as arrays: its values, and where they are missing if the type has no mark for that."""

    def __init__(self, name: str, series: Any) -> None:
        self.name = name
        self.dtype = str(series.dtype)
        self.missing: Array | None = None
        plain = getattr(series.dtype, "numpy_dtype", None)
        if isinstance(plain, np.dtype) and plain.kind in "iufb":
            missing = np.asarray(series.isna())
            self.missing = missing if missing.any() else None
            self.values: Array = series.to_numpy(dtype=plain, na_value=0)
        else:
            self.values = _values(series)

    def present(self) -> Array:
        """The values that are not missing, texts as an array of texts."""
        values = self.values if self.missing is None else self.values[~self.missing]
        if values.dtype.kind == "O" and all(isinstance(value, str) for value in values):
            return values.astype(str)
        return values


def _values(series: Any) -> Array:
    values = np.asarray(series.to_numpy())
    if values.dtype.kind == "M":
        return _in_microseconds(values)
    held_otherwise = values.dtype.kind == "O" or str(series.dtype) == "category"
    return (
        np.asarray(series.astype(object).to_numpy())
        if held_otherwise and hasattr(series, "astype")
        else values
    )


def _in_microseconds(times: Array) -> Array:
    """Times in the unit of today's pandas, unless they are finer: earlier versions had nanoseconds."""
    converted = times.astype("datetime64[us]")
    back = converted.astype(times.dtype)
    return converted if np.array_equal(back, times, equal_nan=True) else times


def _column(frame: Any, index: int) -> Any:
    return frame.iloc[:, index] if hasattr(frame, "iloc") else frame[:, index]


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return unique


def _index(frame: Any) -> dict[str, Array]:
    """The index as an array, unless it only counts the rows."""
    index = getattr(frame, "index", None)
    if index is None or type(index).__name__ == "RangeIndex":
        return {}
    values = np.asarray(index.to_numpy())
    if values.dtype.kind in "iu" and np.array_equal(values, np.arange(len(values))):
        return {}
    return {"index": values}


def _count_missing(values: Array) -> int:
    if values.dtype.kind in "mM":
        return int(np.isnat(values).sum())
    return sum(map(is_missing, values))


def _add_figures(described: Dataset, column: _Column) -> None:
    present = column.present()
    labels = count_labels(present) if is_label_name(column.name) else {}
    if labels and not described.label_counts:
        described.label_counts.update(labels)
        return
    figures = profile(present)
    missing = len(column.values) - len(present) + int(figures.pop("missing", 0))
    if column.values.dtype.kind in "OmM":
        missing += _count_missing(column.values)
    if missing:
        figures["missing"] = float(missing)
    described.profile.update({f"{column.name}.{key}": value for key, value in figures.items()})
