"""Digest of arrays: their type, shape and elements, whatever their layout and byte order in memory."""

from __future__ import annotations

import datetime
import decimal
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tb_lifecycle.recording.digests.of_files import TreeDigest, combine

_CHUNK_BYTES = 8 * 1024 * 1024
_CHUNK_OBJECTS = 65_536

_NAME = "tb_lifecycle type"

Array = np.ndarray[Any, Any]


class UndigestableError(ValueError):
    """The array holds objects that have no bytes of their own; the text says which."""


def digest_arrays(arrays: Mapping[str, Array]) -> TreeDigest:
    """Digest of named arrays, whatever the order in which they are given.

    Raises:
      UndigestableError: one of them holds objects other than texts, numbers, bytes, dates and None.
    """
    return combine((name, (digest_array(arrays[name]), int(arrays[name].nbytes))) for name in sorted(arrays))


def digest_array(array: Array) -> bytes:
    """Digest of one array: 32 bytes.

    Raises:
      UndigestableError: as digest_arrays.
    """
    if array.dtype.kind == "T":  # numpy's texts of any length: pointers
        array = array.astype(object)
    digest = hashlib.sha256(f"{dtype_name(array.dtype)} {list(array.shape)}\n".encode())
    if array.dtype.names is not None:
        for name in array.dtype.names:  # field by field: the bytes between fields mean nothing
            digest.update(name.encode() + digest_array(array[name]))
        return digest.digest()
    for chunk in _chunks(array):
        digest.update(_object_bytes(chunk) if array.dtype.hasobject else _plain_bytes(chunk))
    return digest.digest()


def dtype_name(dtype: np.dtype[Any]) -> str:
    """The type's name without its byte order: float32, <U5 as str5, datetime64[ns]; or what `named` said."""
    if dtype.metadata and _NAME in dtype.metadata:
        return str(dtype.metadata[_NAME])
    if dtype.names is not None:
        return "struct"
    if dtype.kind == "U":
        return f"str{dtype.itemsize // 4}"
    if dtype.kind == "S":
        return f"bytes{dtype.itemsize}"
    return (
        str(dtype.newbyteorder("=").name)
        if dtype.kind not in "OT"
        else {"O": "object", "T": "str"}[dtype.kind]
    )


def named(array: Array, name: str) -> Array:
    """The bits of a type that numpy does not have (bfloat16, float8), as an array of integers that knows the
    type's name."""
    return array.view(np.dtype(array.dtype, metadata={_NAME: name}))


def is_named(array: Array) -> bool:
    """Whether the elements are bits of a type that numpy does not have."""
    return bool(array.dtype.metadata and _NAME in array.dtype.metadata)


def _chunks(array: Array) -> Iterator[Array]:
    """The array in row order, a few megabytes at a time."""
    if array.ndim == 0:
        yield array.reshape(1)
        return
    if array.size == 0:
        return
    row = array[:1]
    limit = (
        _CHUNK_OBJECTS // max(1, row.size) if array.dtype.hasobject else _CHUNK_BYTES // max(1, row.nbytes)
    )
    if limit < 1:
        for item in array:
            yield from _chunks(item)
        return
    for start in range(0, len(array), limit):
        yield array[start : start + limit]


def _plain_bytes(chunk: Array) -> Any:
    if chunk.dtype.kind != "V":
        chunk = chunk.astype(chunk.dtype.newbyteorder("<"), copy=False)
    flat = np.ascontiguousarray(chunk).reshape(-1)
    return flat.view(np.uint8)


def _object_bytes(chunk: Array) -> bytes:
    items = chunk.reshape(-1).tolist()
    if all(type(item) is str for item in items):
        lengths = np.fromiter(map(len, items), dtype="<i8", count=len(items))
        return b"texts" + lengths.tobytes() + "".join(items).encode("utf-8", "surrogatepass")
    return b"".join(_one_object(item) for item in items)


def is_missing(item: Any) -> bool:
    """Whether an object is a mark of a missing value: None, NaN, pandas' NA and NaT."""
    if isinstance(item, (float, np.floating)):
        return bool(item != item)
    return item is None or type(item).__name__ in ("NAType", "NaTType")


def _one_object(item: Any) -> bytes:
    if is_missing(item):
        return b"\0none"
    if isinstance(item, np.generic):
        item = item.item()
    if isinstance(item, bytes):
        return b"\0bytes" + len(item).to_bytes(8, "little") + item
    if isinstance(item, Mapping):
        pairs = sorted((_one_object(str(key)), _one_object(value)) for key, value in item.items())
        return b"\0map" + len(pairs).to_bytes(8, "little") + b"".join(key + value for key, value in pairs)
    if isinstance(item, datetime.timedelta):
        item = f"timedelta {item!r}"
    if isinstance(item, decimal.Decimal):
        item = f"decimal {item}"
    if isinstance(item, (datetime.date, datetime.time)):
        item = item.isoformat()
    if isinstance(item, (bool, int, float, complex, str)):
        text = f"{type(item).__name__} {item!r}".encode("utf-8", "surrogatepass")
        return b"\0" + len(text).to_bytes(8, "little") + text
    if isinstance(item, (list, tuple)):
        return b"\0list" + len(item).to_bytes(8, "little") + b"".join(_one_object(part) for part in item)
    if isinstance(item, np.ndarray):
        return b"\0array" + digest_array(item)
    raise UndigestableError(f"it holds objects of type {type(item).__name__}")
