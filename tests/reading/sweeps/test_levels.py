from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tb_lifecycle.reading.sweeps.levels import find_levels, scale_of, text_of

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(-10, 10),
    st.sampled_from([math.nan, math.inf, 10**400, "1", "adam", "", "other", "not set", [1, 2], []]),
)


@given(st.lists(VALUES, min_size=1, max_size=60))
def test_any_values_are_levels_each_setting_at_one(values: list[Any]) -> None:
    levels = find_levels("x", values)
    assert len(levels.places) == len(values)
    assert levels.counts.sum() == len(values)
    assert len(levels.values) == len(levels.texts) <= 33
    assert len(set(levels.texts)) == len(levels.texts) or levels.is_number
    assert levels.has_unset == any(value is None for value in values)
    if levels.is_number:
        told = [value for value in levels.values if value is not None]
        assert told == sorted(told)


def test_strings_and_numbers_in_one_flag_are_words_that_differ() -> None:
    levels = find_levels("batch", [32, "32", "auto", 32, None, True, 1])
    assert levels.scale == "words"
    assert set(levels.texts) == {"32", '"32"', "auto", "not set", "True", "1"}
    assert levels.texts[levels.places[0]] == "32"
    assert levels.texts[levels.places[1]] == '"32"'


def test_more_than_twelve_words_are_eleven_and_the_others() -> None:
    values = [f"w{place % 20}" for place in range(20)] + ["w3"] * 5 + ["w7"] * 4
    levels = find_levels("name", values)
    assert len(levels.values) == 12
    assert levels.texts[:2] == ["w3", "w7"]
    assert levels.texts[-1] == "other (9)"
    assert levels.counts[-1] == 9
    assert levels.tried == 20


def test_many_numbers_are_levels_of_like_size() -> None:
    levels = find_levels("lr", [0.1 * place for place in range(1000)] + [None])
    assert levels.tried == 1001
    assert len(levels.values) == 33
    assert levels.counts[:-1].min() >= 25
    assert levels.counts[-1] == 1


@pytest.mark.parametrize(
    ("numbers", "scale"),
    [
        ([1, 2], "linear"),
        ([1, 10], "log"),
        ([0, 1, 10], "log, 0 apart"),
        ([-1, 1, 100], "linear"),
        ([0], "linear"),
    ],
)
def test_the_scale_of_an_axis(numbers: list[float], scale: str) -> None:
    assert scale_of(numbers) == scale


def test_values_are_written_shortly() -> None:
    texts = [
        text_of(value) for value in (0.0001, 1e-05, 0.001, 128, True, None, [1], 1.23456789e-7, 1234567890.5)
    ]
    assert texts == ["0.0001", "1e-5", "0.001", "128", "True", "not set", "[1]", "1.235e-7", "1.235e9"]
