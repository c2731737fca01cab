import math

import pytest

from tb_lifecycle.printing.cells import (
    raw,
    show_digest,
    show_duration,
    show_figures,
    show_plain,
    show_size,
    show_time,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (0, "0"),
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (True, "True"),
        (math.nan, "NaN"),
        (-math.inf, "-∞"),
        ([1, "a"], "1, a"),
        ("two\nlines\x1b[31m", r"two\nlines\x1b[31m"),
        ("sha256:" + "ab" * 32, "abababababab"),
        ("\u202eevil", r"\u202eevil"),
    ],
)
def test_plain(value: object, shown: str) -> None:
    assert show_plain(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.1 + 0.2, "0.30000000000000004"),
        (math.nan, "NaN"),
        ([1, "é"], '[1, "é"]'),
        (False, "False"),
        ("a\nb", "a\nb"),
    ],
)
def test_raw(value: object, shown: str) -> None:
    assert raw(value) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0.00 s"),
        (59.94, "59.9 s"),
        (61, "1:01"),
        (3599.6, "1:00:00"),
        (7260, "2:01:00"),
        (200_000, "2 d 7:33:20"),
        (None, "–"),
        (-1, "-1.00 s"),
    ],
)
def test_duration(seconds: object, shown: str) -> None:
    assert show_duration(seconds) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (13_100_000, "13.1 MB"),
        (999_999, "1.0 MB"),
        (2**80, "1208925820 PB"),
    ],
)
def test_size(size: int, shown: str) -> None:
    assert show_size(size) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.5, 0.92], ["0.5000", "0.9200"]),
        ([1, 200], ["1", "200"]),
        ([1.0, 0.5, None], ["1.000", "0.500", "–"]),
        ([1e-7, 3.5], ["1.00e-7", "3.500"]),
        ([math.nan, 0.5, math.inf], ["NaN", "0.5000", "∞"]),
        (["a", True], ["a", "True"]),
        ([10**400], ["1" + "0" * 400]),
    ],
)
def test_figures(values: list[object], shown: list[str]) -> None:
    show = show_figures(values)
    assert [show(value) for value in values] == shown


def test_signed_figures() -> None:
    show = show_figures([0.5, -0.5, 0.0], signed=True)
    assert [show(0.5), show(-0.5), show(0.0)] == ["+0.5000", "-0.5000", "0.0000"]


def test_times_beyond_the_calendar_are_shown_as_numbers() -> None:
    assert show_time(1e20) == "1e20"
    assert show_time(None) == "–"
    assert len(show_time(1763967000.1)) == len("2025-11-24 06:50:00")


def test_digest() -> None:
    assert show_digest("a" * 40) == "a" * 12
    assert show_digest("not a digest") == "not a digest"
    assert show_digest(None) == "–"
