from __future__ import annotations

import json
import math

import numpy as np
import pytest

from tb_lifecycle.serving.json_tensors import format_values, parse, show
from tb_lifecycle.serving.statuses import Refusal


@pytest.mark.parametrize(
    ("value", "dtype", "shape"),
    [
        (1, "float32", ()),
        ([1, 2.5], "float32", (2,)),
        ([[1], [2], [3]], "int64", (3, 1)),
        ([[], []], "float32", (2, 0)),
        ([["a", {"b64": "/w=="}]], "string", (1, 2)),
        ([True, False], "bool", (2,)),
        ([0, 255], "uint8", (2,)),
    ],
)
def test_values_become_tensors(value: object, dtype: str, shape: tuple[int, ...]) -> None:
    tensor = parse(value, dtype)
    assert tensor.shape == shape
    assert tensor.dtype == (object if dtype == "string" else dtype)


def test_strings_are_bytes() -> None:
    assert parse(["é", {"b64": "/w=="}], "string").tolist() == ["é".encode(), b"\xff"]


@pytest.mark.parametrize(
    ("value", "dtype", "message"),
    [
        ([1, "a"], "float32", 'JSON Value: "a" Type: String is not of expected type: float'),
        (True, "float64", "JSON Value: true Type: True is not of expected type: double"),
        (None, "int32", "JSON Value: null Type: Null is not of expected type: int32"),
        (True, "int32", "JSON Value: true Type: True is not of expected type: int32"),
        (False, "uint8", "JSON Value: false Type: False is not of expected type: uint8"),
        ([1, True], "int64", "JSON Value: true Type: True is not of expected type: int64"),
        (1, "bool", "JSON Value: 1 Type: Number is not of expected type: bool"),
        (-1, "uint8", "JSON Value: -1 Type: Number is not of expected type: uint8"),
        (1.0, "int32", "JSON Value: 1.0 Type: Number is not of expected type: int32"),
        (256, "uint8", "JSON Value: 256 Type: Number is not of expected type: uint8"),
        (2**24, "float32", "Cannot convert JSON value: 16777216 to float without loss of precision."),
        (1e39, "float32", "Cannot convert JSON value: 1e+39 to float without loss of precision."),
        ([[1, 2], [3]], "float32", "Encountered list at unexpected size: 1 at level: 1 expected size: 2"),
        ([1, [2]], "float32", "Encountered list at unexpected level: 1 expected < 1"),
        (
            [[1], 2],
            "float32",
            "JSON Value: 2 found at incorrect level: 2 in the JSON DOM. Expected at level: 2",
        ),
        ({"b64": "!"}, "string", "Unable to base64 decode"),
        ({"x": 1}, "string", 'JSON Value: {"x": 1} not formatted correctly for base64 data'),
    ],
)
def test_what_does_not_fit_is_said(value: object, dtype: str, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(value, dtype)
    assert caught.value.message == message
    assert caught.value.status == 400


def test_types_that_json_has_no_word_for_are_not_implemented() -> None:
    with pytest.raises(Refusal) as caught:
        parse([1], "float16")
    assert caught.value.status == 501


def test_floats_are_the_shortest_that_give_them_back() -> None:
    values = np.asarray([0.1, 1.0, 3e38, 1e-45, 16777216, math.nan, math.inf], np.float32)
    text = json.dumps(format_values(values, "y"))
    assert text == "[0.1, 1.0, 3e+38, 1e-45, 16777216.0, NaN, Infinity]"
    assert np.array_equal(np.asarray(json.loads(text), np.float32), values, equal_nan=True)


def test_only_names_that_say_bytes_are_base64() -> None:
    strings = np.asarray([b"a"], object)
    assert format_values(strings, "image_bytes") == [{"b64": "YQ=="}]
    assert format_values(strings, "image") == ["a"]


def test_a_long_or_deep_value_is_shown_cut() -> None:
    assert show([1, "é"]) == '[1, "é"]'
    assert show("x" * 499) == f'"{"x" * 499}…'
    shown = show([1] * 10_000_000)
    assert (shown[:8], len(shown), shown[-1]) == ("[1, 1, 1", 501, "…")
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]
    assert show(deep).endswith("…")


def test_lists_are_as_deep_as_an_array_can_be() -> None:
    value: object = 1.0
    for _ in range(32):
        value = [value]
    assert parse(value, "float32").ndim == 32
    with pytest.raises(Refusal, match="nested more than 32 deep"):
        parse([value], "float32")
