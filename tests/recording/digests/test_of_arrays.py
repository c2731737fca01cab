from __future__ import annotations

import datetime
import decimal
import hashlib
from typing import Any

import numpy as np
import pytest

from tb_lifecycle.recording.digests import of_arrays
from tb_lifecycle.recording.digests.of_arrays import (
    UndigestableError,
    digest_array,
    digest_arrays,
    dtype_name,
    is_missing,
    is_named,
    named,
)
from tb_lifecycle.recording.digests.of_files import TreeDigest

GRID = np.arange(24, dtype=np.float32).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "same",
    [
        GRID.copy(order="F"),
        GRID.astype(">f4"),
        np.repeat(GRID, 2, axis=2)[:, :, ::2],
        GRID[::-1][::-1],
        np.ascontiguousarray(GRID.transpose(2, 1, 0)).transpose(2, 1, 0),
    ],
)
def test_the_layout_in_memory_does_not_matter(same: Any) -> None:
    assert digest_array(same) == digest_array(GRID)


@pytest.mark.parametrize(
    "other",
    [
        GRID.reshape(6, 4),
        GRID.astype(np.float64),
        GRID.view(np.int32),
        np.where(GRID == 3, np.float32(3.5), GRID),
        GRID[:, ::-1],
        GRID[:1],
    ],
)
def test_content_type_and_shape_do(other: Any) -> None:
    assert digest_array(other) != digest_array(GRID)


