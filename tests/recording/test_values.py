from __future__ import annotations

import datetime
import enum
import math
from pathlib import Path

import numpy as np
import pytest

from tb_lifecycle.recording.values import LONGEST_LIST, LONGEST_TEXT, from_value, is_plain, simplify, to_value


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    HIGH = 3


class Strange:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


@pytest.mark.parametrize(
    ("x", "back"),
    [
        (None, None),
        (True, True),
        (0, 0),
        (-(2**63), -(2**63)),
        (2**63 - 1, 2**63 - 1),
        (0.1, 0.1),
        (math.inf, math.inf),
        ("", ""),
        ("ä\n", "ä\n"),
        ([1, "a", None, [True]], [1, "a", None, [True]]),
        ((), []),
        ({2, 1}, [1, 2]),
        (b"ab", "ab"),
        (np.float32(0.5), 0.5),
        (np.int8(-3), -3),
        (np.bool_(True), True),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(7), 7),
        (np.float32, "numpy.float32"),
        (np.dtype("float32"), "float32"),
        (Colour.RED, "RED"),
        (Level.HIGH, 3),
        (Path("a/b"), str(Path("a/b"))),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.datetime(2026, 1, 2, 3), "2026-01-02T03:00:00"),
        (datetime.timedelta(seconds=90), "0:01:30"),
        (1j, "1j"),
        (len, "len"),
    ],
)
def test_there_and_back(x: object, back: object) -> None:
    decoded = from_value(to_value(x))
    assert decoded == back
    assert type(decoded) is type(back)


def test_nan() -> None:
    decoded = from_value(to_value(float("nan")))
    assert isinstance(decoded, float)
    assert math.isnan(decoded)


def test_an_integer_beyond_64_bits_is_text() -> None:
    assert from_value(to_value(2**63)) == str(2**63)
    assert str(from_value(to_value(-(10**6000)))).startswith("-0x")


def test_an_unset_value_is_none() -> None:
    assert from_value(type(to_value(1))()) is None


def test_long_ones_are_cut_and_say_so() -> None:
    text = from_value(to_value("x" * (LONGEST_TEXT + 5)))
    assert text == "x" * LONGEST_TEXT + "… [5 more characters]"
    items = from_value(to_value(list(range(1000))))
    assert isinstance(items, list)
    assert items[-2:] == [LONGEST_LIST - 1, "… [1000 items in all]"]
    assert from_value(to_value(np.zeros((100, 100)))) == "numpy.ndarray of float64, shape [100, 100]"


def test_a_list_that_holds_itself_ends() -> None:
    x: list[object] = [1]
    x += [x] * 300
    assert is_plain(x)
    assert str(simplify(x)).startswith("[1, [1, ")


def test_objects_are_described_without_addresses() -> None:
    assert "0x" not in str(simplify(object()))
    assert simplify(lambda: 0) == f"{__name__}.test_objects_are_described_without_addresses.<locals>.<lambda>"
    assert simplify(Strange()) == f"<{__name__}.Strange, whose repr raises RuntimeError>"
    assert simplify("\ud800") == "?"


def test_what_is_plain() -> None:
    assert is_plain([1, "a", (None, Path("x"))])
    assert is_plain(np.zeros(3))
    assert not is_plain(object())
    assert not is_plain([object()])
    assert not is_plain(len)
