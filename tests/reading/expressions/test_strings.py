import json
import random

import pytest

from tests.reading.expressions.runs import value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"a"', "a"),
        ("'a'", "a"),
        ("''", ""),
        ("'\"'", '"'),
        ('"\'"', "'"),
        (r"'\''", "'"),
        (r'"\""', '"'),
        (r'"\\\/\b\f\n\r\t"', "\\/\b\f\n\r\t"),
        (r'"\u00e9\u4e2d"', "é中"),
        (r'"\uD83D\uDE00"', "😀"),
        (r'"\uffff"', "\uffff"),
        ('"😀é"', "😀é"),
        (r"'\d\w\.'", r"\d\w\."),
        (r"r'\n\'x'", r"\n\'x"),
        (r'R"\u0041"', r"\u0041"),
        ("'\t'", "\t"),
        ("'# not (a [comment'", "# not (a [comment"),
    ],
)
def test_strings(text: str, value: str) -> None:
    assert value_of(text) == value


def test_every_json_string_is_a_string() -> None:
    random_numbers = random.Random(1)
    for _ in range(500):
        value = "".join(chr(random_numbers.choice([10, 34, 39, 47, 92, 65, 233, 0x1F600])) for _ in range(8))
        for ascii_only in (True, False):
            assert value_of(json.dumps(value, ensure_ascii=ascii_only)) == value
