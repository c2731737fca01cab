from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from tb_lifecycle.recording.digests import of_arrays
from tb_lifecycle.recording.digests.of_arrays import (
    UndigestableError,
    digest_array,
    digest_arrays,
    dtype_name,
)

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