@pytest.mark.parametrize("order", ["C", "F"])
def test_chunks_do_not_matter(order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = digest_array(GRID)
    for size in (1, 7, 16, 48):
        monkeypatch.setattr(of_arrays, "_CHUNK_BYTES", size)
        assert digest_array(GRID.copy(order=order)) == whole


@pytest.mark.parametrize(
    "array",
    [
        np.array(3.0),
        np.zeros((0, 3)),
        np.array([True, False]),
        np.array(["a", "bc"]),
        np.array([b"a", b"bc"]),
        np.array(["2026-01-02"], dtype="datetime64[s]"),
        np.array([1 + 2j]),
        np.array([np.nan, np.inf]),
        np.array(
            ["a", None, 1, 2.5, b"x", np.float32(1), datetime.date(2026, 1, 2), [1, "b"], np.arange(3)],
            dtype=object,
        ),
    ],
)
def test_every_type_has_one(array: Any) -> None:
    assert len(digest_array(array)) == 32
    assert digest_array(array) == digest_array(array.copy())


def test_texts_are_told_apart() -> None:
    digests = {
        digest_array(np.array(items, dtype=object))
        for items in (
            ["ab", "c"],
            ["a", "bc"],
            ["abc", ""],
            [b"ab", b"c"],
            ["ab", None],
            ["1", "c"],
            [1, "c"],
        )
    }
    assert len(digests) == 7


def test_missing_values_in_objects_are_equal() -> None:
    none, nan = (np.array([missing, "a"], dtype=object) for missing in (None, float("nan")))
    assert digest_array(none) == digest_array(nan)


def test_bytes_between_fields_do_not_matter() -> None:
    layout = np.dtype({"names": ["a", "b"], "formats": ["i1", "<f8"], "offsets": [0, 8], "itemsize": 16})
    one, other = np.zeros(3, layout), np.full(48, 255, np.uint8).view(layout)
    other["a"], other["b"] = 0, 0
    assert one.tobytes() != other.tobytes()
    assert digest_array(one) == digest_array(other)


@pytest.mark.framework
def test_bfloat16() -> None:
    import ml_dtypes  # comes with TensorFlow

    array = np.arange(4).astype(ml_dtypes.bfloat16)
    assert dtype_name(array.dtype) == "bfloat16"
    assert digest_array(array) != digest_array(array[::-1])


def _any_length() -> Any:
    """numpy 2's type of texts; before it there were objects only."""
    return np.dtypes.StringDType() if hasattr(np.dtypes, "StringDType") else np.dtype(object)


def test_texts_of_any_length() -> None:
    texts = np.array(["a", "b" * 100, ""], dtype=_any_length())
    assert digest_array(texts) == digest_array(texts.astype(object))


def test_objects_without_bytes_are_refused() -> None:
    with pytest.raises(UndigestableError, match="objects of type object"):
        digest_array(np.array([object()], dtype=object))


def test_the_order_in_which_arrays_are_named_does_not_matter() -> None:
    a, b = np.arange(3), np.arange(4)
    assert digest_arrays({"a": a, "b": b}) == digest_arrays({"b": b, "a": a})
    assert digest_arrays({"a": a, "b": b}) != digest_arrays({"a": b, "b": a})


@pytest.mark.parametrize(
    ("dtype", "name"),
    [
        (">f4", "float32"),
        ("<U5", "str5"),
        ("S3", "bytes3"),
        ("O", "object"),
        ("datetime64[ns]", "datetime64[ns]"),
        ("?", "bool"),
        (np.dtype([("a", "i4")]), "struct"),
    ],
)
def test_names_of_types(dtype: Any, name: str) -> None:
    assert dtype_name(np.dtype(dtype)) == name


DAY = datetime.date(2026, 1, 2)


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def said(text: str) -> bytes:
    """An object that is hashed as a text with its length."""
    return b"\0" + len(text).to_bytes(8, "little") + text.encode("utf-8", "surrogatepass")


def objects(*items: object) -> Any:
    array = np.empty(len(items), object)
    array[:] = items
    return array


@pytest.mark.parametrize(
    ("array", "hashed"),
    [
        (np.array([1, 2], ">i2"), b"int16 [2]\n" + b"\1\0\2\0"),
        (np.array(1, "<i2"), b"int16 []\n" + b"\1\0"),
        (np.zeros((0, 3), "f4"), b"float32 [0, 3]\n"),
        (np.array(["a", "bc"]), b"str2 [2]\n" + "a\0bc".encode("utf-32-le")),
        (np.array([b"a", b"bc"]), b"bytes2 [2]\n" + b"a\0bc"),
        (
            np.array(["a", "é"], object),
            b"object [2]\n" + b"texts" + b"\1" + bytes(7) + b"\1" + bytes(7) + "aé".encode(),
        ),
        (np.array(["\ud800"], object), b"object [1]\n" + b"texts" + b"\1" + bytes(7) + b"\xed\xa0\x80"),
        (np.array([None, 2.5], object), b"object [2]\n" + b"\0none" + said("float 2.5")),
        (np.array([np.float64("nan"), 1], object), b"object [2]\n" + b"\0none" + said("int 1")),
        (np.array([np.int64(7), "x"], object), b"object [2]\n" + said("int 7") + said("str 'x'")),
        (
            np.array([b"ab", True], object),
            b"object [2]\n" + b"\0bytes\2" + bytes(7) + b"ab" + said("bool True"),
        ),
        (np.array([DAY, 1], object), b"object [2]\n" + said("str '2026-01-02'") + said("int 1")),
        (
            np.array([datetime.timedelta(1), 1], object),
            b"object [2]\n" + said("str 'timedelta datetime.timedelta(days=1)'") + said("int 1"),
        ),
        (
            np.array([decimal.Decimal("1.50"), 1], object),
            b"object [2]\n" + said("str 'decimal 1.50'") + said("int 1"),
        ),
        (np.array([1j, "\ud800"], object), b"object [2]\n" + said("complex 1j") + said("str '\\ud800'")),
        (
            objects([1, "b"], 1),
            b"object [2]\n" + b"\0list\2" + bytes(7) + said("int 1") + said("str 'b'") + said("int 1"),
        ),
        (
            objects({"b": 1, 2: None}),
            b"object [1]\n"
            + b"\0map\2"
            + bytes(7)
            + said("str '2'")
            + b"\0none"
            + said("str 'b'")
            + said("int 1"),
        ),
        (
            objects(np.array([1], "<i2"), 1),
            b"object [2]\n" + b"\0array" + sha256(b"int16 [1]\n\1\0") + said("int 1"),
        ),
        (
            np.array([(1, 2)], [("a", "<i2"), ("b", "i1")]),
            b"struct [1]\n" + b"a" + sha256(b"int16 [1]\n\1\0") + b"b" + sha256(b"int8 [1]\n\2"),
        ),
        (named(np.array([258], "<u2"), "bfloat16"), b"bfloat16 [1]\n" + b"\2\1"),
    ],
)
def test_what_is_hashed_never_changes(array: Any, hashed: bytes) -> None:
    """Runs of years are compared by it."""
    assert digest_array(array) == sha256(hashed)
    assert digest_arrays({"b": array, "a": array}) == TreeDigest(
        sha256(
            b"".join(
                b"\1" + bytes(7) + name + array.nbytes.to_bytes(8, "little") + sha256(hashed)
                for name in (b"a", b"b")
            )
        ),
        2 * array.nbytes,
        2,
        (("a", sha256(hashed), array.nbytes), ("b", sha256(hashed), array.nbytes)),
    )


@pytest.mark.parametrize("kind", [np.float32, object])
def test_chunks_of_a_wide_array_do_not_matter(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts are taken in order, be they rows or elements of one row."""
    whole = digest_array(GRID.astype(kind))
    for size in (1, 3, 5, 12, 13, 24):
        monkeypatch.setattr(of_arrays, "_CHUNK_OBJECTS", size)
        monkeypatch.setattr(of_arrays, "_CHUNK_BYTES", size * 4)
        parts = list(of_arrays._chunks(GRID.astype(kind)))
        assert max(part.size for part in parts) <= size
        assert [item for part in parts for item in part.ravel()] == list(range(24))
        if kind is not object:
            assert digest_array(GRID) == whole


def test_a_type_that_numpy_does_not_have_is_known_by_its_name() -> None:
    bits = np.arange(3, dtype="<u2")
    assert is_named(named(bits, "bfloat16"))
    assert not is_named(bits)
    assert dtype_name(named(bits, "bfloat16").dtype) == "bfloat16"
    other = bits.view(np.dtype(bits.dtype, metadata={"unit": "m"}))
    assert not is_named(other)
    assert dtype_name(other.dtype) == "uint16"


@pytest.mark.parametrize(
    ("item", "missing"),
    [
        (None, True),
        (float("nan"), True),
        (np.float32("nan"), True),
        (0.0, False),
        ("", False),
        (np.float32(1), False),
    ],
)
def test_marks_of_missing_values(item: object, missing: bool) -> None:
    assert is_missing(item) is missing


def test_pandas_marks_of_missing_values() -> None:
    import pandas as pd

    assert is_missing(pd.NA)
    assert is_missing(pd.NaT)
