"""Numbers as text, by the vectors that the page's tests read too."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tb_lifecycle.reading import number_text

VECTORS = json.loads(Path(__file__).parents[1].joinpath("number_text.json").read_text())


def vectors(name: str) -> list[Any]:
    return [pytest.param(*vector[:-1], vector[-1], id=str(vector)) for vector in VECTORS[name]]


@pytest.mark.parametrize(("value", "text"), vectors("size"))
def test_size(value: float, text: str) -> None:
    assert number_text.size(value) == text


@pytest.mark.parametrize(("value", "text"), vectors("duration"))
def test_duration(value: float, text: str) -> None:
    assert number_text.duration(value) == text


@pytest.mark.parametrize(("value", "text"), vectors("elapsed"))
def test_elapsed(value: float, text: str) -> None:
    assert number_text.elapsed(value) == text


@pytest.mark.parametrize(("value", "text"), vectors("plain"))
def test_plain(value: float, text: str) -> None:
    assert number_text.plain(value) == text


@pytest.mark.parametrize(("value", "decimals", "text"), vectors("fixed"))
def test_fixed(value: float, decimals: int, text: str) -> None:
    assert number_text.fixed(value, decimals) == text


@pytest.mark.parametrize(("value", "decimals", "text"), vectors("signed"))
def test_signed(value: float, decimals: int, text: str) -> None:
    assert number_text.signed(value, decimals) == text


@pytest.mark.parametrize(("values", "decimals"), vectors("decimals"))
def test_decimals(values: list[float], decimals: int) -> None:
    assert number_text.decimals_for(values) == decimals


def test_what_is_no_number_has_signs() -> None:
    for write in (number_text.plain, number_text.duration, lambda value: number_text.fixed(value, 2)):
        assert [write(value) for value in (math.nan, math.inf, -math.inf)] == ["NaN", "∞", "-∞"]
    assert number_text.decimals_for([math.nan, None, "text", True]) == 0


def test_an_integer_of_any_length_is_whole() -> None:
    assert number_text.plain(10**400) == number_text.fixed(10**400, 0) == "1" + "0" * 400
    assert number_text.fixed(10**400, 2) == "1.00e400"
