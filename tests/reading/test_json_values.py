from __future__ import annotations

import json
import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pytest

from tb_lifecycle.reading.json_values import to_json, to_json_text


@dataclass
class Point:
    x: float
    y: list[object]


class Number(IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (0.1, 0.1),
        ("é", "é"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        ([1, math.nan, [math.inf]], [1, "NaN", ["Infinity"]]),
        ((1, None), [1, None]),
        ({"a": math.nan, "b": {"c": -math.inf}}, {"a": "NaN", "b": {"c": "-Infinity"}}),
        ({1: 2}, {"1": 2}),
        ({"b", "a"}, ["a", "b"]),
        (b"\xab" * 32, "sha256:" + "ab" * 32),
        (np.float32("nan"), "NaN"),
        (np.float64(0.25), 0.25),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array([[1.0, np.inf]]), [[1.0, "Infinity"]]),
        (np.array(2), 2),
        (Number.ONE, 1),
        (Point(math.nan, [1]), {"x": "NaN", "y": [1]}),
        (2**70, 2**70),
    ],
)
def test_values(value: object, expected: object) -> None:
    converted = to_json(value)
    assert converted == expected
    assert type(converted) is type(expected)
    json.dumps(converted, allow_nan=False)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        to_json({"a": [object()]})


def test_text() -> None:
    assert to_json_text({"a": [1, math.nan], "b": "é"}) == '{"a":[1,"NaN"],"b":"é"}'
    assert to_json_text({"a": 1}, indent=1) == '{\n "a": 1\n}'
