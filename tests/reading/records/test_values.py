from __future__ import annotations

import math

import numpy as np
import pytest

from tb_lifecycle.format import lifecycle_pb2
from tb_lifecycle.reading.records.values import digest_text, shortest_decimals, split_name, to_python
from tests.logdirs import make_value


@pytest.mark.parametrize(
    "value", [None, True, False, 0, -5, 2**62, 0.0, 0.1, math.inf, "", "é", [], [1, "a", None, [2.5]]]
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    back = to_python(make_value(value))
    assert back == value
    assert type(back) is type(value)


def test_a_value_of_a_kind_to_come_is_missing() -> None:
    assert to_python(lifecycle_pb2.Value()) is None


def test_names() -> None:
    assert digest_text(b"\x01" * 32) == "sha256:" + "01" * 32
    assert digest_text(b"") is None
    assert split_name("digits", "train") == "digits/train"
    assert split_name("digits", "") == "digits"


@pytest.mark.parametrize("value", [0.92, 0.1, 1e-8, 1e30, 16777216.0, -0.3, 0.0, 1.0, 3.4e38, 1e-45])
def test_a_value_of_32_bits_has_the_fewest_digits_that_mean_it(value: float) -> None:
    stored = float(np.float32(value))
    (short,) = shortest_decimals([stored])
    assert np.float32(short) == np.float32(value)
    assert len(repr(short)) <= len(repr(value)) + 1 or short == stored
    if value in (0.92, 0.1, -0.3):
        assert short == value


@pytest.mark.parametrize("value", [math.pi, 1e300, 0.1])
def test_a_value_of_64_bits_stays(value: float) -> None:
    assert shortest_decimals([value]) == [value]


def test_what_is_no_number_stays() -> None:
    nan, high, low = shortest_decimals([math.nan, math.inf, -math.inf])
    assert math.isnan(nan)
    assert (high, low) == (math.inf, -math.inf)
    assert shortest_decimals([]) == []
