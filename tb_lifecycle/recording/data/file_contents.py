"""What a data file says of itself: rows, columns, labels. Only formats that can be read cheaply."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tb_lifecycle.format.lifecycle_pb2 import Field
from tb_lifecycle.recording.data.labels import MOST_LABELS, count_labels, is_label_name
from tb_lifecycle.recording.digests.of_arrays import dtype_name

_LARGEST_TABLE = 64 * 1024 * 1024
_INSPECTED_ROWS = 1000
_MOST_COLUMNS = 200
_MOST_RECORDS = 1_000_000
_IDX_TYPES = {8: "uint8", 9: "int8", 11: "int16", 12: "int32", 13: "float32", 14: "float64"}


@dataclass
class Contents:
    """What is in a data file.

    Attributes:
      rows: 0 unknown.
      fields: its columns or arrays.
      label_counts: rows a label.
    """

    rows: int = 0
    fields: list[Field] = field(default_factory=list)
    label_counts: dict[str, int] = field(default_factory=dict)

    def plus(self, other: Contents) -> Contents:
        """The contents of two files with the same columns."""
        counts = Counter(self.label_counts) + Counter(other.label_counts)
        return Contents(self.rows + other.rows, self.fields, dict(counts))


def read_contents(path: Path) -> Contents | None:
    """Reads a file's own description; None for a format that is not known here, or a file that
    is not as named."""
    for suffixes, read in _READERS:
        if path.name.lower().endswith(suffixes):
            try:
                return read(path)
            except (ValueError, KeyError, EOFError, OverflowError, csv.Error, zlib.error, gzip.BadGzipFile):
                return None
    return None


def _read_csv(path: Path) -> Contents | None:
    if path.stat().st_size > _LARGEST_TABLE:
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _read_rows(csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ","))


def _read_rows(rows: Iterable[list[str]]) -> Contents | None:
    header: list[str] = []
    inspected: list[list[str]] = []
    labels: Counter[str] = Counter()
    label = -1
    count = 0
    for row in rows:
        if not header:
            header = row
            label = next((index for index, name in enumerate(row) if is_label_name(name)), -1)
            continue
        if not row:
            continue
        count += 1
        if len(inspected) < _INSPECTED_ROWS:
            inspected.append(row)
        if 0 <= label < len(row) and len(labels) <= MOST_LABELS:
            labels[row[label]] += 1
    if not header:
        return None
    if all(_column_type([name]) != "string" for name in header):  # numbers from the first row on: no header
        return Contents(
            count + 1, [Field(name=str(i), dtype=_column_type(c)) for i, c in _columns([header, *inspected])]
        )
    names = header[:_MOST_COLUMNS]
    fields = [
        Field(name=names[i], dtype=_column_type(column))
        for i, column in _columns(inspected)
        if i < len(names)
    ]
    fields = fields or [Field(name=name, dtype="string") for name in names]
    return Contents(count, fields, dict(labels) if 0 < len(labels) <= MOST_LABELS else {})


def _columns(rows: list[list[str]]) -> list[tuple[int, list[str]]]:
    width = min(max((len(row) for row in rows), default=0), _MOST_COLUMNS)
    return [(index, [row[index] for row in rows if index < len(row)]) for index in range(width)]


def _column_type(values: list[str]) -> str:
    given = [value for value in values if value.strip().lower() not in ("", "nan", "na", "null")]
    for kind, parse in (("int64", int), ("float64", float)):
        try:
            for value in given:
                parse(value)
        except ValueError:
            continue
        return kind if given and len(given) == len(values) else "float64"
    return "string"


def _read_json_lines(path: Path) -> Contents | None:
    if path.stat().st_size > _LARGEST_TABLE:
        return None
    count = 0
    first: dict[str, Any] = {}
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                if not count:
                    first = json.loads(line)
                count += 1
    names = list(first)[:_MOST_COLUMNS] if isinstance(first, dict) else []
    return Contents(count, [Field(name=name, dtype=type(first[name]).__name__) for name in names])


def _read_npy(path: Path) -> Contents:
    with path.open("rb") as file:
        shape, dtype = _npy_header(file)
    return Contents(shape[0] if shape else 1, [Field(name="", dtype=dtype_name(dtype), shape=shape)])


def _npy_header(file: Any) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    return shape, dtype


def _read_npz(path: Path) -> Contents:
    import zipfile

    fields = []
    counts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(".npy")
                with archive.open(member) as file:
                    shape, dtype = _npy_header(io.BytesIO(file.read(64 * 1024)))
                fields.append(Field(name=name, dtype=dtype_name(dtype), shape=shape))
                if not counts and is_label_name(name) and member.file_size <= _LARGEST_TABLE:
                    counts = _count_npy_labels(archive.read(member), dtype)
    except (zipfile.BadZipFile, RuntimeError) as error:  # of an encrypted archive, and of a way to compress
        raise ValueError(str(error)) from None
    lengths = {item.shape[0] for item in fields if item.shape}
    return Contents(lengths.pop() if len(lengths) == 1 else 0, fields, counts)


def _count_npy_labels(data: bytes, dtype: np.dtype[Any]) -> dict[str, int]:
    return {} if dtype.hasobject else count_labels(np.lib.format.read_array(io.BytesIO(data)))


def _read_idx(path: Path) -> Contents | None:
    """MNIST's format: two zeros, the type, the number of dimensions, each dimension
    in four bytes, big-endian."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        zeros, kind, dimensions = file.read(2), *file.read(2)
        if zeros != b"\0\0" or kind not in _IDX_TYPES:
            return None
        shape = np.frombuffer(file.read(4 * dimensions), ">i4").tolist()
        counts: dict[str, int] = {}
        if dimensions == 1 and kind == 8 and shape[0] <= _LARGEST_TABLE:
            values, occurrences = np.unique(np.frombuffer(file.read(), np.uint8), return_counts=True)
            if len(values) <= MOST_LABELS:
                counts = dict(zip(map(str, values.tolist()), occurrences.tolist(), strict=True))
    return Contents(shape[0], [Field(name="", dtype=_IDX_TYPES[kind], shape=shape)], counts)


def _read_tfrecord(path: Path) -> Contents | None:
    """TensorFlow's records: a length of eight bytes, its checksum of four, the data, its checksum of four."""
    count, position, size = 0, 0, path.stat().st_size
    with path.open("rb") as file:
        while position < size and count < _MOST_RECORDS:
            length = int.from_bytes(file.read(8), "little")
            position = file.seek(position + 12 + length + 4)
            count += 1
    return Contents(count) if position == size else None


_READERS: tuple[tuple[tuple[str, ...], Callable[[Path], Contents | None]], ...] = (
    ((".csv", ".tsv"), _read_csv),
    ((".jsonl", ".ndjson"), _read_json_lines),
    ((".npy",), _read_npy),
    ((".npz",), _read_npz),
    ((".tfrecord", ".tfrecords"), _read_tfrecord),
    (("idx1-ubyte", "idx2-ubyte", "idx3-ubyte", "idx1-ubyte.gz", "idx3-ubyte.gz"), _read_idx),
)
